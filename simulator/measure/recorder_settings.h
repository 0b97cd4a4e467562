// What the recorder must know of a scenario, and of each request.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/measure/key_names.h"
#include "strategies/time.h"

namespace stampede::measure {

struct RecorderSettings {
  Duration fresh_for{};
  Duration tolerance{};  // age beyond fresh_for that does not yet count as stale
  // Requests intended before it and computations demanded before it are followed, but not counted.
  TimePoint measure_from{};
  Duration series_step = std::chrono::milliseconds(100);
  // A value that comes later than this after its request was due is of no use. Empty: there is no such time.
  std::optional<Duration> good_within = std::nullopt;
  // From measure_from to the end of the load, and to the latest end of everything. Zero: unknown.
  Duration load_length{};
  Duration length_max{};
  bool keep_hit_history = false;
  KeyNames key_names;
  std::uint32_t nodes = 1;
  std::uint64_t workers_total = 1;  // over all nodes
  std::optional<std::uint64_t> origin_capacity;
  std::vector<std::string> endpoint_names = {};  // beside the cached one
  bool clients_retry = false;
  bool writers_read_back = false;
  bool reads_pages = false;
};

// A request as the harness knows it; every call to the recorder about the same request passes the same facts.
struct RequestFacts {
  std::uint64_t key = 0;
  std::uint32_t node = 0;
  TimePoint intended{};              // latency counts from here
  TimePoint sent{};                  // when the generator really sent it; waiting for a worker counts from here
  std::optional<TimePoint> started;  // when a worker took it; empty until then
  std::uint32_t endpoint = 0;        // 0: the cached one; else a further one, and the key says nothing
  std::uint32_t attempt = 0;         // 0: the first one; else its client has tried so often before
  std::uint64_t page = 0;            // its number, counted from 1: the page of the key is read; 0: the key alone
  std::uint64_t own_version = 0;     // that its client has written before; 0: none
};

}  // namespace stampede::measure

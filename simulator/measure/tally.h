// The raw counts of a run: what metrics are worked out from, and what merges when several generators or threads
// each recorded a part.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/measure/histogram.h"
#include "simulator/measure/redis_usage.h"
#include "strategies/answer.h"
#include "strategies/environment.h"
#include "strategies/time.h"

namespace stampede::measure {

inline constexpr std::size_t kErrorKinds = static_cast<std::size_t>(ErrorKind::node) + 1;
inline constexpr std::size_t kEvents = static_cast<std::size_t>(Event::miss_callback) + 1;

struct RequestTally {
  std::uint64_t arrived = 0;
  std::uint64_t fresh = 0;
  std::uint64_t stale = 0;
  std::uint64_t empty = 0;
  std::array<std::uint64_t, kErrorKinds> errors{};
  std::uint64_t unanswered = 0;

  // Among the above.
  std::uint64_t good = 0;
  std::uint64_t hits = 0;
  std::uint64_t outdated = 0;
  std::uint64_t foreign = 0;
  std::uint64_t undecodable = 0;
  std::uint64_t regressions = 0;
  std::uint64_t version_lag_max = 0;

  Histogram latency;
  Histogram service;
  Histogram generator_lag;
  Histogram queue_wait;
  Histogram stale_by;
  Histogram outdated_by;

  std::uint64_t outcomes() const;  // answers and errors of all kinds
};

struct ComputationTally {
  std::uint64_t in_callers = 0;
  std::uint64_t in_background = 0;
  std::uint64_t failed = 0;
  std::uint64_t redundant = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t served = 0;  // computations whose value reached a client that was still waiting
  std::uint64_t peak = 0;
  std::uint64_t rate_window_peak = 0;  // most demanded within kRateWindow
  std::uint64_t episodes = 0;
  std::uint64_t episode_computations = 0;
  std::uint64_t episode_max = 0;
  Histogram queue_wait;
};

struct InvalidationTally {
  std::uint64_t total = 0;
  std::optional<std::uint64_t> lost;  // empty: nobody looked
};

// Sums over time: two workers busy for a second are two seconds. Not Durations, which a long run would overflow.
struct OccupancyTally {
  double workers_busy_ns = 0;
  double workers_waiting_ns = 0;
  double workers_available_ns = 0;
  double origin_busy_ns = 0;
  double origin_available_ns = 0;  // zero: the origin's capacity has no limit
};

// Over the measured part of the run. More can be left than were put on: tasks from before count as left, too.
struct BackgroundTally {
  std::uint64_t enqueued = 0;
  std::uint64_t left = 0;
};

// Statements to the rows of the application's database.
struct RowTally {
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;
};

// Of one endpoint beside the cached one.
struct EndpointTally {
  std::string name;
  std::uint64_t requests = 0;
  std::uint64_t answered = 0;
  std::uint64_t failed = 0;  // by timeout, not admitted, still open at the drain limit
  Histogram latency;
};

// What clients asked for, attempt after attempt, until they were answered or gave up for good.
struct ClientTally {
  std::uint64_t calls = 0;
  std::uint64_t retries = 0;
  std::uint64_t failed = 0;
  Histogram latency;
};

// Reads of clients who had written the key.
struct OwnWritesTally {
  std::uint64_t read = 0;
  std::uint64_t missed = 0;
};

struct Tally {
  RequestTally requests;
  ComputationTally computations;
  InvalidationTally invalidations;
  OccupancyTally occupancy;
  RedisUsage redis;
  BackgroundTally background;
  RowTally rows;
  std::vector<EndpointTally> endpoints;  // those of all parts are the same
  std::optional<ClientTally> clients;    // empty: they do not try again
  std::optional<OwnWritesTally> own_writes;
  std::optional<std::uint64_t> page_reads;  // of all keys of pages; empty: requests are for one key
  double goodput_time_ns = 0;  // zero: nobody says until when an answer is good, or all requests come at one moment
  std::array<std::uint64_t, kEvents> events{};

  // Counts and histograms add up. Peaks cannot: the higher one is kept, a lower bound of the joint peak.
  void merge(const Tally& other);
};

inline constexpr Duration kRateWindow = std::chrono::milliseconds(100);

// Throws InternalError with all figures unless every request that arrived, to whichever endpoint, has exactly one
// outcome, clients that try again have made as many attempts, and no more computations were served than succeeded.
void check_accounting(const Tally& tally);

}  // namespace stampede::measure

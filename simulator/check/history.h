// What happened in a run, as seen from outside the strategy: what its promises are held against, and what a timeline is
// made of.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/measure/run_observer.h"
#include "strategies/answer.h"
#include "strategies/time.h"

namespace stampede::check {

// Where the process is not that of a node: the background workers'.
inline constexpr std::uint32_t kNoNode = ~std::uint32_t{0};

// A key was read for a client, or could not be.
struct Reading {
  std::uint64_t key = 0;
  std::uint32_t node = 0;
  TimePoint intended;
  std::optional<TimePoint> started;  // empty: no worker has taken it
  TimePoint ended;
  bool is_answer = false;  // of the strategy; else the client gave up, or the request was refused or lost
  bool is_over = true;     // false: still open when the run was
  std::optional<ErrorKind> failure;
  std::string message;                   // of a failure
  std::optional<std::uint64_t> version;  // of a value
  Duration age{};
  bool is_foreign = false;
  bool is_undecodable = false;
  bool is_regression = false;
};

struct ComputationSpan {
  std::uint64_t key = 0;
  std::uint32_t node = kNoNode;
  TimePoint began;
  std::optional<TimePoint> ended;  // empty: it never did
  bool ok = false;
};

// A version was committed, or an invalidation of it begun.
struct WriteEvent {
  std::uint64_t key = 0;
  std::uint64_t version = 0;
  TimePoint at;
  bool invalidates = false;
};

// After everything had come to rest.
struct Probe {
  std::uint64_t key = 0;
  std::optional<std::uint64_t> version;  // empty: nothing was stored
};

struct History {
  TimePoint load_began;
  std::vector<Reading> readings;              // in the order in which they ended
  std::vector<ComputationSpan> computations;  // in the order in which they began
  std::vector<WriteEvent> writes;
  std::vector<Probe> probes;
  Duration longest_service{};
};

// Fills a history. For one run.
class Historian final : public measure::RunObserver {
 public:
  const History& history() const { return history_; }

  void load_begins(TimePoint now) override { history_.load_began = now; }
  void process_began(std::uint32_t node, std::uint64_t group, TimePoint now) override;
  void served(const measure::RequestFacts& facts, TimePoint now) override;
  void answered(const measure::RequestFacts& facts, const Answer& answer, const measure::Judged& judged,
                TimePoint now) override;
  void failed(const measure::RequestFacts& facts, std::optional<ErrorKind> kind, TimePoint at) override;
  void computation_began(measure::ComputationId id, std::uint64_t key, std::uint64_t group, TimePoint now) override;
  void computation_ended(measure::ComputationId id, bool ok, TimePoint now) override;
  void invalidated(std::uint64_t key, std::uint64_t version, TimePoint now) override;
  void committed(std::uint64_t key, std::uint64_t version, TimePoint now) override;
  void probed(std::uint64_t key, std::optional<std::uint64_t> version) override;

 private:
  History history_;
  std::map<std::uint64_t, std::uint32_t> nodes_of_groups_;
};

}  // namespace stampede::check

// Faults at their times, in both worlds alike: urgent fibers sleep until the next one begins or ends, has it carried
// out, and notes when that was.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "simulator/faults/fault_actions.h"
#include "simulator/runtime/scheduler.h"

namespace stampede::faults {

// From the load's start, as it was.
struct Happened {
  std::optional<Duration> began;
  std::optional<Duration> ended;
  Seen seen;
  std::string failure;  // why it was not carried out, or did not end; empty: it was
};

class Timeline {
 public:
  // All references must outlive the fiber.
  Timeline(runtime::Scheduler& scheduler, std::span<const scenario::Fault> faults, FaultActions& actions);

  // Once. Spawns the fiber, if there are any faults.
  void start(TimePoint load_start);
  bool is_done() const { return left_ == 0; }

  // One for each fault, in the scenario's order. What has not come or not ended yet has failed by that.
  std::vector<Happened> happened() const;

 private:
  struct Moment {
    Duration when{};
    bool is_end = false;
    std::size_t number = 0;
  };
  void run(const std::vector<Moment>& line, TimePoint load_start);
  void carry_out(const Moment& moment, TimePoint load_start);

  runtime::Scheduler& scheduler_;
  std::span<const scenario::Fault> faults_;
  FaultActions& actions_;
  // Those of a fault of nodes on their own: its end waits for the nodes, and must not hold up other faults.
  std::deque<std::vector<Moment>> lines_;
  std::size_t left_ = 0;
  std::vector<Happened> happened_;
};

}  // namespace stampede::faults

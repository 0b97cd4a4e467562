// The runs of a sweep, several at once. Each is a virtual world of its own, and nothing that changes is shared, so that
// the results do not depend on how many run at once nor on which ends first.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "reports/result/result.h"
#include "simulator/runtime/interrupt.h"
#include "simulator/sweep/plan.h"
#include "strategies/registry.h"
#include "strategies/time.h"

namespace stampede::sweep {

struct SweepProgress {
  std::size_t finished = 0;
  std::size_t total = 0;
  std::optional<Duration> left;
};

// All are called one at a time; on_run from any thread, with the run's index in the plan.
struct SweepHooks {
  std::function<void(std::size_t index, const reports::RunResult&)> on_run;
  std::function<void(const SweepProgress&)> on_progress;  // some times per second, and after the last run
  std::function<TimePoint()> now;                         // real time, for the estimate
};

struct SweepOutcome {
  std::vector<reports::RunResult> runs;  // in the plan's order, all of them unless interrupted
  std::size_t finished = 0;
  bool interrupted = false;
};

// `finished` holds runs that need not be made again, by index. Throws what a hook throws, and measure::InternalError,
// which names the run, for what a run throws.
SweepOutcome run_sweep(const Plan& plan, const Registry& registry, std::size_t jobs,
                       const runtime::Interrupt& interrupt, std::map<std::size_t, reports::RunResult> finished,
                       const SweepHooks& hooks);

}  // namespace stampede::sweep

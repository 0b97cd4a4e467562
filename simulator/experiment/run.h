// One run: one strategy through one scenario, once.
#pragma once

#include <cstdint>
#include <stdexcept>

#include "reports/result/result.h"
#include "simulator/experiment/world.h"
#include "simulator/measure/run_observer.h"
#include "simulator/scenario/scenario.h"
#include "strategies/registry.h"

namespace stampede::experiment {

// How a run is watched. None of it changes what happens in the run.
struct RunOptions {
  measure::RunObserver* observer = nullptr;
  // Whether the harness may look less and less often, in virtual time, whether a run has ended; then its quiet times
  // cost nothing, and what is read when it has come to rest is read a little later.
  bool looks_rarely = false;
};

// The run's seed is the scenario's plus the repetition. Throws EnvironmentError, Interrupted, and
// measure::InternalError if the measurements contradict themselves.
reports::RunResult run_once(World& world, const scenario::Scenario& scenario, const StrategyInfo& strategy,
                            const scenario::StrategyChoice& choice, std::uint32_t repetition,
                            const RunOptions& options = {});

}  // namespace stampede::experiment

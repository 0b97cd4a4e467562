// One run: one strategy through one scenario, once.
#pragma once

#include <cstdint>
#include <stdexcept>

#include "reports/result/result.h"
#include "simulator/experiment/world.h"
#include "simulator/scenario/scenario.h"
#include "strategies/registry.h"

namespace stampede::experiment {

// The run's seed is the scenario's plus the repetition. Throws EnvironmentError, Interrupted, and
// measure::InternalError if the measurements contradict themselves.
reports::RunResult run_once(World& world, const scenario::Scenario& scenario, const StrategyInfo& strategy,
                            const scenario::StrategyChoice& choice, std::uint32_t repetition);

}  // namespace stampede::experiment

// An experiment: every strategy of a scenario, every repetition, in one world or one beside the other.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "reports/result/result.h"
#include "simulator/experiment/world.h"
#include "simulator/scenario/scenario.h"
#include "strategies/registry.h"

namespace stampede::experiment {

struct Progress {
  std::size_t finished = 0;
  std::size_t total = 0;
  std::string now_running;  // the label of the run that begins
};

struct ExperimentHooks {
  std::function<void(const Progress&)> on_begin;
  // After each run, so that no measurement is lost whatever comes next.
  std::function<void(const reports::Result&)> on_result;
  // Asked after a run in which Redis was lost. Throws EnvironmentError if it is gone for good.
  std::function<void()> check_environment;
};

enum class Ending { complete, interrupted, environment_failed };

struct ExperimentOutcome {
  reports::Result result;
  Ending ending = Ending::complete;
  std::string failure;  // of the environment
};

// Repetition by repetition, all strategies in each: where there is noise, and more than one repetition, in an order
// drawn from the seed, which the runs hold. They stand in the result in the scenario's order. Never throws
// EnvironmentError: what was finished is in the outcome. Throws measure::InternalError.
ExperimentOutcome run_experiment(std::span<World* const> worlds, const scenario::Scenario& scenario,
                                 const Registry& registry, reports::Context context, const ExperimentHooks& hooks);

}  // namespace stampede::experiment

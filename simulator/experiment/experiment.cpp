#include "simulator/experiment/experiment.h"

#include <algorithm>
#include <utility>

#include "simulator/experiment/run.h"
#include "simulator/measure/warnings.h"
#include "simulator/scenario/write.h"
#include "strategies/layers.h"

namespace stampede::experiment {

namespace {

bool lost_redis(const reports::RunResult& run) {
  const std::string_view id = measure::id_of(measure::WarningKind::redis_lost);
  return std::any_of(run.warnings.begin(), run.warnings.end(), [&](const auto& warning) { return warning.id == id; });
}

void run_all(std::span<World* const> worlds, const scenario::Scenario& scenario, const Registry& registry,
             const ExperimentHooks& hooks, reports::Result& result) {
  Progress progress{
      .finished = 0, .total = scenario.strategies.size() * scenario.repetitions * worlds.size(), .now_running = {}};
  for (std::uint32_t repetition = 0; repetition < scenario.repetitions; ++repetition) {
    for (const scenario::StrategyChoice& choice : scenario.strategies) {
      for (World* const world : worlds) {
        progress.now_running = worlds.size() == 1 ? choice.label() : choice.label() + ", " + world->name();
        if (hooks.on_begin) hooks.on_begin(progress);
        result.runs.push_back(
            run_once(*world, scenario, *find_strategy_or_stack(registry, choice.name), choice, repetition));
        ++progress.finished;
        if (hooks.on_result) hooks.on_result(result);
        if (lost_redis(result.runs.back()) && hooks.check_environment) hooks.check_environment();
      }
    }
  }
}

}  // namespace

ExperimentOutcome run_experiment(std::span<World* const> worlds, const scenario::Scenario& scenario,
                                 const Registry& registry, reports::Context context, const ExperimentHooks& hooks) {
  ExperimentOutcome outcome;
  for (World* const world : worlds) context.redis_version += world->redis_version();  // at most one has a server
  outcome.result.context = std::move(context);
  outcome.result.scenario_name = scenario.name;
  outcome.result.scenario_json = scenario::to_json_text(scenario);
  // Until it is over: whoever reads the file of a program that was killed can tell.
  outcome.result.interrupted = true;
  try {
    run_all(worlds, scenario, registry, hooks, outcome.result);
    outcome.result.interrupted = false;
  } catch (const Interrupted&) {
    outcome.ending = Ending::interrupted;
  } catch (const EnvironmentError& error) {
    outcome.ending = Ending::environment_failed;
    outcome.failure = error.what();
  }
  return outcome;
}

}  // namespace stampede::experiment

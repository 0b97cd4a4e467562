#include "simulator/experiment/experiment.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include "simulator/experiment/run.h"
#include "simulator/measure/random_stream.h"
#include "simulator/measure/warnings.h"
#include "simulator/scenario/write.h"
#include "strategies/layers.h"

namespace stampede::experiment {

namespace {

bool lost_redis(const reports::RunResult& run) {
  const std::string_view id = measure::id_of(measure::WarningKind::redis_lost);
  return std::any_of(run.warnings.begin(), run.warnings.end(), [&](const auto& warning) { return warning.id == id; });
}

struct Turn {
  std::uint32_t repetition = 0;
  std::size_t choice = 0;
  std::size_t world = 0;
  bool operator<(const Turn& other) const {
    return std::tie(repetition, choice, world) < std::tie(other.repetition, other.choice, other.world);
  }
};

// Repetition by repetition, so that whatever slows the machine down for a while befalls all strategies alike; and, in
// a noisy world, in a random order within each, so that none always runs after the same other one.
std::vector<std::size_t> choices_in_order(const scenario::Scenario& scenario, std::uint32_t repetition, bool shuffled) {
  std::vector<std::size_t> choices(scenario.strategies.size());
  std::iota(choices.begin(), choices.end(), std::size_t{0});
  measure::RandomStream random(scenario.seed, "order of runs", repetition);
  for (std::size_t left = choices.size(); shuffled && left > 1; --left) {
    std::swap(choices[left - 1], choices[random.below(left)]);
  }
  return choices;
}

std::vector<Turn> turns_of(std::span<World* const> worlds, const scenario::Scenario& scenario, bool shuffled) {
  std::vector<Turn> turns;
  for (std::uint32_t repetition = 0; repetition < scenario.repetitions; ++repetition) {
    for (const std::size_t choice : choices_in_order(scenario, repetition, shuffled)) {
      for (std::size_t world = 0; world < worlds.size(); ++world) turns.push_back({repetition, choice, world});
    }
  }
  return turns;
}

void run_all(std::span<World* const> worlds, const scenario::Scenario& scenario, const Registry& registry,
             const ExperimentHooks& hooks, reports::Result& result) {
  // A strategy that runs once is compared with nothing that an order could spoil, and keeps its place.
  const bool shuffled = scenario.repetitions > 1 &&
                        std::any_of(worlds.begin(), worlds.end(), [](const World* world) { return world->is_noisy(); });
  const std::vector<Turn> turns = turns_of(worlds, scenario, shuffled);
  Progress progress{.finished = 0, .total = turns.size(), .now_running = {}};
  std::vector<Turn> finished;  // as their runs stand in the result: in the scenario's order, whenever they ran
  for (const Turn& turn : turns) {
    World& world = *worlds[turn.world];
    const scenario::StrategyChoice& choice = scenario.strategies[turn.choice];
    progress.now_running = worlds.size() == 1 ? choice.label() : choice.label() + ", " + world.name();
    if (hooks.on_begin) hooks.on_begin(progress);
    reports::RunResult run =
        run_once(world, scenario, *find_strategy_or_stack(registry, choice.name), choice, turn.repetition);
    if (shuffled) run.order = static_cast<std::uint32_t>(progress.finished);
    const bool ask = lost_redis(run);
    const auto place = std::upper_bound(finished.begin(), finished.end(), turn);
    result.runs.insert(result.runs.begin() + (place - finished.begin()), std::move(run));
    finished.insert(place, turn);
    ++progress.finished;
    if (hooks.on_result) hooks.on_result(result);
    if (ask && hooks.check_environment) hooks.check_environment();
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

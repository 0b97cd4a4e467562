#include "tests/laws/virtual_run.h"

#include <stdexcept>
#include <vector>

#include "simulator/experiment/run.h"
#include "simulator/experiment/virtual_world.h"
#include "simulator/measure/metric_registry.h"
#include "simulator/scenario/load.h"
#include "simulator/scenario/shipped.h"
#include "simulator/scenario/strategy_list.h"
#include "strategies/layers.h"

namespace stampede::laws {

scenario::StrategyChoice choice_of(const StrategyInfo& info, const std::map<std::string, std::string>& given,
                                   const scenario::FreshnessPromise& freshness) {
  scenario::Problems problems;
  scenario::StrategyChoice choice = scenario::complete_choice(info, given, freshness, info.name, problems);
  if (!problems.none()) throw std::invalid_argument("not the parameters of " + info.name);
  return choice;
}

reports::RunResult run_virtually(const scenario::Scenario& scenario, const StrategyInfo& info,
                                 const scenario::StrategyChoice& choice, std::uint32_t repetition) {
  const runtime::Interrupt interrupt;
  experiment::VirtualWorld world(interrupt);
  return experiment::run_once(world, scenario, info, choice, repetition);
}

reports::RunResult run_built_in(const scenario::Scenario& scenario, std::string_view strategy, std::uint32_t repetition,
                                const std::map<std::string, std::string>& given) {
  const Registry registry = Registry::built_in();
  const std::optional<StrategyInfo> info = find_strategy_or_stack(registry, strategy);
  if (!info) throw std::invalid_argument("no strategy " + std::string(strategy));
  return run_virtually(scenario, *info, choice_of(*info, given, scenario.freshness), repetition);
}

scenario::Scenario without_network() {
  scenario::Scenario scenario;
  scenario.name = "law";
  scenario.keys.value_size_bytes = 128;
  scenario.network.one_way_delay = scenario::ConstantTime{0s};
  scenario.network.command_time = 0s;
  scenario.network.bandwidth_bytes_per_s.reset();
  return scenario;
}

scenario::Scenario shipped(const std::string& name, const std::vector<std::string>& set) {
  const Registry registry = Registry::built_in();
  std::vector<std::string_view> metric_names;
  for (const measure::MetricInfo& metric : measure::all_metrics()) metric_names.push_back(metric.name);
  const scenario::FoundScenario found = scenario::find_scenario(name, STAMPEDE_SOURCE_DIR "/scenarios");
  if (found.path.empty()) throw std::invalid_argument(found.problem);
  scenario::LoadResult loaded = scenario::load_scenario_file(
      found.path, {.registry = registry, .metric_names = metric_names, .set = set, .strategies = {}});
  if (!loaded.scenario) throw std::invalid_argument(scenario::problems_text(loaded));
  return *std::move(loaded.scenario);
}

}  // namespace stampede::laws

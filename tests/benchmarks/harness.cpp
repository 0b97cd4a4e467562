#include "harness.h"

#include <stdexcept>
#include <string_view>
#include <vector>

#include "redis_peer.h"
#include "simulator/experiment/live_world.h"
#include "simulator/experiment/run.h"
#include "simulator/measure/metric_registry.h"
#include "simulator/scenario/load.h"
#include "strategies/layers.h"

namespace stampede::benchmarks {

reports::RunResult run_scenario(const std::string& scenario_text, const Registry& registry) {
  std::vector<std::string_view> metric_names;
  for (const measure::MetricInfo& metric : measure::all_metrics()) metric_names.push_back(metric.name);
  const scenario::LoadResult loaded = scenario::load_scenario_text(
      scenario_text, "benchmark", {.registry = registry, .metric_names = metric_names, .set = {}, .strategies = {}});
  if (!loaded.scenario) throw std::runtime_error(scenario::problems_text(loaded));
  const scenario::StrategyChoice& choice = loaded.scenario->strategies.front();
  runtime::Interrupt interrupt;
  experiment::LiveWorld world({.endpoint = {.unix_path = server_socket(), .host = {}, .user = {}, .password = {}},
                               .deadline = loaded.scenario->redis.deadline},
                              interrupt);
  return experiment::run_once(world, *loaded.scenario, *find_strategy_or_stack(registry, choice.name), choice, 0);
}

}  // namespace stampede::benchmarks

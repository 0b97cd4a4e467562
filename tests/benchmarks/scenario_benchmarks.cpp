#include "scenario_benchmarks.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/result/result.h"
#include "simulator/experiment/ideal.h"
#include "simulator/experiment/run.h"
#include "simulator/experiment/virtual_world.h"
#include "simulator/measure/metric_registry.h"
#include "simulator/scenario/load.h"
#include "simulator/scenario/shipped.h"
#include "strategies/layers.h"
#include "strategies/registry.h"

namespace stampede::benchmarks {

namespace {

// Shared by the benchmarks of all scenarios, and as old as the last of them.
using SharedRegistry = std::shared_ptr<const Registry>;
using SharedScenario = std::shared_ptr<const scenario::Scenario>;

void run_strategy(benchmark::State& state, const SharedScenario& scenario, std::size_t strategy,
                  const SharedRegistry& registry) {
  const scenario::StrategyChoice& choice = scenario->strategies[strategy];
  reports::RunResult run;
  for (auto _ : state) {
    const runtime::Interrupt interrupt;
    experiment::VirtualWorld world(interrupt);
    run = experiment::run_once(world, *scenario, *find_strategy_or_stack(*registry, choice.name), choice, 0);
  }
  if (!run.valid) {
    std::string reasons;
    for (const reports::Warning& warning : run.warnings) reasons += fmt::format(" {}", warning.text);
    state.SkipWithError(fmt::format("not valid:{}", reasons).c_str());
    return;
  }
  for (const auto& [name, value] : run.metrics) state.counters[name] = value;
}

SharedScenario load(const std::string& path, const Registry& registry) {
  std::vector<std::string_view> metric_names;
  for (const measure::MetricInfo& metric : measure::all_metrics()) metric_names.push_back(metric.name);
  scenario::LoadResult loaded = scenario::load_scenario_file(
      path, {.registry = registry, .metric_names = metric_names, .set = {}, .strategies = {}, .add_bound = true});
  if (!loaded.scenario) throw std::runtime_error(scenario::problems_text(loaded));
  return std::make_shared<scenario::Scenario>(std::move(*loaded.scenario));
}

}  // namespace

void register_scenarios(const std::string& folder) {
  const auto registry = std::make_shared<Registry>(experiment::strategies_and_bound());
  for (const scenario::ShippedScenario& shipped : scenario::list_shipped(folder)) {
    const SharedScenario scenario = load(shipped.path, *registry);
    for (std::size_t strategy = 0; strategy < scenario->strategies.size(); ++strategy) {
      const std::string name = fmt::format("scenario/{}/{}", scenario->name, scenario->strategies[strategy].label());
      benchmark::RegisterBenchmark(name.c_str(),
                                   [=](benchmark::State& state) { run_strategy(state, scenario, strategy, registry); })
          ->Iterations(1)
          ->UseRealTime()
          ->Unit(benchmark::kMillisecond);
    }
  }
}

}  // namespace stampede::benchmarks

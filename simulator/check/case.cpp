#include "simulator/check/case.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "simulator/check/hunted_scenario.h"
#include "simulator/experiment/run.h"
#include "simulator/experiment/virtual_world.h"
#include "simulator/measure/internal_error.h"
#include "simulator/scenario/strategy_list.h"

namespace stampede::check {

namespace {

// Virtual time costs nothing: whoever has not ended by then never will.
constexpr Duration kForEver = std::chrono::hours(24);

Case completed(scenario::Scenario scenario, const StrategyInfo& strategy,
               const std::map<std::string, std::string>& given, std::uint64_t seed) {
  scenario.seed = seed;
  scenario.repetitions = 1;
  scenario.recovery.reset();
  scenario.objectives.clear();
  scenario.drain = kForEver;
  scenario.settle = kForEver;
  // Nobody looks at the series.
  scenario.series_step = std::max<Duration>(scenario.duration, std::chrono::milliseconds(1));
  scenario.ideal = false;
  std::map<std::string, std::string> all = hunted_parameters(strategy, seed);
  for (const auto& [name, value] : given) all[name] = value;
  scenario::Problems problems;
  Case made{std::move(scenario), {}};
  made.choice = scenario::complete_choice(strategy, all, made.scenario.freshness, strategy.name, problems);
  if (!problems.none()) throw std::invalid_argument("not the parameters of " + strategy.name);
  made.scenario.strategies = {made.choice};
  return made;
}

}  // namespace

Case random_case(const StrategyInfo& strategy, std::uint64_t seed) {
  return completed(hunted_scenario(seed), strategy, {}, seed);
}

Case case_in(const scenario::Scenario& scenario, const StrategyInfo& strategy,
             const std::map<std::string, std::string>& given, std::uint64_t seed) {
  return completed(scenario, strategy, given, seed);
}

Outcome try_case(const Case& tried, const StrategyInfo& strategy, const runtime::Interrupt& interrupt) {
  experiment::VirtualWorld world(interrupt);
  Historian historian;
  Outcome outcome;
  try {
    const reports::RunResult run = experiment::run_once(world, tried.scenario, strategy, tried.choice, 0,
                                                        {.observer = &historian, .looks_rarely = true});
    outcome.fingerprint = run.fingerprint;
    outcome.judgements = judge(tried.scenario, strategy, tried.choice.parameters, historian.history(), run);
  } catch (const measure::InternalError& error) {
    outcome.judgements = {{.guarantee = "accounting", .verdict = Verdict::broken, .what = error.what()}};
  }
  outcome.history = historian.history();
  return outcome;
}

}  // namespace stampede::check

// Poisson arrivals are Poisson: how many come in equal steps of time has its mean and its variance.
#include <gtest/gtest.h>

#include "tests/laws/closed_forms.h"
#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

TEST(Arrivals, InEqualStepsArePoisson) {
  constexpr double kPerStep = 10;
  constexpr auto kSteps = static_cast<std::size_t>(40'000 * kEffort);
  scenario::Scenario scenario = without_network();
  scenario.series_step = 100ms;
  scenario.duration = kSteps * scenario.series_step;
  scenario.load = {scenario::PoissonLoad{
      .rate_per_s = kPerStep / to_seconds(scenario.series_step), .from = 0s, .length = scenario.duration}};
  scenario.origin.compute_time = scenario::ConstantTime{1us};
  const reports::RunResult run = run_built_in(scenario, "no_cache");

  std::vector<double> counts;
  for (const auto& arrivals : run.series.columns.at("arrivals")) counts.push_back(arrivals.value());
  counts.resize(kSteps);  // the run goes on for a moment after its load
  expect_law("Poisson arrivals: mean per step", mean_of(counts), kPerStep);
  expect_law("Poisson arrivals: variance", variance_of(counts), kPerStep);
  expect_law("Poisson arrivals: P(at least 12 in a step)", share_at_least(counts, 12), poisson_tail(kPerStep, 12));
}

}  // namespace
}  // namespace stampede::laws

// Poisson arrivals are Poisson: how many come in equal steps of time has its mean and its variance.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/laws/closed_forms.h"
#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr double kPerStep = 10;
constexpr std::size_t kStepsPerRun = 4000;  // a run that is longer has wider steps

std::vector<double> arrivals_per_step(std::uint32_t repetition) {
  scenario::Scenario scenario = without_network();
  scenario.series_step = 100ms;
  scenario.duration = kStepsPerRun * scenario.series_step;
  scenario.load = {scenario::PoissonLoad{
      .rate_per_s = kPerStep / to_seconds(scenario.series_step), .from = 0s, .length = scenario.duration}};
  scenario.origin.compute_time = scenario::ConstantTime{1us};
  const reports::RunResult run = run_built_in(scenario, "no_cache", repetition);
  EXPECT_EQ(run.series.step_s, to_seconds(scenario.series_step));
  std::vector<double> counts;
  for (const auto& arrivals : run.series.columns.at("arrivals")) counts.push_back(arrivals.value());
  EXPECT_GE(counts.size(), kStepsPerRun);
  counts.resize(kStepsPerRun);  // the run goes on for a moment after its load
  return counts;
}

TEST(Arrivals, InEqualStepsArePoisson) {
  const auto runs = static_cast<std::uint32_t>(std::ceil(10 * kEffort));
  std::vector<double> counts;
  for (std::uint32_t repetition = 0; repetition < runs; ++repetition) {
    const std::vector<double> of_run = arrivals_per_step(repetition);
    counts.insert(counts.end(), of_run.begin(), of_run.end());
  }
  expect_law("Poisson arrivals: mean per step", mean_of(counts), kPerStep);
  expect_law("Poisson arrivals: variance", variance_of(counts), kPerStep);
  expect_law("Poisson arrivals: P(at least 12 in a step)", share_at_least(counts, 12), poisson_tail(kPerStep, 12));
}

}  // namespace
}  // namespace stampede::laws

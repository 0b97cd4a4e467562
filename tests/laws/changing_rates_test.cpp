// Loads whose rate changes: how many come in which interval, and how unevenly.
#include <gtest/gtest.h>

#include <cmath>

#include "simulator/workload/arrivals.h"
#include "tests/laws/closed_forms.h"
#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr Duration kWindow = 1s;

// Of the load's requests, as a run sees them.
std::vector<double> arrivals_per_step(const scenario::Load& load, Duration length, Duration step,
                                      std::uint32_t repetition) {
  scenario::Scenario scenario = without_network();
  scenario.series_step = step;
  scenario.duration = length;
  scenario.load = {load};
  scenario.origin.compute_time = scenario::ConstantTime{1us};
  const reports::RunResult run = run_built_in(scenario, "no_cache", repetition);
  EXPECT_EQ(run.series.step_s, to_seconds(step));
  std::vector<double> counts;
  for (const auto& arrivals : run.series.columns.at("arrivals")) counts.push_back(arrivals.value());
  counts.resize(static_cast<std::size_t>(length / step));  // the run goes on for a moment after its load
  return counts;
}

// The mean of each step over many runs.
void expect_steps(const std::string& law, const scenario::Load& load, Duration length, Duration step,
                  const std::vector<double>& closed_form) {
  std::vector<std::vector<double>> means(closed_form.size());
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const std::vector<double> counts = arrivals_per_step(load, length, step, run);
    ASSERT_EQ(counts.size(), closed_form.size());
    for (std::size_t i = 0; i < counts.size(); ++i) means[i].push_back(counts[i]);
  }
  for (std::size_t i = 0; i < means.size(); ++i) {
    expect_law(law + ", step " + std::to_string(i), mean_of_runs(means[i]), closed_form[i]);
  }
}

TEST(ChangingRates, ARampBringsTheIntegralOfItsRate) {
  // From 0 to 4000/s in 4 s: n-th second 500 (2n - 1).
  expect_steps("ramp: requests", scenario::RampLoad{0, 4000, 0s, 4s}, 4s, 1s, {500, 1500, 2500, 3500});
}

TEST(ChangingRates, StepsBringTheirRates) {
  expect_steps("steps: requests", scenario::StepsLoad{.steps = {{1000, 1s}, {3000, 1s}}, .from = 0s, .length = 4s}, 4s,
               1s, {1000, 3000, 1000, 3000});
}

TEST(ChangingRates, ADayBringsTheIntegralOfItsRate) {
  // A quarter of the period at a time, beginning at the lowest: mean (period / 4 -+ amplitude period / 2 pi).
  const double low = 2000 * (1 - 0.6 * 2 / 3.14159265358979);
  const double high = 2000 * (1 + 0.6 * 2 / 3.14159265358979);
  expect_steps("diurnal: requests", scenario::DiurnalLoad{2000, 0.6, 4s, 0.75, 0s, 4s}, 4s, 1s, {low, high, high, low});
}

// Variance by mean of the counts in windows, in one long run.
double dispersion(const scenario::BurstyLoad& load, std::uint64_t seed) {
  auto arrivals =
      workload::Arrivals::bursty(load, measure::RandomStream(seed, "arrivals"), measure::RandomStream(seed, "states"));
  std::vector<double> counts(static_cast<std::size_t>(load.length / kWindow));
  while (const auto due = arrivals.next()) ++counts.at(static_cast<std::size_t>(*due / kWindow));
  return variance_of(counts).value / mean_of(counts).value;
}

TEST(ChangingRates, ABurstyLoadHasTheIndexOfDispersionOfItsStates) {
  const struct {
    scenario::RateState one;
    scenario::RateState other;
  } cases[] = {{{50, 1s}, {500, 250ms}}, {{0, 400ms}, {200, 100ms}}, {{100, 5s}, {130, 5s}}, {{100, 1s}, {100, 1s}}};
  for (const auto& [one, other] : cases) {
    const scenario::BurstyLoad load{
        .states = {one, other}, .from = 0s, .length = kWindow * static_cast<std::int64_t>(13'000 * kEffort)};
    std::vector<double> indices;
    for (std::uint64_t seed = 0; seed < kRuns; ++seed) indices.push_back(dispersion(load, seed));
    expect_law("bursty: index of dispersion of counts", mean_of_runs(indices),
               dispersion_of_two_states(one.rate_per_s, to_seconds(one.dwell), other.rate_per_s,
                                        to_seconds(other.dwell), to_seconds(kWindow)));
  }
}

}  // namespace
}  // namespace stampede::laws

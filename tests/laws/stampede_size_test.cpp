// The stampede of plain_ttl on one key that expires again and again: Poisson reads at rate r, and a computation that
// takes D, make 1 + N computations, N Poisson with mean r * D, because whoever asks before the first result is stored
// computes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "strategies/built_in.h"
#include "tests/laws/closed_forms.h"
#include "tests/laws/law.h"
#include "tests/laws/noted.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr double kExpiries = 40'000 * kEffort;

// How many computations each stampede had beyond the first; the last one, which the end of the load may have cut, is
// left out.
std::vector<double> further_computations(const std::vector<TimePoint>& begun, Duration compute_time) {
  std::vector<double> further;
  TimePoint first_done = begun.front();
  for (const TimePoint at : begun) {
    if (at >= first_done) {
      further.push_back(0);
      first_done = at + compute_time;
    } else {
      ++further.back();
    }
  }
  further.pop_back();
  return further;
}

struct Stampede {
  double rate_per_s = 0;
  Duration compute_time{};

  // The name of its test.
  friend void PrintTo(const Stampede& case_of, std::ostream* out) {
    *out << fmt::format("{} reads per s, {} ms", case_of.rate_per_s, to_milliseconds(case_of.compute_time));
  }
};

class StampedeSize : public testing::TestWithParam<Stampede> {};

TEST_P(StampedeSize, IsOnePlusAPoissonNumberOfFurtherReaders) {
  const auto [rate_per_s, compute_time] = GetParam();
  scenario::Scenario scenario = without_network();
  scenario.topology.workers = 1000;
  scenario.origin.compute_time = scenario::ConstantTime{compute_time};
  // No shorter than the computation: the results of one stampede, stored one after another, must not expire in between.
  const Duration ttl = compute_time + 1ms;
  scenario.freshness = {.fresh_for = ttl, .keep_for = ttl};
  const double cycle_s = 1 / rate_per_s + to_seconds(2 * compute_time + ttl);
  scenario.duration = Duration(std::llround(kExpiries * cycle_s * 1e9));
  scenario.series_step = scenario.duration;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = rate_per_s, .from = 0s, .length = scenario.duration}};

  NotedOrigin::begun.clear();
  const StrategyInfo info = noted<plain_ttl_info>();
  const reports::RunResult run = run_virtually(scenario, info, choice_of(info, {}, scenario.freshness));

  const double mean = rate_per_s * to_seconds(compute_time);
  const std::vector<double> further = further_computations(NotedOrigin::begun, compute_time);
  ASSERT_GE(static_cast<double>(further.size()), kExpiries);
  const std::string law = fmt::format("stampede, {:.0f}/s * {} ms: ", rate_per_s, to_milliseconds(compute_time));
  expect_law(law + "mean size - 1", mean_of(further), mean);
  expect_law(law + "variance", variance_of(further), mean);
  const auto many = static_cast<std::uint64_t>(std::ceil(mean + std::sqrt(mean) / 2));
  expect_law(fmt::format("{}P(size > {})", law, many), share_at_least(further, static_cast<double>(many)),
             poisson_tail(mean, many));

  // What the program prints about the same stampedes, of which it counts one more.
  const double one_more = (*std::max_element(further.begin(), further.end()) + 1) / static_cast<double>(further.size());
  EXPECT_NEAR(run.metrics.at("recomputations.stampede_mean"), 1 + mean_of(further).value, one_more);
  EXPECT_GE(run.metrics.at("recomputations.stampede_max"), 1 + *std::max_element(further.begin(), further.end()));
  EXPECT_EQ(run.metrics.at("recomputations.total"), static_cast<double>(NotedOrigin::begun.size()));
}

INSTANTIATE_TEST_SUITE_P(Loads, StampedeSize,
                         testing::Values(Stampede{50, 10ms}, Stampede{200, 20ms}, Stampede{1000, 10ms}));

}  // namespace
}  // namespace stampede::laws

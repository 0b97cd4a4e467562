// Rates that change: their arrivals against the integral of the rate. The integral at each arrival must be that of a
// Poisson process with rate 1 (the time-rescaling theorem), whatever the rate does.
#include <gtest/gtest.h>

#include <bit>
#include <functional>
#include <numbers>

#include "simulator/workload/arrivals.h"
#include "tests/unit/workload/goodness_of_fit.h"

namespace stampede::workload {
namespace {

using namespace std::chrono_literals;
using statistics::kKolmogorovCritical;
using statistics::kNormalCritical;

measure::RandomStream stream(std::uint64_t seed = 42) { return {seed, "arrivals"}; }
measure::RandomStream states(std::uint64_t seed = 42) { return {seed, "states"}; }

std::vector<Duration> all(Arrivals arrivals) {
  std::vector<Duration> times;
  while (const auto due = arrivals.next()) times.push_back(*due);
  return times;
}

using Integral = std::function<double(double at_s)>;

// `times` count from the begin of the load.
void expect_rate(const std::vector<Duration>& times, double length_s, const Integral& integral) {
  ASSERT_TRUE(std::is_sorted(times.begin(), times.end()));
  ASSERT_GT(times.size(), 1000U);
  EXPECT_GE(times.front(), 0s);
  EXPECT_LT(to_seconds(times.back()), length_s);
  const double expected = integral(length_s);
  EXPECT_NEAR(static_cast<double>(times.size()), expected, kNormalCritical * std::sqrt(expected));
  std::vector<double> gaps;
  double previous = 0;
  for (const Duration time : times) {
    const double now = integral(to_seconds(time));
    gaps.push_back(now - previous);
    previous = now;
  }
  EXPECT_LT(statistics::kolmogorov_statistic(gaps, [](double gap) { return 1 - std::exp(-gap); }), kKolmogorovCritical);
}

TEST(RampArrivals, FollowTheirRate) {
  for (const auto& [start, end] : std::vector<std::pair<double, double>>{
           {0, 400}, {400, 0}, {20, 200}, {200, 20}, {100, 100}, {1e-3, 1e4}, {99.999, 100.001}}) {
    SCOPED_TRACE(start);
    const scenario::RampLoad load{.start_per_s = start, .end_per_s = end, .from = 0s, .length = 100s};
    const double slope = (end - start) / 100;
    expect_rate(all(Arrivals::ramp(load, stream())), 100,
                [start = start, slope](double at_s) { return start * at_s + slope * at_s * at_s / 2; });
  }
}

TEST(RampArrivals, BeginWhenTheyShall) {
  scenario::RampLoad load{.start_per_s = 5, .end_per_s = 50, .from = 0s, .length = 10s};
  const auto early = all(Arrivals::ramp(load, stream()));
  load.from = 3s;
  const auto late = all(Arrivals::ramp(load, stream()));
  ASSERT_EQ(early.size(), late.size());
  for (std::size_t i = 0; i < early.size(); ++i) ASSERT_EQ(early[i] + 3s, late[i]);
}

TEST(StepsArrivals, FollowTheirRateAndBeginAgain) {
  const scenario::StepsLoad load{
      .steps = {{50, 4s}, {0, 2s}, {1000, 500ms}, {0.5, 500ms}}, .from = 0s, .length = 7s * 20 + 6200ms};
  expect_rate(all(Arrivals::steps(load, stream())), 146.2, [](double at_s) {
    const double cycles = std::floor(at_s / 7);
    const double t = at_s - 7 * cycles;
    return cycles * 700.25 + 50 * std::min(t, 4.0) + 1000 * std::clamp(t - 6, 0.0, 0.5) + 0.5 * std::max(t - 6.5, 0.0);
  });
}

TEST(StepsArrivals, StandStillWhereTheRateIsZero) {
  const scenario::StepsLoad load{.steps = {{0, 3s}, {100, 1s}}, .from = 1s, .length = 40s};
  for (const Duration time : all(Arrivals::steps(load, stream()))) EXPECT_GE((time - 1s) % 4s, 3s);
}

TEST(StepsArrivals, ThatEndInSilenceEnd) {
  const scenario::StepsLoad load{.steps = {{100, 1s}, {0, 3s}}, .from = 0s, .length = 4s};
  const auto times = all(Arrivals::steps(load, stream()));
  EXPECT_NEAR(static_cast<double>(times.size()), 100, 40);
  EXPECT_LT(times.back(), 1s);
}

double diurnal_integral(const scenario::DiurnalLoad& load, double at_s) {
  const double period_s = to_seconds(load.period);
  const double turn = 2 * std::numbers::pi;
  return load.mean_per_s * (at_s + load.amplitude * period_s / turn *
                                       (std::cos(turn * load.phase) - std::cos(turn * (at_s / period_s + load.phase))));
}

TEST(DiurnalArrivals, FollowTheirRate) {
  for (const double amplitude : {0.0, 0.3, 0.999, 1.0}) {
    for (const double phase : {0.0, 0.25, 0.6, 0.75, 1.0}) {
      SCOPED_TRACE(testing::Message() << amplitude << ", " << phase);
      const scenario::DiurnalLoad load{
          .mean_per_s = 100, .amplitude = amplitude, .period = 30s, .phase = phase, .from = 0s, .length = 100s};
      expect_rate(all(Arrivals::diurnal(load, stream())), 100,
                  [&](double at_s) { return diurnal_integral(load, at_s); });
    }
  }
}

TEST(DiurnalArrivals, ComeInEveryHourOfADayAsTheirRateSays) {
  const scenario::DiurnalLoad load{
      .mean_per_s = 2, .amplitude = 0.8, .period = 24h, .phase = 0.75, .from = 0s, .length = 48h};
  const auto times = all(Arrivals::diurnal(load, stream()));
  std::vector<std::uint64_t> observed(48);
  for (const Duration time : times) ++observed.at(static_cast<std::size_t>(time / 1h));
  std::vector<double> expected;
  for (int hour = 0; hour < 48; ++hour) {
    expected.push_back(diurnal_integral(load, (hour + 1) * 3600.0) - diurnal_integral(load, hour * 3600.0));
  }
  EXPECT_LT(statistics::chi_square_statistic(observed, expected), statistics::chi_square_critical(48));
  EXPECT_LT(observed[0] * 3, observed[12]);  // from 0.4/s at night to 3.6/s at noon
}

TEST(DiurnalArrivals, SkipAsManyPeriodsAsTheRateIsLow) {
  const scenario::DiurnalLoad load{
      .mean_per_s = 0.01, .amplitude = 1, .period = 1us, .phase = 0, .from = 0s, .length = 1'000'000s};
  expect_rate(all(Arrivals::diurnal(load, stream())), 1'000'000, [](double at_s) { return 0.01 * at_s; });
}

scenario::BurstyLoad bursty(Duration length) {
  return {.states = {{20, 2s}, {500, 100ms}, {0, 500ms}}, .from = 0s, .length = length};
}

TEST(BurstyArrivals, HaveTheMeanOfTheirStates) {
  const double mean_per_s = (20 * 2 + 500 * 0.1) / 2.6;
  std::vector<double> counts;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    counts.push_back(static_cast<double>(all(Arrivals::bursty(bursty(100s), stream(seed), states(seed))).size()));
  }
  const auto [mean, variance] = statistics::moments(counts);
  EXPECT_NEAR(mean, 100 * mean_per_s, kNormalCritical * std::sqrt(variance / 200));
  EXPECT_GT(variance, 4 * mean);  // far from Poisson's, where it is the mean
}

// Stationary from the beginning: the first 10 ms have the mean of all.
TEST(BurstyArrivals, BeginInAnyStateByItsShareOfTime) {
  std::vector<double> counts;
  for (std::uint64_t seed = 0; seed < 40'000; ++seed) {
    counts.push_back(static_cast<double>(all(Arrivals::bursty(bursty(10ms), stream(seed), states(seed))).size()));
  }
  const auto [mean, variance] = statistics::moments(counts);
  EXPECT_NEAR(mean, 0.01 * (20 * 2 + 500 * 0.1) / 2.6, kNormalCritical * std::sqrt(variance / 40'000));
}

TEST(BurstyArrivals, ChangeTheirStatesByAStreamOfTheirOwn) {
  const auto one = all(Arrivals::bursty(bursty(100s), stream(1), states(1)));
  EXPECT_EQ(one, all(Arrivals::bursty(bursty(100s), stream(1), states(1))));
  EXPECT_NE(one, all(Arrivals::bursty(bursty(100s), stream(1), states(2))));
  EXPECT_NE(one, all(Arrivals::bursty(bursty(100s), stream(2), states(1))));
}

TEST(ChangingRates, MakeAsManyRequestsAsIsExpectedOfThem) {
  using scenario::expected_requests;
  EXPECT_DOUBLE_EQ(expected_requests(scenario::RampLoad{20, 200, 0s, 10s}), 1100);
  const scenario::StepsLoad steps{.steps = {{50, 4s}, {300, 1s}}, .from = 7s, .length = 9s};
  EXPECT_DOUBLE_EQ(expected_requests(steps), 700);
  const scenario::DiurnalLoad day{
      .mean_per_s = 100, .amplitude = 1, .period = 4s, .phase = 0, .from = 0s, .length = 5s};
  EXPECT_NEAR(expected_requests(day), 500 + 100 * 4 / (2 * std::numbers::pi), 1e-9);
  EXPECT_NEAR(expected_requests(bursty(10s)), 10 * 90 / 2.6, 1e-9);
}

TEST(ChangingRates, GiveTheseTimesOnEveryMachine) {
  std::uint64_t digest = 0;
  const auto add = [&](Arrivals arrivals) {
    for (const Duration time : all(std::move(arrivals))) {
      digest = std::rotl(digest, 7) * 0x9e3779b97f4a7c15U + static_cast<std::uint64_t>(time.count());
    }
  };
  add(Arrivals::ramp({20, 2000, 0s, 20s}, stream()));
  add(Arrivals::steps({.steps = {{50, 4s}, {300, 1s}}, .from = 7s, .length = 90s}, stream()));
  add(Arrivals::diurnal({100, 0.7, 24h, 0.1, 0s, 300s}, stream()));
  add(Arrivals::diurnal({100, 1, 7s, 0.75, 0s, 300s}, stream()));
  add(Arrivals::bursty(bursty(300s), stream(), states()));
  EXPECT_EQ(digest, 0x37aa6ed602fb850bU);
}

}  // namespace
}  // namespace stampede::workload

// Arrivals against the theory of their processes.
#include "simulator/workload/arrivals.h"

#include <gtest/gtest.h>

#include "tests/unit/workload/goodness_of_fit.h"

namespace stampede::workload {
namespace {

using namespace std::chrono_literals;
using statistics::kKolmogorovCritical;
using statistics::kNormalCritical;

std::vector<Duration> all(Arrivals arrivals) {
  std::vector<Duration> times;
  while (const auto due = arrivals.next()) times.push_back(*due);
  return times;
}

std::vector<Duration> poisson(double rate_per_s, Duration from, Duration length, std::uint64_t seed = 42) {
  return all(Arrivals::poisson(rate_per_s, from, length, measure::RandomStream(seed, "arrivals")));
}

std::vector<double> gaps_s(const std::vector<Duration>& times) {
  std::vector<double> gaps;
  Duration previous{};
  for (const Duration time : times) {
    gaps.push_back(to_seconds(time - previous));
    previous = time;
  }
  return gaps;
}

std::vector<double> counts_in_windows(const std::vector<Duration>& times, Duration window, std::size_t windows) {
  std::vector<double> counts(windows);
  for (const Duration time : times) ++counts.at(static_cast<std::size_t>(time / window));
  return counts;
}

TEST(BurstArrivals, AreAllAtTheSameTime) {
  EXPECT_EQ(all(Arrivals::burst({.requests = 3, .at = 5s})), (std::vector<Duration>{5s, 5s, 5s}));
  EXPECT_TRUE(all(Arrivals::burst({.requests = 0, .at = 5s})).empty());
}

TEST(ConstantArrivals, AreEquidistantFromTheBeginToBeforeTheEnd) {
  EXPECT_EQ(all(Arrivals::constant(4, 1s, 1s)), (std::vector<Duration>{1000ms, 1250ms, 1500ms, 1750ms}));
  EXPECT_EQ(all(Arrivals::constant(450, 0s, 10s)).size(), 4500U);
}

TEST(ConstantArrivals, DoNotDriftWhereTheDistanceIsNoWholeNumberOfNanoseconds) {
  const auto times = all(Arrivals::constant(3, 0s, 100'000s));
  ASSERT_EQ(times.size(), 300'000U);
  for (std::size_t i = 0; i < times.size(); i += 3) ASSERT_EQ(times[i], std::chrono::seconds(i / 3));
}

TEST(ConstantArrivals, RarerThanTheLoadIsLongMakeOne) {
  EXPECT_EQ(all(Arrivals::constant(0.01, 2s, 10s)), (std::vector<Duration>{2s}));
}

TEST(PoissonArrivals, KeepToTheirTimeInOrder) {
  const auto times = poisson(1000, 3s, 10s);
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
  EXPECT_GE(times.front(), 3s);
  EXPECT_LT(times.front(), 3s + 20ms);
  EXPECT_LT(times.back(), 13s);
  EXPECT_GT(times.back(), 13s - 20ms);
}

TEST(PoissonArrivals, HaveExponentialGaps) {
  for (const double rate_per_s : {0.5, 200.0, 50'000.0}) {
    const auto gaps = gaps_s(poisson(rate_per_s, 0s, std::chrono::nanoseconds(std::llround(1e14 / rate_per_s))));
    const auto n = static_cast<double>(gaps.size());
    EXPECT_LT(statistics::kolmogorov_statistic(gaps, [&](double gap) { return 1 - std::exp(-rate_per_s * gap); }),
              kKolmogorovCritical);
    const auto [mean, variance] = statistics::moments(gaps);
    EXPECT_NEAR(mean * rate_per_s, 1, kNormalCritical / std::sqrt(n));
    // The fourth central moment of an exponential distribution is 9, so the variance of the variance 8 / n.
    EXPECT_NEAR(variance * rate_per_s * rate_per_s, 1, kNormalCritical * std::sqrt(8 / n));
  }
}

TEST(PoissonArrivals, HaveIndependentGaps) {
  const auto gaps = gaps_s(poisson(1000, 0s, 100s));
  const auto [mean, variance] = statistics::moments(gaps);
  for (const std::size_t lag : {1U, 2U, 7U}) {
    double covariance = 0;
    for (std::size_t i = lag; i < gaps.size(); ++i) covariance += (gaps[i] - mean) * (gaps[i - lag] - mean);
    const auto n = static_cast<double>(gaps.size() - lag);
    EXPECT_LT(std::abs(covariance / n / variance), kNormalCritical / std::sqrt(n)) << "lag " << lag;
  }
}

// Variance by mean of the counts in windows is 1; times (windows - 1) it has a chi-square distribution.
TEST(PoissonArrivals, HaveCountsInWindowsThatAreNeitherClusteredNorRegular) {
  constexpr std::size_t kWindows = 10'000;
  for (const Duration window : {Duration(1ms), Duration(20ms)}) {
    const auto times = poisson(1000, 0s, window * kWindows);
    const auto [mean, variance] = statistics::moments(counts_in_windows(times, window, kWindows));
    const double dispersion = variance / mean;
    const double spread = kNormalCritical * std::sqrt(2.0 / (kWindows - 1));
    EXPECT_NEAR(dispersion, 1, spread);
    EXPECT_NEAR(mean, 1000 * to_seconds(window), kNormalCritical * std::sqrt(mean / kWindows));
  }
}

TEST(PoissonArrivals, HaveCountsInWindowsOfPoissonsDistribution) {
  constexpr std::size_t kWindows = 20'000;
  constexpr std::size_t kClasses = 12;  // 0 .. 10, and more
  const auto counts = counts_in_windows(poisson(40, 0s, 100ms * kWindows), 100ms, kWindows);
  std::vector<std::uint64_t> observed(kClasses);
  for (const double count : counts) ++observed[std::min(static_cast<std::size_t>(count), kClasses - 1)];
  std::vector<double> expected(kClasses);
  double probability = std::exp(-4.0);
  double rest = 1;
  for (std::size_t i = 0; i + 1 < kClasses; ++i) {
    expected[i] = probability * kWindows;
    rest -= probability;
    probability *= 4.0 / static_cast<double>(i + 1);
  }
  expected.back() = rest * kWindows;
  EXPECT_LT(statistics::chi_square_statistic(observed, expected), statistics::chi_square_critical(kClasses - 1));
}

TEST(PoissonArrivals, AreEqualForEqualSeedsAndOthersForOthers) {
  EXPECT_EQ(poisson(100, 0s, 10s, 1), poisson(100, 0s, 10s, 1));
  EXPECT_NE(poisson(100, 0s, 10s, 1), poisson(100, 0s, 10s, 2));
}

}  // namespace
}  // namespace stampede::workload

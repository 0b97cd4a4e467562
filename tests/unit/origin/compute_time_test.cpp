// Compute times against the theory of their distributions.
#include "simulator/origin/compute_time.h"

#include <gtest/gtest.h>

#include "tests/unit/workload/goodness_of_fit.h"

namespace stampede::origin {
namespace {

using namespace std::chrono_literals;
using statistics::kKolmogorovCritical;
using statistics::kNormalCritical;

constexpr std::size_t kDraws = 200'000;

std::vector<double> draw_ms(const scenario::TimeDistribution& distribution) {
  measure::RandomStream stream(42, "compute");
  std::vector<double> sample;
  for (std::size_t i = 0; i < kDraws; ++i) sample.push_back(to_milliseconds(draw(distribution, stream)));
  return sample;
}

// A mean and a variance are near enough if they are within the spread that samples of this size have.
void expect_moments(const std::vector<double>& sample, double mean, double variance, double fourth_central_moment) {
  const auto found = statistics::moments(sample);
  EXPECT_NEAR(found.mean, mean, kNormalCritical * std::sqrt(variance / kDraws));
  EXPECT_NEAR(found.variance, variance,
              kNormalCritical * std::sqrt((fourth_central_moment - variance * variance) / kDraws));
}

double normal_cumulative(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

TEST(ComputeTime, ConstantIsAlwaysTheSame) {
  measure::RandomStream stream(42, "compute");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(draw(scenario::ConstantTime{123456789ns}, stream), 123456789ns);
}

TEST(ComputeTime, UniformFillsItsRangeEvenly) {
  const auto sample = draw_ms(scenario::UniformTime{50ms, 150ms});
  EXPECT_LT(statistics::kolmogorov_statistic(sample, [](double x) { return (x - 50) / 100; }), kKolmogorovCritical);
  expect_moments(sample, 100, 1e4 / 12, 1e8 / 80);
  EXPECT_GE(*std::min_element(sample.begin(), sample.end()), 50);
  EXPECT_LE(*std::max_element(sample.begin(), sample.end()), 150);
}

TEST(ComputeTime, UniformOverNothingIsConstant) {
  measure::RandomStream stream(42, "compute");
  EXPECT_EQ(draw(scenario::UniformTime{7ms, 7ms}, stream), 7ms);
}

TEST(ComputeTime, ExponentialHasItsMean) {
  const auto sample = draw_ms(scenario::ExponentialTime{80ms});
  EXPECT_LT(statistics::kolmogorov_statistic(sample, [](double x) { return 1 - std::exp(-x / 80); }),
            kKolmogorovCritical);
  expect_moments(sample, 80, 80.0 * 80, 9 * std::pow(80, 4));
}

TEST(ComputeTime, LognormalHasItsMedianAndItsPercentile) {
  auto sample = draw_ms(scenario::LognormalTime{.median = 80ms, .p99 = 1s});
  const double sigma = std::log(1000.0 / 80) / 2.3263478740408408;
  const auto standardized = [&](double x) { return std::log(x / 80) / sigma; };
  EXPECT_LT(statistics::kolmogorov_statistic(sample, [&](double x) { return normal_cumulative(standardized(x)); }),
            kKolmogorovCritical);
  const auto share_below = [&](double x) {
    return static_cast<double>(std::count_if(sample.begin(), sample.end(), [&](double y) { return y < x; })) / kDraws;
  };
  EXPECT_NEAR(share_below(80), 0.5, kNormalCritical * std::sqrt(0.25 / kDraws));
  EXPECT_NEAR(share_below(1000), 0.99, kNormalCritical * std::sqrt(0.99 * 0.01 / kDraws));
  // Of the logarithms, because the sample's own moments converge slowly.
  std::transform(sample.begin(), sample.end(), sample.begin(), standardized);
  expect_moments(sample, 0, 1, 3);
}

TEST(ComputeTime, LognormalWithoutSpreadIsItsMedian) {
  for (const double ms : draw_ms(scenario::LognormalTime{.median = 80ms, .p99 = 80ms})) ASSERT_EQ(ms, 80);
}

TEST(ComputeTime, ParetoFallsWithThePowerAlpha) {
  for (const double alpha : {1.2, 6.0}) {
    const auto sample = draw_ms(scenario::ParetoTime{.min = 50ms, .alpha = alpha, .max = std::nullopt});
    EXPECT_LT(statistics::kolmogorov_statistic(sample, [&](double x) { return 1 - std::pow(50 / x, alpha); }),
              kKolmogorovCritical);
    EXPECT_GE(*std::min_element(sample.begin(), sample.end()), 50);
  }
}

TEST(ComputeTime, ParetoHasItsMoments) {
  const auto sample = draw_ms(scenario::ParetoTime{.min = 50ms, .alpha = 6, .max = std::nullopt});
  const double variance = 2500.0 * 6 / (25 * 4);
  EXPECT_NEAR(statistics::moments(sample).mean, 60, kNormalCritical * std::sqrt(variance / kDraws));
  EXPECT_NEAR(statistics::moments(sample).variance, variance, 0.05 * variance);
}

TEST(ComputeTime, ParetoIsCutAtItsMaximum) {
  const auto sample = draw_ms(scenario::ParetoTime{.min = 50ms, .alpha = 1.5, .max = 200ms});
  const double cut_share = std::pow(50.0 / 200, 1.5);
  std::vector<double> uncut;
  std::copy_if(sample.begin(), sample.end(), std::back_inserter(uncut), [](double x) { return x < 200; });
  EXPECT_EQ(*std::max_element(sample.begin(), sample.end()), 200);
  EXPECT_NEAR(1 - static_cast<double>(uncut.size()) / kDraws, cut_share,
              kNormalCritical * std::sqrt(cut_share * (1 - cut_share) / kDraws));
  const auto cumulative = [&](double x) { return (1 - std::pow(50 / x, 1.5)) / (1 - cut_share); };
  EXPECT_LT(statistics::kolmogorov_statistic(uncut, cumulative), kKolmogorovCritical);
}

TEST(ComputeTime, TheHeaviestTailStaysWithinWhatADurationHolds) {
  measure::RandomStream stream(42, "compute");
  for (std::size_t i = 0; i < kDraws; ++i) {
    const Duration time = draw(scenario::ParetoTime{.min = 1h, .alpha = 0.01, .max = std::nullopt}, stream);
    ASSERT_GE(time, 1h);
    ASSERT_LE(time, 24h * 366);
  }
}

}  // namespace
}  // namespace stampede::origin

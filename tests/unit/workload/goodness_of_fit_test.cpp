// The yardsticks themselves: they accept what fits and reject what does not.
#include "tests/unit/workload/goodness_of_fit.h"

#include <gtest/gtest.h>

#include "simulator/measure/random_stream.h"

namespace stampede::statistics {
namespace {

std::vector<double> uniform_sample(std::size_t count) {
  measure::RandomStream stream(42, "uniform");
  std::vector<double> sample;
  for (std::size_t i = 0; i < count; ++i) sample.push_back(stream.uniform());
  return sample;
}

TEST(Kolmogorov, AcceptsUniformNumbersAndRejectsThoseOfASlightlyOtherDistribution) {
  const auto sample = uniform_sample(100'000);
  EXPECT_LT(kolmogorov_statistic(sample, [](double x) { return x; }), kKolmogorovCritical);
  EXPECT_GT(kolmogorov_statistic(sample, [](double x) { return std::pow(x, 1.03); }), kKolmogorovCritical);
}

TEST(Kolmogorov, IsTheGreatestDistanceOnEitherSideOfAStep) {
  EXPECT_DOUBLE_EQ(kolmogorov_statistic({0.5}, [](double x) { return x; }), 0.5);
  EXPECT_DOUBLE_EQ(kolmogorov_statistic({0.9, 0.8, 0.7, 0.6}, [](double x) { return x; }), 2 * 0.6);
}

// From tables of the chi-square distribution.
TEST(ChiSquare, HasTheCriticalValuesOfTheTables) {
  EXPECT_NEAR(chi_square_critical(9), 27.877, 0.001);
  EXPECT_NEAR(chi_square_critical(30), 59.703, 0.001);
  EXPECT_NEAR(chi_square_critical(100), 149.449, 0.001);
}

TEST(ChiSquare, AddsUpSquaredDistances) { EXPECT_DOUBLE_EQ(chi_square_statistic({12, 8}, {10, 10}), 0.8); }

TEST(MomentsOfASample, AreItsMeanAndUnbiasedVariance) {
  const Moments of_four = moments({1, 2, 3, 4});
  EXPECT_DOUBLE_EQ(of_four.mean, 2.5);
  EXPECT_NEAR(of_four.variance, 5.0 / 3.0, 1e-12);
}

}  // namespace
}  // namespace stampede::statistics

// In what keys differ, against the distributions that they are drawn from.
#include "simulator/workload/key_draws.h"

#include <gtest/gtest.h>

#include "tests/unit/workload/goodness_of_fit.h"

namespace stampede::workload {
namespace {

constexpr std::uint64_t kKeys = 20'000;

measure::RandomStream stream_of(std::uint64_t key) { return {42, "of a key", key}; }

std::vector<double> sizes(const scenario::SizeDistribution& distribution) {
  std::vector<double> all;
  for (std::uint64_t key = 0; key < kKeys; ++key) {
    all.push_back(static_cast<double>(draw_size_bytes(distribution, stream_of(key))));
  }
  return all;
}

std::vector<double> factors(const scenario::FactorDistribution& distribution) {
  std::vector<double> all;
  for (std::uint64_t key = 0; key < kKeys; ++key) all.push_back(draw_factor(distribution, stream_of(key)));
  return all;
}

// Of a lognormal variable; the 99th percentile is 2.326 standard deviations above the median.
double lognormal(double x, double median, double p99) {
  const double sigma = std::log(p99 / median) / 2.3263478740408408;
  return 0.5 * std::erfc(-std::log(x / median) / sigma / std::sqrt(2.0));
}

TEST(SizesOfValues, AreUniformFromLeastToMost) {
  std::vector<std::uint64_t> counts(5);
  for (const double size : sizes(scenario::UniformSize{200, 204})) ++counts.at(static_cast<std::size_t>(size) - 200);
  EXPECT_LT(statistics::chi_square_statistic(counts, std::vector<double>(5, kKeys / 5.0)),
            statistics::chi_square_critical(4));
  for (const double size : sizes(scenario::UniformSize{200, 200})) ASSERT_EQ(size, 200);
}

TEST(SizesOfValues, AreLognormal) {
  const auto all = sizes(scenario::LognormalSize{100'000, 10'000'000});
  EXPECT_LT(statistics::kolmogorov_statistic(all, [](double x) { return lognormal(x, 1e5, 1e7); }),
            statistics::kKolmogorovCritical);
}

TEST(SizesOfValues, AreNoLargerThanRedisTakes) {
  double largest = 0;
  for (const double size : sizes(scenario::LognormalSize{1 << 20, 512 << 20})) largest = std::max(largest, size);
  EXPECT_EQ(largest, 512 << 20);
}

TEST(FactorsOfKeys, AreUniform) {
  const auto all = factors(scenario::UniformFactor{0.5, 2.5});
  EXPECT_LT(statistics::kolmogorov_statistic(all, [](double x) { return (x - 0.5) / 2; }),
            statistics::kKolmogorovCritical);
}

TEST(FactorsOfKeys, AreLognormalWithMedianOne) {
  const auto all = factors(scenario::LognormalFactor{10});
  EXPECT_LT(statistics::kolmogorov_statistic(all, [](double x) { return lognormal(x, 1, 10); }),
            statistics::kKolmogorovCritical);
  for (const double factor : factors(scenario::LognormalFactor{1})) ASSERT_EQ(factor, 1);
}

TEST(FactorsOfKeys, MakeAShareOfThemDear) {
  double dear = 0;
  for (const double factor : factors(scenario::DearKeys{0.05, 20})) {
    ASSERT_TRUE(factor == 1 || factor == 20);
    dear += factor == 20 ? 1 : 0;
  }
  EXPECT_NEAR(dear, 0.05 * kKeys, statistics::kNormalCritical * std::sqrt(0.05 * 0.95 * kKeys));
}

}  // namespace
}  // namespace stampede::workload

// The histogram against exact quantiles, its bounds at the edges, and merging.
#include "simulator/measure/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "simulator/measure/random_stream.h"

namespace stampede::measure {
namespace {

constexpr double kRelativeErrorMax = 1.0 / 1024;

struct Distribution {
  std::string name;
  std::function<double(RandomStream&)> draw_ns;
};

class HistogramAgainstExactQuantiles : public testing::TestWithParam<Distribution> {};

TEST_P(HistogramAgainstExactQuantiles, IsNeverBelowAndAtMostOneBucketAbove) {
  RandomStream random(7, GetParam().name);
  Histogram histogram;
  std::vector<std::int64_t> exact;
  for (int i = 0; i < 100'000; ++i) {
    const auto value = static_cast<std::int64_t>(GetParam().draw_ns(random));
    exact.push_back(value);
    histogram.record(Duration(value));
  }
  std::sort(exact.begin(), exact.end());
  for (const double share : {0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999}) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(exact.size()) - 1e-6)) - 1;
    const auto expected = static_cast<double>(exact[rank]);
    const auto found = static_cast<double>(histogram.quantile(share).count());
    EXPECT_GE(found, expected) << share;
    EXPECT_LE(found, expected * (1 + kRelativeErrorMax)) << share;
  }
  EXPECT_EQ(histogram.min().count(), exact.front());
  EXPECT_EQ(histogram.max().count(), exact.back());
  EXPECT_EQ(histogram.quantile(1.0), histogram.max());
}

INSTANTIATE_TEST_SUITE_P(
    Distributions, HistogramAgainstExactQuantiles,
    testing::Values(
        Distribution{"Uniform", [](RandomStream& random) { return 1e9 * random.uniform(); }},
        Distribution{"Exponential", [](RandomStream& random) { return -5e6 * std::log(1 - random.uniform()); }},
        Distribution{"HeavyTail", [](RandomStream& random) { return 1e4 / std::pow(1 - random.uniform(), 1.5); }},
        Distribution{"TwoPeaks", [](RandomStream& random) { return random.uniform() < 0.98 ? 1e6 : 2e8; }},
        Distribution{"FewNanoseconds", [](RandomStream& random) { return 100 * random.uniform(); }}),
    [](const auto& parameter) { return parameter.param.name; });

TEST(Histogram, BoundsEveryValueFromOneNanosecondToTheEndOfTime) {
  for (unsigned bit = 0; bit < 63; ++bit) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    for (const std::uint64_t value : {power - 1, power, power + 1, power + power / 3}) {
      Histogram histogram;
      histogram.record(Duration(static_cast<std::int64_t>(value)));
      histogram.record(Duration::max());
      std::uint64_t highest = 0;
      std::uint64_t counted = 0;
      histogram.for_each_bucket([&](Duration bound, std::uint64_t count) {
        highest = counted == 0 ? static_cast<std::uint64_t>(bound.count()) : highest;
        counted += count;
      });
      EXPECT_EQ(counted, 2U);
      EXPECT_GE(highest, value);
      EXPECT_LE(static_cast<double>(highest - value), static_cast<double>(value) * kRelativeErrorMax) << value;
    }
  }
}

TEST(Histogram, KeepsCountSumMinAndMaxExactly) {
  Histogram histogram;
  histogram.record(std::chrono::hours(1));
  histogram.record(Duration(1'000'003));
  histogram.record(Duration(5));
  EXPECT_EQ(histogram.count(), 3U);
  EXPECT_EQ(histogram.min(), Duration(5));
  EXPECT_EQ(histogram.max(), std::chrono::hours(1));
  EXPECT_DOUBLE_EQ(histogram.sum_ns(), 3.6e12 + 1'000'008.0);
  EXPECT_DOUBLE_EQ(histogram.mean_ns(), (3.6e12 + 1'000'008.0) / 3);
}

TEST(Histogram, QuantileCountsAtLeastItsShare) {
  Histogram histogram;
  for (int value = 1; value <= 100; ++value) {
    histogram.record(Duration(value));
  }
  EXPECT_EQ(histogram.quantile(0.99), Duration(99));  // not 100, though 0.99 * 100 is a little more than 99 in binary
  EXPECT_EQ(histogram.quantile(0.5), Duration(50));
  EXPECT_EQ(histogram.quantile(0.501), Duration(51));
  EXPECT_EQ(histogram.quantile(0.0), Duration(1));
  EXPECT_EQ(histogram.quantile(1.0), Duration(100));
}

TEST(Histogram, AnswersZeroWhileEmpty) {
  const Histogram histogram;
  EXPECT_TRUE(histogram.empty());
  EXPECT_EQ(histogram.quantile(0.99), Duration{});
  EXPECT_EQ(histogram.min(), Duration{});
  EXPECT_EQ(histogram.max(), Duration{});
  EXPECT_EQ(histogram.mean_ns(), 0);
}

TEST(Histogram, TakesNegativeDurationsAsZero) {
  Histogram histogram;
  histogram.record(Duration(-5));
  EXPECT_EQ(histogram.max(), Duration{});
  EXPECT_EQ(histogram.count(), 1U);
}

TEST(Histogram, MergedIsTheSameAsRecordedTogether) {
  RandomStream random(3, "merge");
  Histogram left;
  Histogram right;
  Histogram together;
  for (int i = 0; i < 10'000; ++i) {
    const Duration value(static_cast<std::int64_t>(random.below(i % 2 == 0 ? 1'000 : 5'000'000'000)));
    (i % 2 == 0 ? left : right).record(value);
    together.record(value);
  }
  left.merge(right);
  const auto buckets = [](const Histogram& histogram) {
    std::vector<std::pair<std::int64_t, std::uint64_t>> all;
    histogram.for_each_bucket([&](Duration bound, std::uint64_t count) { all.emplace_back(bound.count(), count); });
    return all;
  };
  EXPECT_EQ(buckets(left), buckets(together));
  EXPECT_EQ(left.count(), together.count());
  EXPECT_EQ(left.min(), together.min());
  EXPECT_EQ(left.max(), together.max());
  EXPECT_EQ(left.sum_ns(), together.sum_ns());
}

TEST(Histogram, IsAsNewAfterClear) {
  StepHistogram histogram;
  histogram.record(std::chrono::seconds(3));
  histogram.clear();
  EXPECT_TRUE(histogram.empty());
  histogram.record(Duration(7));
  EXPECT_EQ(histogram.quantile(0.5), Duration(7));
  EXPECT_EQ(histogram.min(), Duration(7));
}

}  // namespace
}  // namespace stampede::measure

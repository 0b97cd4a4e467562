// The median's interval: against all resamples, and how often it covers.
#include "reports/statistics/median.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "simulator/measure/random_stream.h"

namespace stampede::reports {
namespace {

using Sample = std::vector<double>;

TEST(Median, IsTheMiddleOrTheMeanOfTheTwoInTheMiddle) {
  EXPECT_EQ(median(Sample{3}), 3);
  EXPECT_EQ(median(Sample{9, 1, 2}), 2);
  EXPECT_EQ(median(Sample{9, 1, 2, 4}), 3);
}

// The medians of all n^n resamples, counted out.
Interval counted_interval(const Sample& sample) {
  const std::size_t size = sample.size();
  std::vector<std::size_t> drawn(size, 0);
  std::vector<double> medians;
  for (;;) {
    Sample resample;
    for (const std::size_t index : drawn) resample.push_back(sample[index]);
    medians.push_back(median(resample));
    std::size_t digit = 0;
    while (digit < size && ++drawn[digit] == size) drawn[digit++] = 0;
    if (digit == size) break;
  }
  std::sort(medians.begin(), medians.end());
  const auto tail = static_cast<std::size_t>(std::ceil(0.025 * static_cast<double>(medians.size()))) - 1;
  return {medians[tail], medians[medians.size() - 1 - tail]};
}

TEST(MedianInterval, IsThatOfAllResamples) {
  for (const Sample& sample : {Sample{1, 2, 4, 8, 16, 32}, Sample{5, 1, 1, 1, 9, 2}, Sample{3, 1, 4, 15, 92, 65, 35}}) {
    EXPECT_EQ(median_interval(sample), counted_interval(sample)) << sample.size();
  }
}

TEST(MedianInterval, OfNineValuesReachesFromTheSecondToTheEighth) {
  const Sample sample{1, 2, 3, 4, 5, 6, 7, 8, 9};
  EXPECT_EQ(median_interval(sample), (Interval{2, 8}));
}

TEST(MedianInterval, OfTooFewValuesIsNone) {
  EXPECT_FALSE(median_interval(Sample{1, 2, 3, 4, 5}));
  EXPECT_TRUE(median_interval(Sample{1, 2, 3, 4, 5, 6}));
}

TEST(MedianInterval, OfEqualValuesIsThatValue) {
  EXPECT_EQ(median_interval(Sample(10, 7.5)), (Interval{7.5, 7.5}));
  EXPECT_EQ(median_interval(Sample(2001, 7.5)), (Interval{7.5, 7.5}));
}

TEST(MedianInterval, NarrowsAsSamplesGrow) {
  Sample sample(1000);
  for (std::size_t i = 0; i < sample.size(); ++i) sample[i] = static_cast<double>(i);
  const Interval interval = median_interval(sample).value();
  // Of the median of 1000 uniform values the standard error is 1000 / (2 sqrt(1000)).
  EXPECT_NEAR(interval.low, 499.5 - 1.96 * 15.8, 3);
  EXPECT_NEAR(interval.high, 499.5 + 1.96 * 15.8, 3);
}

double normal(measure::RandomStream& random) {
  return std::sqrt(-2 * std::log(1 - random.uniform())) * std::cos(2 * M_PI * random.uniform());
}

// The share of intervals that hold the median of the distribution that the values were drawn from.
template <typename Draw>
double coverage(std::size_t size, double true_median, Draw draw) {
  constexpr int kSamples = 2000;
  measure::RandomStream random(size, "coverage");
  int covered = 0;
  for (int i = 0; i < kSamples; ++i) {
    Sample sample(size);
    for (double& value : sample) value = draw(random);
    const Interval interval = median_interval(sample).value();
    covered += interval.low <= true_median && true_median <= interval.high ? 1 : 0;
  }
  return static_cast<double>(covered) / kSamples;
}

TEST(MedianInterval, CoversAsOftenAsItPromises) {
  for (const std::size_t size : {9U, 10U, 15U, 30U}) {
    const double lognormal = coverage(size, 1, [](measure::RandomStream& random) { return std::exp(normal(random)); });
    const double exponential =
        coverage(size, std::log(2.0), [](measure::RandomStream& random) { return -std::log(1 - random.uniform()); });
    RecordProperty("lognormal_" + std::to_string(size), std::to_string(lognormal));
    RecordProperty("exponential_" + std::to_string(size), std::to_string(exponential));
    for (const double share : {lognormal, exponential}) {
      EXPECT_GE(share, 0.93) << size;
      EXPECT_LE(share, 0.975) << size;
    }
  }
}

}  // namespace
}  // namespace stampede::reports

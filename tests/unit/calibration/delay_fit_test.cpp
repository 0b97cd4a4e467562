// One delay, from the times that two of them take together.
#include "simulator/calibration/delay_fit.h"

#include <gtest/gtest.h>

#include "simulator/calibration/robust_fit.h"
#include "simulator/measure/random_stream.h"
#include "simulator/origin/compute_time.h"

namespace stampede::calibration {
namespace {

using namespace std::chrono_literals;

std::vector<double> sums_of_two(const scenario::TimeDistribution& delay) {
  measure::RandomStream stream(42, "delays");
  std::vector<double> sums;
  for (int i = 0; i < 200'000; ++i) {
    sums.push_back(static_cast<double>((origin::draw(delay, stream) + origin::draw(delay, stream)).count()));
  }
  return sums;
}

TEST(OneWayDelay, IsHalfOfTheRoundTripWhereThatIsSteady) {
  EXPECT_EQ(one_way_delay(26'000, 27'000), scenario::TimeDistribution(scenario::ConstantTime{13us}));
  EXPECT_EQ(one_way_delay(26'000, 39'000), scenario::TimeDistribution(scenario::ConstantTime{13us}));
}

TEST(OneWayDelay, IsNothingWhereTheCommandTakesAllOfTheTime) {
  EXPECT_EQ(one_way_delay(-5, 100), scenario::TimeDistribution(scenario::ConstantTime{0ns}));
  EXPECT_EQ(one_way_delay(0, 0), scenario::TimeDistribution(scenario::ConstantTime{0ns}));
}

TEST(OneWayDelay, GivesRoundTripsOfTheSameMedianAndPercentile) {
  for (const double p99 : {40'000.0, 52'000.0, 130'000.0, 520'000.0}) {
    const scenario::TimeDistribution delay = one_way_delay(26'000, p99);
    ASSERT_TRUE(std::holds_alternative<scenario::LognormalTime>(delay)) << p99;
    const std::vector<double> sums = sums_of_two(delay);
    EXPECT_NEAR(median(sums), 26'000, 26'000 * 0.02) << p99;
    EXPECT_NEAR(quantile(sums, 0.99), p99, p99 * 0.05) << p99;
  }
}

TEST(OneWayDelay, IsAValidDistributionHoweverSmall) {
  const auto delay = std::get<scenario::LognormalTime>(one_way_delay(1, 2));
  EXPECT_GT(delay.median, 0ns);
  EXPECT_GT(delay.p99, delay.median);
}

}  // namespace
}  // namespace stampede::calibration

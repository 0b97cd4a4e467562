// Thinned out series: whatever they are, no extreme is lost and no more points are left than asked for.
#include "reports/chart/downsample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace stampede::reports {
namespace {

Curve random_curve(std::mt19937_64& random, std::size_t steps) {
  Curve curve(steps);
  for (auto& value : curve) {
    const auto number = static_cast<double>(random() % 1000);
    // A rare peak, and gaps.
    if (random() % 7 != 0) value = random() % 100 == 0 ? 1e6 + number : number;
  }
  return curve;
}

std::optional<double> extreme(const Curve& curve, const std::vector<std::size_t>& steps, bool highest) {
  std::optional<double> found;
  for (const std::size_t step : steps) {
    if (!curve[step]) continue;
    found = !found ? *curve[step] : highest ? std::max(*found, *curve[step]) : std::min(*found, *curve[step]);
  }
  return found;
}

std::vector<std::size_t> all_steps(std::size_t count) {
  std::vector<std::size_t> steps(count);
  for (std::size_t i = 0; i < count; ++i) steps[i] = i;
  return steps;
}

TEST(Downsample, KeepsEveryCurvesExtremesInAtMostSoManyPoints) {
  std::mt19937_64 random(42);
  for (int round = 0; round < 500; ++round) {
    const std::size_t steps = 1 + random() % 3000;
    const std::size_t points_max = 30 + random() % 500;
    std::vector<Curve> curves;
    for (std::size_t i = 0; i <= random() % 3; ++i) curves.push_back(random_curve(random, steps));
    const std::vector<std::size_t> drawn = steps_to_draw(curves, points_max);
    ASSERT_LE(drawn.size(), points_max);
    ASSERT_TRUE(std::is_sorted(drawn.begin(), drawn.end()));
    ASSERT_EQ(std::adjacent_find(drawn.begin(), drawn.end()), drawn.end());
    for (const Curve& curve : curves) {
      ASSERT_EQ(extreme(curve, drawn, true), extreme(curve, all_steps(steps), true));
      ASSERT_EQ(extreme(curve, drawn, false), extreme(curve, all_steps(steps), false));
    }
  }
}

TEST(Downsample, KeepsALonePeakOfEachStretch) {
  Curve curve(1000, 1.0);
  for (std::size_t peak = 25; peak < 1000; peak += 50) curve[peak] = 9.0;
  const std::vector<std::size_t> drawn = steps_to_draw({curve}, 60);
  const auto peaks = std::count_if(drawn.begin(), drawn.end(), [&](std::size_t step) { return curve[step] == 9.0; });
  EXPECT_EQ(peaks, 20);
}

TEST(Downsample, KeepsAGap) {
  Curve curve(1000, 1.0);
  curve[500] = std::nullopt;
  const std::vector<std::size_t> drawn = steps_to_draw({curve}, 50);
  EXPECT_TRUE(std::find(drawn.begin(), drawn.end(), 500) != drawn.end());
}

TEST(Downsample, LeavesShortSeriesAlone) {
  EXPECT_EQ(steps_to_draw({Curve(10, 1.0)}, 10), all_steps(10));
  EXPECT_TRUE(steps_to_draw({Curve()}, 10).empty());
}

TEST(Downsample, TakesStepsTogetherUntilTheyAreFewEnough) {
  EXPECT_EQ(steps_per_point(100, 100), 1U);
  EXPECT_EQ(steps_per_point(101, 100), 2U);
  EXPECT_EQ(steps_per_point(0, 100), 1U);
  EXPECT_EQ(steps_per_point(5, 0), 5U);
}

}  // namespace
}  // namespace stampede::reports

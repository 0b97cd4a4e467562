// Lines and quantiles that survive disturbed measurements.
#include "simulator/calibration/robust_fit.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "simulator/measure/random_stream.h"

namespace stampede::calibration {
namespace {

std::vector<Point> points_on(double intercept, double slope, const std::vector<double>& places) {
  std::vector<Point> points;
  for (const double x : places) points.push_back({x, intercept + slope * x});
  return points;
}

const std::vector<double> kCrowds = {100, 250, 500, 750, 1000};

TEST(Line, GoesThroughPointsThatLieOnOne) {
  const Line line = fit_line(points_on(27'000, 412.5, kCrowds));
  EXPECT_NEAR(line.slope, 412.5, 1e-9);
  EXPECT_NEAR(line.intercept, 27'000, 1e-6);
  EXPECT_NEAR(line.residual_share, 0, 1e-12);
}

TEST(Line, IsNotMovedByOnePointThatIsFarOff) {
  for (std::size_t wrong = 0; wrong < kCrowds.size(); ++wrong) {
    std::vector<Point> points = points_on(27'000, 412.5, kCrowds);
    points[wrong].y += 5e6;
    EXPECT_NEAR(fit_line(points).slope, 412.5, 1e-6) << wrong;
  }
}

TEST(Line, IsCloseThroughNoise) {
  measure::RandomStream noise(7, "noise");
  for (int repetition = 0; repetition < 100; ++repetition) {
    std::vector<Point> points = points_on(27'000, 400, kCrowds);
    for (Point& point : points) point.y *= 1 + 0.05 * (noise.uniform() - 0.5);
    const Line line = fit_line(points);
    EXPECT_NEAR(line.slope, 400, 400 * 0.06);
    EXPECT_LT(line.residual_share, 0.03);
  }
}

TEST(Line, SaysHowFarThePointsAreFromIt) {
  // The line is 5 + 0.9 x, which rises by 90; the points are 5, 12.5, 0, 12.5 and 5 away from it.
  const std::vector<Point> points = {{0, 10}, {25, 15}, {50, 50}, {75, 85}, {100, 90}};
  const Line line = fit_line(points);
  EXPECT_NEAR(line.slope, 0.9, 1e-9);
  EXPECT_NEAR(line.intercept, 5, 1e-9);
  EXPECT_NEAR(line.residual_share, 5.0 / 90, 1e-9);
}

TEST(Line, ThatIsFlatHasNoRiseToCompareWith) {
  EXPECT_EQ(fit_line(points_on(5, 0, kCrowds)).residual_share, 0);
  const std::vector<Point> scattered = {{0, 1}, {1, 0}, {2, 0}, {3, 1}};
  const Line line = fit_line(scattered);
  EXPECT_EQ(line.slope, 0);
  EXPECT_EQ(line.residual_share, 1);
}

TEST(Line, NeedsTwoPlaces) {
  EXPECT_THROW(fit_line({}), std::invalid_argument);
  const std::vector<Point> one_place = {{1, 1}, {1, 2}};
  EXPECT_THROW(fit_line(one_place), std::invalid_argument);
}

TEST(Quantile, LiesBetweenValues) {
  const std::vector<double> values = {40, 10, 30, 20};
  EXPECT_EQ(quantile(values, 0), 10);
  EXPECT_EQ(quantile(values, 1), 40);
  EXPECT_EQ(median(values), 25);
  EXPECT_DOUBLE_EQ(quantile(values, 0.25), 17.5);
  EXPECT_EQ(median({7}), 7);
  EXPECT_THROW(median({}), std::invalid_argument);
}

}  // namespace
}  // namespace stampede::calibration

// How evenly requests come, told from series of which it is known.
#include "simulator/estimate/rate_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "simulator/workload/arrivals.h"

namespace stampede::estimate {
namespace {

using namespace std::chrono_literals;

RateFit fit_of(workload::Arrivals arrivals, Duration span, Duration resolution = Duration::zero()) {
  RateSeries series;
  std::uint64_t requests = 0;
  while (const auto at = arrivals.next()) {
    series.add(resolution > Duration::zero() ? *at / resolution * resolution : *at);
    ++requests;
  }
  return fit_rate(series, requests, span - resolution, resolution).value();
}

measure::RandomStream stream(std::uint64_t seed) { return {seed, "arrivals"}; }

TEST(RateFit, OfIndependentArrivals) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
    for (const Duration resolution : {Duration(0), Duration(1ms), Duration(1s)}) {
      const RateFit fit = fit_of(workload::Arrivals::poisson(50, 0s, 1000s, stream(seed)), 1000s, resolution);
      EXPECT_NEAR(fit.per_s, 50, 4 * fit.deviation_per_s);
      EXPECT_NEAR(fit.deviation_per_s, std::sqrt(50.0 / 1000), 0.1);
      EXPECT_EQ(fit.arrivals, Arrivals::poisson);
      EXPECT_FALSE(fit.trend_share);
      EXPECT_FALSE(fit.day_and_night);
      EXPECT_GT(fit.peak_per_s, 50);
    }
  }
}

TEST(RateFit, OfArrivalsAtEqualDistances) {
  const RateFit fit = fit_of(workload::Arrivals::constant(50, 0s, 1000s), 1000s);
  EXPECT_EQ(fit.arrivals, Arrivals::steadier);
  EXPECT_NEAR(fit.per_s, 50, 0.1);
}

TEST(RateFit, OfBursts) {
  const scenario::BurstyLoad load{
      .states = {{.rate_per_s = 20, .dwell = 2s}, {.rate_per_s = 200, .dwell = 500ms}}, .from = 0s, .length = 2000s};
  const RateFit fit = fit_of(workload::Arrivals::bursty(load, stream(1), measure::RandomStream(1, "states")), 2000s);
  EXPECT_EQ(fit.arrivals, Arrivals::burstier);
  EXPECT_FALSE(fit.trend_share);
}

TEST(RateFit, OfATrendThatIsTakenOff) {
  const scenario::RampLoad load{.start_per_s = 50, .end_per_s = 150, .from = 0s, .length = 1000s};
  const RateFit fit = fit_of(workload::Arrivals::ramp(load, stream(2)), 1000s);
  ASSERT_TRUE(fit.trend_share);
  EXPECT_NEAR(*fit.trend_share, 1, 0.05);
  EXPECT_EQ(fit.arrivals, Arrivals::poisson);
}

TEST(RateFit, OfDayAndNight) {
  const scenario::DiurnalLoad load{
      .mean_per_s = 2, .amplitude = 0.6, .period = 24h, .phase = 0.3, .from = 0s, .length = 72h};
  const RateFit fit = fit_of(workload::Arrivals::diurnal(load, stream(3)), 72h);
  ASSERT_TRUE(fit.day_and_night);
  EXPECT_NEAR(fit.day_and_night->mean_per_s, 2, 0.05);
  EXPECT_NEAR(fit.day_and_night->amplitude, 0.6, 0.03);
  EXPECT_NEAR(fit.day_and_night->phase, 0.3, 0.02);
  EXPECT_GT(fit.day_and_night->explained_share, 0.9);
  EXPECT_FALSE(fit.trend_share);
}

TEST(RateFit, OfTooFewArrivals) {
  RateSeries series;
  series.add(0s);
  EXPECT_FALSE(fit_rate(series, 1, 0s, 0s)) << "at one moment there is no rate";
  EXPECT_FALSE(fit_rate(series, 1, 0s, 1s)) << "nor of one request";
  series.add(10s);
  const auto fit = fit_rate(series, 2, 10s, 0s);
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->arrivals, Arrivals::unknown);
}

TEST(RateSeries, KeepsAllRequestsInFewIntervals) {
  RateSeries series;
  for (int hour = 0; hour < 10'000; ++hour) series.add(std::chrono::hours(hour));
  for (const Duration resolution : {Duration(0), Duration(1s)}) {
    const RateSeries::Counts& counts = series.counts(resolution);
    EXPECT_LE(counts.requests.size(), 4096U);
    EXPECT_GT(counts.requests.size(), 2000U);
    double requests = 0;
    for (const double count : counts.requests) requests += count;
    EXPECT_EQ(requests, 10'000);
  }
}

}  // namespace
}  // namespace stampede::estimate

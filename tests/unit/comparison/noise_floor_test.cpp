// The table of floors against the registry of metrics.
#include "reports/comparison/noise_floor.h"

#include <gtest/gtest.h>

#include <set>

#include "simulator/measure/metric_registry.h"

namespace stampede::reports {
namespace {

TEST(NoiseFloor, EveryMetricThatCanGetWorseHasOne) {
  for (const measure::MetricInfo& info : measure::all_metrics()) {
    if (info.better == measure::Better::neither) continue;
    const NoiseFloor* const floor = find_noise_floor(info.name);
    ASSERT_NE(floor, nullptr) << info.name;
    EXPECT_FALSE(floor->reason.empty()) << info.name;
    EXPECT_GE(floor->relative, 0) << info.name;
    EXPECT_LE(floor->relative, 0.5) << info.name;
    EXPECT_GE(floor->absolute, 0) << info.name;
  }
}

TEST(NoiseFloor, NoRowIsForNothing) {
  std::set<const NoiseFloor*> used;
  for (const measure::MetricInfo& info : measure::all_metrics()) {
    if (info.better != measure::Better::neither) used.insert(find_noise_floor(info.name));
  }
  for (const NoiseFloor& floor : noise_floors()) EXPECT_TRUE(used.contains(&floor)) << floor.metrics;
}

TEST(NoiseFloor, IsTheLargerOfShareAndAmount) {
  EXPECT_DOUBLE_EQ(noise_floor("latency_ms.p99", 100), 5);
  EXPECT_DOUBLE_EQ(noise_floor("latency_ms.p99", 1), 0.1);
  EXPECT_DOUBLE_EQ(noise_floor("latency_ms.max", 100), 20);
  EXPECT_DOUBLE_EQ(noise_floor("clients.latency_ms.p99", 100), 5);
  EXPECT_DOUBLE_EQ(noise_floor("workers.queue_ms.p99", 100), 5);
  EXPECT_DOUBLE_EQ(noise_floor("stale_by_s.mean", 10), 0.5);
  EXPECT_DOUBLE_EQ(noise_floor("stale_by_s.max", 10), 2);
}

TEST(NoiseFloor, OfWhatMustNeverHappenIsNothing) {
  for (const char* metric :
       {"answers.foreign", "answers.undecodable", "invalidations.lost", "versions.regressions", "own_writes.missed"}) {
    EXPECT_EQ(noise_floor(metric, 1000), 0) << metric;
  }
}

TEST(NoiseFloor, OfAnUnknownMetricIsNone) { EXPECT_EQ(find_noise_floor("weight_kg"), nullptr); }

}  // namespace
}  // namespace stampede::reports

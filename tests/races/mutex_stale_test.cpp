// What mutex_stale's releases do with their lock, and what the corrected behaviour does.
#include <gmock/gmock.h>

#include "tests/races/schedule.h"

namespace stampede::races {
namespace {

using testing::ElementsAre;
using testing::Ge;
using testing::Le;
using Given = traces::Stage::Given;

const Given kDocumented{{"behaviour", "documented"}};
const Given kPublished{{"behaviour", "published"}};
const Given kCorrected{{"behaviour", "corrected"}};

Schedule three_cold_readers(const Given& given) {
  Schedule schedule("mutex_stale", given);
  for (int i = 0; i < 3; ++i) schedule.computation(1s);
  schedule.get(0ms);
  schedule.get(1ms, 1);
  schedule.get(2ms);
  return schedule;
}

TEST(MutexStalePublished, ComputesOneAfterAnother) {
  Schedule schedule = three_cold_readers(kPublished);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v1", "v1"));
  EXPECT_EQ(schedule.computations_begun(), 3U);
  const auto latest = std::max(schedule.reads()[1].answered, schedule.reads()[2].answered);
  EXPECT_THAT(latest, Ge(3s));
}
TEST(MutexStaleDocumented, ComputesOnceAndTurnsTheOthersAway) {
  Schedule schedule = three_cold_readers(kDocumented);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "error cold_cache", "error cold_cache"));
  EXPECT_EQ(schedule.computations_begun(), 1U);
  EXPECT_THAT(schedule.reads().back().answered, Le(10ms));
}

// A reader every 10 us around the moment at which the first computation ends.
std::uint64_t computations_around_the_end_of_one(const Given& given) {
  Schedule schedule("mutex_stale", given);
  schedule.computation(1s);
  schedule.get(0ms);
  for (Duration when = 1s - 200us; when < 1s + 400us; when += 10us) schedule.get(when, 1);
  schedule.run();
  return schedule.computations_begun();
}

TEST(MutexStaleDocumented, CanComputeTwiceBetweenReleaseAndWrite) {
  EXPECT_EQ(computations_around_the_end_of_one(kDocumented), 2U);
}
TEST(MutexStaleCorrected, StoresBeforeAnybodyElseGetsTheLock) {
  EXPECT_EQ(computations_around_the_end_of_one(kCorrected), 1U);
}

Schedule computation_longer_than_the_lock(Given given) {
  given["lock_ttl"] = "1s";
  Schedule schedule("mutex_stale", given);
  schedule.computation(2s);
  schedule.get(0ms);
  schedule.get(3s);
  return schedule;
}

TEST(MutexStaleDocumented, DiscardsTheResultOfAComputationLongerThanTheLock) {
  Schedule schedule = computation_longer_than_the_lock(kDocumented);
  EXPECT_THAT(schedule.run(), ElementsAre("error cold_cache", "v1"));
  EXPECT_EQ(schedule.computations_begun(), 2U);
}
TEST(MutexStaleCorrected, KeepsTheResultOfAComputationLongerThanTheLock) {
  Schedule schedule = computation_longer_than_the_lock(kCorrected);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v1"));
  EXPECT_EQ(schedule.computations_begun(), 1U);
}

}  // namespace
}  // namespace stampede::races

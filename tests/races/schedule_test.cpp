// The schedule itself: what it says happens when it says so.
#include "tests/races/schedule.h"

#include <gmock/gmock.h>

namespace stampede::races {
namespace {

using testing::ElementsAre;

TEST(Schedule, GivesTheAnswersInTheOrderInWhichTheirReadsAreWrittenDown) {
  Schedule schedule("no_cache");
  schedule.computation(20ms);
  schedule.computation(5ms, true);
  schedule.get(2ms, 1);
  schedule.get(0ms, 0);
  schedule.get(50ms, 0, "other");
  schedule.commit(1ms);
  EXPECT_THAT(schedule.run(), ElementsAre("error origin", "v1", "v1"));
  EXPECT_EQ(schedule.reads().at(0).answered, 7ms);
  EXPECT_EQ(schedule.reads().at(1).answered, 20ms);
  EXPECT_EQ(schedule.reads().at(2).answered, 60ms);
  EXPECT_EQ(schedule.computations_begun(), 3U);
}

TEST(Schedule, NodesShareOneRedis) {
  Schedule schedule("plain_ttl");
  schedule.get(0ms, 0);
  schedule.commit(50ms);
  schedule.get(100ms, 1);
  schedule.invalidate(200ms, 1);
  schedule.get(300ms, 0);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v1", "v2"));
}

TEST(Schedule, AWriteKeepsToTheOrderOfTheStrategy) {
  Schedule schedule("local_lru");
  schedule.get(0ms);
  schedule.write(100ms, 50ms);
  schedule.get(120ms);
  schedule.get(200ms);
  EXPECT_THAT(schedule.run(), ElementsAre("v1", "v1", "v1")) << "deleted first, and filled again before the commit";
}

TEST(Schedule, TasksRunInTheBackgroundProcess) {
  Schedule schedule("async_refresh", {{"fetch_on_miss", "false"}}, 1);
  schedule.tasks_wait(30ms);
  schedule.get(0ms);
  schedule.get(30ms);
  schedule.get(50ms);
  EXPECT_THAT(schedule.run(), ElementsAre("empty", "empty", "v1"));
}

}  // namespace
}  // namespace stampede::races

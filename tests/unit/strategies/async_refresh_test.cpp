// async_refresh: herds, races and failures that a single trace does not show.
#include <gtest/gtest.h>

#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

void fill_and_expire(Played& played) {
  played.stage->get();
  played.stage->clock.advance(61s);
}

TEST(AsyncRefresh, EveryReaderOfAColdCacheComputes) {
  Played played("async_refresh");
  played.stage->origin.during = [&] {
    played.stage->origin.during = [&] { played.stage->get(); };
    played.stage->get();
  };
  played.stage->get();
  EXPECT_EQ(played.stage->origin.computations, 3U);
}

TEST(AsyncRefresh, OneTaskIsEnqueuedForManyReadersOfAStaleItem) {
  Played played("async_refresh");
  fill_and_expire(played);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(played.stage->queue.tasks.size(), 1U);
  EXPECT_EQ(played.stage->origin.computations, 1U);
}

TEST(AsyncRefresh, TheTaskMakesTheItemFreshForItsLifetime) {
  Played played("async_refresh");
  fill_and_expire(played);
  played.stage->get();
  played.stage->run_task();
  EXPECT_EQ(played.stage->get(), "v2");
  played.stage->clock.advance(60s);
  played.stage->get();
  EXPECT_EQ(played.stage->queue.tasks.size(), 1U);
}

TEST(AsyncRefresh, ALostTaskIsRepeatedAfterTheRefreshTimeoutIfSomebodyReads) {
  Played played("async_refresh", {{"refresh_timeout", "10s"}});
  fill_and_expire(played);
  played.stage->get();
  played.stage->clock.advance(10s);
  played.stage->get();
  EXPECT_EQ(played.stage->queue.tasks.size(), 1U);
  played.stage->clock.advance(1ms);
  played.stage->get();
  EXPECT_EQ(played.stage->queue.tasks.size(), 2U);
}

TEST(AsyncRefresh, AStaleReadersWriteCanPutTheOldDataOverTheNew) {
  Played played("async_refresh");
  fill_and_expire(played);
  played.stage->redis.after("GET", [&] { played.stage->run_task(); });
  played.stage->get();
  EXPECT_EQ(played.stage->get(), "v1") << "v2 was stored in between";
}

TEST(AsyncRefresh, AFailedComputationInTheTaskLeavesTheItemAsItIs) {
  Played played("async_refresh");
  fill_and_expire(played);
  played.stage->origin.fail_next = true;
  EXPECT_EQ(played.stage->run_task(), "done");
  EXPECT_EQ(played.stage->get(), "v1");
}

TEST(AsyncRefresh, ItemsLeaveRedisAfterTheHardLifetime) {
  Played played("async_refresh");
  played.stage->get();
  played.stage->clock.advance(1h + 1ms);
  EXPECT_EQ(played.stage->get(), "v2");
}

TEST(AsyncRefresh, ValuesMayHoldAnyBytes) {
  Played played("async_refresh");
  const std::string bytes("1:2\0\r\n:", 7);
  played.redis.call({"SET", RedisKey{"item>7"}, "1700000060000000000:" + bytes});
  EXPECT_EQ(played.stage->get(), bytes);
}

TEST(AsyncRefresh, AnEmptyValueIsNotThePlaceholder) {
  Played played("async_refresh");
  played.redis.call({"SET", RedisKey{"item>7"}, "1700000060000000000:"});
  EXPECT_EQ(played.stage->get(), "");
  played.redis.call({"SET", RedisKey{"item>7"}, "1700000060000000000"});
  EXPECT_EQ(played.stage->get(), "empty");
}

TEST(AsyncRefresh, RefusesWhatItDidNotWrite) {
  Played played("async_refresh");
  for (const char* foreign : {"", "abc", "17abc", ":v"}) {
    played.redis.call({"SET", RedisKey{"item>7"}, foreign});
    EXPECT_EQ(played.stage->get(), "error strategy") << foreign;
  }
}

}  // namespace
}  // namespace stampede

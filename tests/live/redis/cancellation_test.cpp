// Fibers that are cancelled while they wait: what comes for them later is dropped.
#include <gmock/gmock.h>

#include <csignal>
#include <string>
#include <vector>

#include "live_redis_fixture.h"

namespace stampede::redis {
namespace {

using runtime::Scheduler;

TEST_F(LiveRedisTest, RepliesForCancelledFibersAreDropped) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    for (int round = 0; round < 3; ++round) {
      signal(SIGSTOP);
      for (int i = 0; i < 100; ++i) {
        scheduler.spawn({.name = "waiter"}, [&, i] {
          if (i % 3 == 0) redis.transaction({{"INCR", RedisKey{"n"}}, {"ECHO", "transaction"}});
          if (i % 3 == 1) redis.call({"ECHO", "one"});
          if (i % 3 == 2) redis.call_blocking(std::vector<Arg>{"ECHO", "own deadline"}, kAmple);
          ADD_FAILURE() << "went on after cancellation";
        });
      }
      ASSERT_TRUE(eventually(scheduler, [&] { return waiting_for_replies(scheduler) == 100; }));
      scheduler.cancel_others();
      EXPECT_EQ(scheduler.fiber_count(), 0U);
      signal(SIGCONT);
      run_fibers(scheduler, 100, [&](std::size_t i) {
        ASSERT_EQ(redis.call({"ECHO", std::to_string(i)}).as_string(), std::to_string(i));
      });
    }
    EXPECT_EQ(redis.connection().losses(), 0U);
    EXPECT_EQ(redis.get({"n"}), "102");
  });
}

TEST_F(LiveRedisTest, ALossAfterACancellationConcernsOnlyWhoStillWaits) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    signal(SIGSTOP);
    for (int i = 0; i < 50; ++i) {
      scheduler.spawn({.name = "waiter"}, [&] { redis.call({"PING"}); });
    }
    ASSERT_TRUE(eventually(scheduler, [&] { return waiting_for_replies(scheduler) == 50; }));
    scheduler.cancel_others();
    scheduler.spawn({.name = "killer"}, [&] { signal(SIGKILL); });
    EXPECT_EQ(failure_of([&] { redis.call({"PING"}); }).kind, RedisError::Kind::lost);
  });
}

TEST_F(LiveRedisTest, ASubscriptionThatWasCancelledForgetsItsHandler) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    redis.subscribe({"other"}, [](std::string_view) {});
    signal(SIGSTOP);
    scheduler.spawn({.name = "subscriber"}, [&] {
      redis.subscribe({"channel"}, [](std::string_view) { ADD_FAILURE() << "called after its subscriber had gone"; });
    });
    scheduler.sleep_until(scheduler.now() + std::chrono::milliseconds(10));
    scheduler.cancel_others();
    signal(SIGCONT);
    // The server has subscribed us all the same.
    ASSERT_TRUE(eventually(scheduler, [&] {
      return redis.call({"PUBLISH", RedisKey{"channel"}, "message"}).as_integer() == 1;
    }));
    bool seen = false;
    redis.subscribe({"last"}, [&](std::string_view) { seen = true; });
    redis.call({"PUBLISH", RedisKey{"last"}, ""});
    EXPECT_TRUE(eventually(scheduler, [&] { return seen; }));  // after the one that nobody wanted
  });
}

}  // namespace
}  // namespace stampede::redis

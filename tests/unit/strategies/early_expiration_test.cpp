// early_expiration: when a reader is early, and what the lock changes.
#include <gtest/gtest.h>

#include "strategies/stored_item.h"
#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

// How many of `readers` find an entry early that took `computed_in` and still has `left`. None of them stores.
int early_of(int readers, Duration computed_in, Duration left, const traces::Stage::Given& given = {}) {
  Played played("early_expiration", given);
  const Duration fresh_until = played.stage->clock.unix_time() + left;
  const std::string entry = encode({.fresh_until = fresh_until, .computed_in = computed_in, .value = Value{"old"}});
  int early = 0;
  for (int i = 0; i < readers; ++i) {
    played.redis.set(RedisKey{"item>7"}, entry);
    if (played.stage->get() != "old") ++early;
  }
  return early;
}

// The random numbers of a script are tiny: 1 - u is 1, and the gap of xfetch 0 or some 1e-16 compute times.
TEST(EarlyExpiration, NobodyIsEarlyWhileMoreIsLeftThanTheGap) {
  EXPECT_EQ(early_of(100, 10s, 1ns), 0);
  EXPECT_EQ(early_of(100, 10s, 0ns), 100);
  EXPECT_EQ(early_of(100, 10s, -1ns), 100);
}

TEST(EarlyExpiration, TheUniformGapEndsAtItsParameter) {
  const traces::Stage::Given uniform{{"mode", "uniform"}, {"gap", "2s"}};
  EXPECT_EQ(early_of(100, 1ms, 2s - 1us, uniform), 100);
  EXPECT_EQ(early_of(100, 1ms, 2s + 1us, uniform), 0);
}

TEST(EarlyExpiration, WithTheLockOnlyItsHolderIsEarlyAndTheOthersAreServed) {
  Played played("early_expiration", {{"mode", "uniform"}, {"gap", "1h"}, {"lock", "redis"}});
  played.stage->get();
  std::vector<std::string> others;
  played.stage->origin.during = [&] {
    for (int i = 0; i < 999; ++i) others.push_back(played.stage->get());
  };
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(others, std::vector<std::string>(999, "v1"));
  EXPECT_EQ(played.stage->origin.computations, 2U);
  EXPECT_EQ(played.stage->clock.sleeps, 0U);
}

TEST(EarlyExpiration, ACrashedHolderIsReplacedWhenItsLockExpires) {
  Played played("early_expiration", {{"lock", "redis"}, {"lock_ttl", "3s"}});
  played.redis.set_px(RedisKey{"lock:item>7"}, "crashed", 3s);
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_GT(played.stage->clock.now().time_since_epoch(), 3s);
  EXPECT_LE(played.stage->clock.now().time_since_epoch(), 3s + 100ms);
}

TEST(EarlyExpiration, ReadersWhoWaitTooLongComputeAndStore) {
  Played played("early_expiration", {{"lock", "redis"}, {"wait_timeout", "50ms"}});
  played.redis.set_px(RedisKey{"lock:item>7"}, "slow", 1h);
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(played.stage->clock.now().time_since_epoch(), 50ms);
  EXPECT_TRUE(played.redis.peek("item>7"));
}

}  // namespace
}  // namespace stampede

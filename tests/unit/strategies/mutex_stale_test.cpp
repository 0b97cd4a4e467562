// mutex_stale and its lock: what is left in Redis, and how long callers wait.
#include <gtest/gtest.h>

#include "strategies/lock.h"
#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

const RedisKey kLock{"Lock::item>7"};

TEST(MutexStale, AFailedComputationReleasesTheLockAndStoresNothing) {
  Played played("mutex_stale");
  played.stage->origin.fail_next = true;
  EXPECT_EQ(played.stage->get(), "error origin");
  EXPECT_EQ(played.redis.peek("Lock::item>7"), std::nullopt);
  EXPECT_EQ(played.redis.peek(":item>7"), std::nullopt);
}

TEST(MutexStale, ALostLockIsLeftToItsNewOwnerAndTheResultIsThrownAway) {
  Played played("mutex_stale");
  played.stage->origin.during = [&] { played.redis.set(kLock, "somebody"); };
  EXPECT_EQ(played.stage->get(), "error cold_cache");
  EXPECT_EQ(played.redis.peek("Lock::item>7"), "somebody");
  EXPECT_EQ(played.redis.peek(":item>7"), std::nullopt);
}

TEST(MutexStale, AComputationSlowerThanTheLockLosesIt) {
  Played played("mutex_stale", {{"lock_ttl", "1s"}});
  played.stage->origin.during = [&] { played.stage->clock.advance(1s + 1ms); };
  EXPECT_EQ(played.stage->get(), "error cold_cache");
}

TEST(MutexStale, OnlyOneOfManyComputesAndTheOthersFailAtOnce) {
  Played played("mutex_stale");
  std::vector<std::string> others;
  played.stage->origin.during = [&] {
    for (int i = 0; i < 999; ++i) others.push_back(played.stage->get());
  };
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(others, std::vector<std::string>(999, "error cold_cache"));
  EXPECT_EQ(played.stage->origin.computations, 1U);
  EXPECT_EQ(played.stage->clock.sleeps, 0U);
}

TEST(MutexStale, PublishedPollsEvery100MillisecondsUntilACrashedHoldersLockExpires) {
  Played played("mutex_stale", {{"behaviour", "published"}});
  played.redis.set_px(kLock, "crashed", 300s);
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(played.stage->clock.now().time_since_epoch(), 300s + 100ms);  // at 300 s sharp it is still there
  EXPECT_EQ(played.stage->clock.sleeps, 3001U);
}

TEST(MutexStale, TheEntryGoesAfterTheHardLifetime) {
  Played played("mutex_stale");
  played.stage->get();
  played.stage->clock.advance(1h);
  EXPECT_TRUE(played.redis.peek(":item>7"));
  played.stage->clock.advance(1ms);
  EXPECT_FALSE(played.redis.peek(":item>7"));
}

TEST(Lock, TokensDiffer) {
  FakeRedis redis([] { return TimePoint{}; });
  traces::CountingRandom random;
  const auto first = Lock::try_acquire(redis, random, {"a"}, 1s);
  const auto second = Lock::try_acquire(redis, random, {"b"}, 1s);
  ASSERT_TRUE(first && second);
  EXPECT_NE(redis.peek("a"), redis.peek("b"));
}

TEST(Lock, IsNotReleasedByGoingOutOfScope) {
  FakeRedis redis([] { return TimePoint{}; });
  traces::CountingRandom random;
  { EXPECT_TRUE(Lock::try_acquire(redis, random, {"a"}, 1s)); }
  EXPECT_FALSE(Lock::try_acquire(redis, random, {"a"}, 1s));
}

}  // namespace
}  // namespace stampede

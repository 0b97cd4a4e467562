// lock_and_wait: holders that crash, pause, fail or take long, and those who wait for them.
#include <gtest/gtest.h>

#include "strategies/stored_item.h"
#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

const RedisKey kLock{"lock:item>7"};

std::string stored_value(Played& played) {
  const auto text = played.redis.peek("item>7");
  return text ? decode_stored_item(*text).value.bytes : "nothing";
}

// A holder is paused for longer than its lock lives; meanwhile another one computes and stores.
std::string left_by_a_paused_holder(const traces::Stage::Given& given) {
  Played played("lock_and_wait", given);
  played.stage->origin.during = [&] {
    played.stage->clock.advance(10s);
    EXPECT_EQ(played.stage->get(), "v2");
  };
  EXPECT_EQ(played.stage->get(), "v1");
  return stored_value(played);
}

TEST(LockAndWait, APausedHolderOverwritesTheNewerValueUnlessFencedOff) {
  EXPECT_EQ(left_by_a_paused_holder({}), "v1");
  EXPECT_EQ(left_by_a_paused_holder({{"fencing", "true"}}), "v2");
}

TEST(LockAndWait, APausedHolderDoesNotReleaseTheLockOfALaterOne) {
  Played played("lock_and_wait");
  played.stage->origin.during = [&] {
    played.stage->clock.advance(10s);
    played.redis.set_px(kLock, "somebody", 10s);
  };
  played.stage->get();
  EXPECT_EQ(played.redis.peek(kLock.name), "somebody");
}

TEST(LockAndWait, WithFencingAnInvalidationOutdatesTheComputationUnderWay) {
  Played played("lock_and_wait", {{"fencing", "true"}});
  played.stage->origin.during = [&] { played.stage->invalidate(); };
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(stored_value(played), "nothing");
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(stored_value(played), "v2");
}

// The computation that gave up waiting began later than the holder's.
TEST(LockAndWait, WithFencingAReaderWhoGaveUpIsNotOverwrittenByTheHolder) {
  Played played("lock_and_wait", {{"fencing", "true"}, {"wait_timeout", "0s"}, {"on_timeout", "compute"}});
  played.stage->origin.during = [&] { EXPECT_EQ(played.stage->get(), "v2"); };
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(stored_value(played), "v2");
}

TEST(LockAndWait, ACrashedHolderIsReplacedWhenItsLockExpires) {
  for (const auto& [wake, latest] : std::map<std::string, Duration>{{"poll", 500ms}, {"pubsub", 1s}}) {
    Played played("lock_and_wait", {{"wake", wake}});
    played.stage->start();
    played.redis.set_px(kLock, "crashed", 10s);
    EXPECT_EQ(played.stage->get(), "v1");
    EXPECT_GE(played.stage->clock.now().time_since_epoch(), 10s);
    EXPECT_LE(played.stage->clock.now().time_since_epoch(), 10s + latest);
  }
}

TEST(LockAndWait, AValueThatWasNotCachedOnTimeoutIsNotStored) {
  Played played("lock_and_wait", {{"wait_timeout", "1s"}});
  played.redis.set_px(kLock, "slow", 1h);
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(played.stage->clock.now().time_since_epoch(), 1s);
  EXPECT_EQ(stored_value(played), "nothing");
}

TEST(LockAndWait, UnrelatedKeysWaitForEachOtherInOneStripe) {
  for (const auto& [stripes, other] : std::map<std::string, std::string>{{"0", "v2"}, {"1", "error timeout"}}) {
    Played played("lock_and_wait", {{"stripes", stripes}, {"wait_timeout", "0s"}, {"on_timeout", "fail"}});
    played.stage->origin.during = [&played, expected = other] { EXPECT_EQ(played.stage->get("item>8"), expected); };
    EXPECT_EQ(played.stage->get("item>7"), "v1");
  }
}

TEST(LockAndWait, TheWatchdogRenewsNeitherALostLockNorOneWhoseHolderHasEnded) {
  Played played("lock_and_wait", {{"renewal", "true"}});
  played.stage->origin.during = [&] {
    played.redis.set_px(kLock, "somebody", 5s);
    played.stage->fibers.run_all();  // comes to its end, with one look at the lock
  };
  played.stage->get();
  EXPECT_EQ(played.stage->clock.sleeps, 1U);
  played.redis.del(RedisKey{"item>7"});
  played.redis.del(kLock);

  played.stage->get();
  EXPECT_EQ(played.stage->fibers.waiting(), 1U);
  played.redis.set_px(kLock, "somebody", 5s);
  played.redis.take_commands();
  played.stage->fibers.run_all();
  EXPECT_TRUE(played.redis.take_commands().empty());
  EXPECT_EQ(played.stage->clock.sleeps, 1U);
}

TEST(LockAndWait, ALockIsNotRenewedAfterAnErrorOfRedisHasEndedItsHolder) {
  Played played("lock_and_wait", {{"renewal", "true"}});
  played.stage->origin.during = [&] { played.stage->redis.refuse("SET"); };
  EXPECT_EQ(played.stage->get(), "error redis");
  played.redis.take_commands();
  played.stage->fibers.run_all();
  EXPECT_TRUE(played.redis.take_commands().empty());
}

TEST(LockAndWait, TheOthersGetTheStaleValueAtOnceWhereThereIsOne) {
  Played played("lock_and_wait", {{"serve_stale", "true"}});
  played.stage->get();
  played.stage->clock.advance(60s);
  std::string other;
  played.stage->origin.during = [&] { other = played.stage->get(); };
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(other, "v1");
  EXPECT_EQ(played.stage->clock.sleeps, 0U);
  played.stage->clock.advance(1h + 1ms);
  EXPECT_EQ(stored_value(played), "nothing");
}

}  // namespace
}  // namespace stampede

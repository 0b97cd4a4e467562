// lease: races, waits, and what is left in Redis.
#include <gtest/gtest.h>

#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

const RedisKey kLease{"lease:item>7"};

TEST(Lease, AValueFromBeforeAnInvalidationIsNotStoredButAnswered) {
  Played played("lease");
  played.stage->origin.during = [&] { played.stage->invalidate(); };
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(played.redis.peek("item>7"), std::nullopt);
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(played.redis.peek("item>7"), "v2");
}

TEST(Lease, TheValueOfALaterLeaseIsNotOverwritten) {
  Played played("lease", {{"lease_interval", "1s"}});
  played.stage->origin.during = [&] {
    played.stage->clock.advance(1s);
    EXPECT_EQ(played.stage->get(), "v2");
  };
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_EQ(played.redis.peek("item>7"), "v2");
}

TEST(Lease, AComputationLongerThanItsLeaseIsNeverStored) {
  Played played("lease", {{"lease_interval", "1s"}});
  for (int i = 0; i < 3; ++i) {
    played.stage->origin.during = [&] { played.stage->clock.advance(1s + 1ms); };
    played.stage->get();
    EXPECT_EQ(played.redis.peek("item>7"), std::nullopt);
  }
  EXPECT_EQ(played.stage->origin.computations, 3U);
}

TEST(Lease, ACrashedWinnerIsReplacedAfterTheInterval) {
  Played played("lease");
  played.redis.set_px(kLease, "crashed", 10s);
  EXPECT_EQ(played.stage->get(), "v1");
  EXPECT_GE(played.stage->clock.now().time_since_epoch(), 10s);
  EXPECT_LE(played.stage->clock.now().time_since_epoch(), 10s + 100ms);
}

TEST(Lease, AFailedWinnerIsReplacedAtOnce) {
  Played played("lease");
  played.stage->origin.fail_next = true;
  EXPECT_EQ(played.stage->get(), "error origin");
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(played.stage->clock.sleeps, 0U);
}

TEST(Lease, AFailedWinnerDoesNotTakeTheLeaseOfALaterOneWithIt) {
  Played played("lease");
  played.stage->origin.fail_next = true;
  played.stage->origin.during = [&] { played.redis.set_px(kLease, "somebody", 10s); };
  EXPECT_EQ(played.stage->get(), "error origin");
  EXPECT_EQ(played.redis.peek("lease:item>7"), "somebody");
}

TEST(Lease, WithHoldOffByIntervalThereIsOneComputationPerIntervalHoweverOftenItIsInvalidated) {
  Played played("lease", {{"hold_off", "interval"}, {"losers", "stale"}, {"stale_for", "1min"}});
  EXPECT_EQ(played.stage->get(), "v1");
  for (int second = 0; second < 10; ++second) {
    played.stage->invalidate();
    EXPECT_EQ(played.stage->get(), "v1");
    EXPECT_EQ(played.stage->origin.computations, 1U);
    played.stage->clock.advance(1s);
  }
  played.stage->clock.advance(1ms);
  EXPECT_EQ(played.stage->get(), "v2");
}

TEST(Lease, TheStaleCopyIsServedForItsTimeAndGoesWithTheNextStore) {
  Played played("lease", {{"losers", "stale"}, {"stale_for", "2s"}, {"wait_timeout", "0s"}, {"on_timeout", "fail"}});
  played.stage->get();
  played.stage->invalidate();
  played.redis.set_px(kLease, "somebody", 10s);
  played.stage->clock.advance(2s);
  EXPECT_EQ(played.stage->get(), "v1");
  played.stage->clock.advance(1ms);
  EXPECT_EQ(played.stage->get(), "error timeout");

  played.redis.del(kLease);
  EXPECT_EQ(played.stage->get(), "v2");
  EXPECT_EQ(played.redis.peek("stale:item>7"), std::nullopt);
}

TEST(Lease, PausesGrowUpToTheirLongestAndEndAtTheDeadline) {
  Played played("lease", {{"wait_timeout", "500ms"}});
  played.redis.set_px(kLease, "slow", 1h);
  std::vector<Duration> looks;
  played.stage->clock.on_sleep = [&](std::uint64_t) { looks.push_back(played.stage->clock.now().time_since_epoch()); };
  played.stage->get();
  EXPECT_EQ(looks, (std::vector<Duration>{5ms, 15ms, 35ms, 75ms, 155ms, 255ms, 355ms, 455ms, 500ms}));
}

}  // namespace
}  // namespace stampede

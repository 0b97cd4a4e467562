// near_cache on one node: what it keeps, for how long, and what it does about a placeholder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;
using testing::StartsWith;

const RedisKey kKey{"item>7"};

class NearCacheTest : public testing::Test {
 protected:
  explicit NearCacheTest(const traces::Stage::Given& given = {}) : played_("near_cache", given) {
    stage().start();
    redis().take_commands();
  }

  traces::Stage& stage() { return *played_.stage; }
  FakeRedis& redis() { return played_.redis; }
  void store(const std::string& key, const std::string& entry, Duration lifetime = 60s) {
    redis().set_px({key}, entry, lifetime);
    redis().take_commands();
  }
  // How often Redis was asked for it.
  std::size_t reads(const std::string& expected) {
    redis().take_commands();
    EXPECT_EQ(stage().get(), expected);
    return redis().take_commands().size();
  }

  Played played_;
};

TEST_F(NearCacheTest, KeepsWhatItReadUntilItIsTold) {
  EXPECT_EQ(reads("v1"), 2U) << "claims, stores";
  EXPECT_EQ(reads("v1"), 1U);
  EXPECT_EQ(reads("v1"), 0U);
  EXPECT_EQ(stage().events[Event::local_hit], 1U);
  redis().tell_invalidated(RedisKey{"another"});
  EXPECT_EQ(reads("v1"), 0U);
  redis().tell_invalidated(kKey);
  EXPECT_EQ(reads("v1"), 1U);
  EXPECT_EQ(stage().origin.computations, 1U);
}

TEST_F(NearCacheTest, KeepsNothingThatWasInvalidatedBeforeItArrived) {
  store("item>7", "value:old");
  stage().redis.after("EVALSHA", [this] { redis().tell_invalidated(kKey); });
  EXPECT_EQ(reads("old"), 1U);
  EXPECT_EQ(reads("old"), 1U) << "looks again";
  EXPECT_EQ(reads("old"), 0U);
}

TEST_F(NearCacheTest, WaitsForNothingThatMayHaveComeBeforeTheReply) {
  store("item>7", "computing:theirs");
  stage().redis.after("EVALSHA", [this] {
    store("item>7", "value:theirs");
    redis().tell_invalidated(kKey);
  });
  EXPECT_EQ(stage().get(), "theirs");
  EXPECT_EQ(stage().clock.sleeps, 0U);
}

TEST_F(NearCacheTest, DropsAllWhenTrackingIsLostAndKeepsNothingUntilItIsBack) {
  store("item>7", "value:theirs");
  reads("theirs");
  redis().set_tracking(false);
  EXPECT_EQ(reads("theirs"), 1U);
  EXPECT_EQ(reads("theirs"), 1U);
  // Asked before tracking came back, answered after it.
  stage().redis.after("EVALSHA", [this] { redis().set_tracking(true); });
  EXPECT_EQ(reads("theirs"), 1U);
  EXPECT_EQ(reads("theirs"), 1U);
  EXPECT_EQ(reads("theirs"), 0U);
}

TEST_F(NearCacheTest, ACopyEndsWhenRedisLetsTheEntryExpire) {
  store("item>7", "value:theirs", 30s);
  stage().clock.advance(20s);
  EXPECT_EQ(reads("theirs"), 1U);
  stage().clock.advance(10s - 1ns);
  EXPECT_EQ(reads("theirs"), 0U);
  stage().clock.advance(1ms + 1ns);  // Redis lets it expire when the millisecond is over
  EXPECT_EQ(stage().get(), "v1");
}

TEST_F(NearCacheTest, AStoredValueLivesForTheTtlOfTheScenario) {
  stage().get();
  stage().clock.advance(60s - 1ns);
  EXPECT_EQ(stage().get(), "v1");
  stage().clock.advance(1ms + 1ns);
  EXPECT_EQ(stage().get(), "v2");
}

class SmallNearCacheTest : public NearCacheTest {
 protected:
  SmallNearCacheTest() : NearCacheTest({{"items", "1"}}) {}
};

TEST_F(SmallNearCacheTest, CountsWhatHasToLeave) {
  store("a", "value:1");
  store("b", "value:2");
  stage().get("a");
  EXPECT_EQ(stage().events[Event::local_eviction], 0U);
  stage().get("b");
  EXPECT_EQ(stage().events[Event::local_eviction], 1U);
}

TEST_F(NearCacheTest, APlaceholderStandsInTheKeyForItsTimeWhileItComputes) {
  std::optional<std::string> placeholder;
  Duration lived{};
  stage().origin.during = [&] {
    placeholder = redis().peek("item>7");
    stage().clock.advance(10s);
    if (redis().peek("item>7")) lived = 10s;
    stage().clock.advance(1ms);
    if (redis().peek("item>7")) lived = 11s;
  };
  EXPECT_EQ(stage().get(), "v1");
  ASSERT_TRUE(placeholder.has_value());
  EXPECT_THAT(*placeholder, StartsWith("computing:"));
  EXPECT_EQ(lived, 10s);
  EXPECT_EQ(redis().peek("item>7"), std::nullopt) << "it was no longer its own";
}

TEST_F(NearCacheTest, AValueThatWasInvalidatedWhileItWasComputedIsNotStored) {
  stage().origin.during = [this] { redis().del(kKey); };
  EXPECT_EQ(stage().get(), "v1");
  EXPECT_EQ(redis().peek("item>7"), std::nullopt);
  stage().origin.during = [this] { store("item>7", "computing:theirs"); };
  EXPECT_EQ(stage().get(), "v2");
  EXPECT_EQ(redis().peek("item>7"), "computing:theirs");
}

TEST_F(NearCacheTest, AFailedComputationTakesItsOwnPlaceholderAwayAndNoOther) {
  stage().origin.fail_next = true;
  EXPECT_EQ(stage().get(), "error origin");
  EXPECT_EQ(redis().peek("item>7"), std::nullopt);
  stage().origin.fail_next = true;
  stage().origin.during = [this] { store("item>7", "computing:theirs"); };
  EXPECT_EQ(stage().get(), "error origin");
  EXPECT_EQ(redis().peek("item>7"), "computing:theirs");
}

TEST_F(NearCacheTest, AfterTheWaitItComputesAndLeavesThePlaceholderAlone) {
  store("item>7", "computing:theirs");
  const TimePoint began = stage().clock.now();
  EXPECT_EQ(stage().get(), "v1");
  EXPECT_EQ(stage().clock.now() - began, 5s);
  EXPECT_EQ(redis().peek("item>7"), "computing:theirs");
}

TEST_F(NearCacheTest, APlaceholderThatEndsSoonerIsNotWaitedForAnyLonger) {
  store("item>7", "computing:theirs", 2s);
  const TimePoint began = stage().clock.now();
  EXPECT_EQ(stage().get(), "v1");
  EXPECT_EQ(stage().clock.now() - began, 2s + 1ms);
  EXPECT_EQ(redis().peek("item>7"), "value:v1");
}

TEST_F(NearCacheTest, WhatSomebodyTookTheExpiryOfIsLookedAtAgainAfterTheTtl) {
  redis().set({"item>7"}, "value:theirs");
  EXPECT_EQ(reads("theirs"), 1U);
  stage().clock.advance(60s - 1ns);
  EXPECT_EQ(reads("theirs"), 0U);
  stage().clock.advance(1ns);
  EXPECT_EQ(reads("theirs"), 1U);
  redis().set({"item>8"}, "computing:theirs");
  EXPECT_EQ(stage().get("item>8"), "v1");
}

TEST_F(NearCacheTest, ItsOwnInvalidationTakesItsOwnCopyAtOnce) {
  store("item>7", "value:old");
  reads("old");
  EXPECT_EQ(stage().invalidate(), "done");
  EXPECT_EQ(stage().get(), "v1");
}

TEST_F(NearCacheTest, AMessageAfterItsEndDoesNoHarm) {
  store("item>7", "value:old");
  stage().get();
  played_.stage.reset();
  redis().tell_invalidated(kKey);
  redis().tell_invalidated(std::nullopt);
}

TEST_F(NearCacheTest, DrawsAnotherTokenForEachPlaceholder) {
  std::vector<std::string> seen;
  for (int i = 0; i < 2; ++i) {
    stage().origin.during = [&] { seen.push_back(redis().peek("item>7").value_or("")); };
    stage().get();
    redis().del(kKey);
    redis().tell_invalidated(kKey);
  }
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_NE(seen[0], seen[1]);
}

}  // namespace
}  // namespace stampede

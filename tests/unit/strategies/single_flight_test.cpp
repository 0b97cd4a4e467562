// single_flight: who computes, who waits, and what they get, when many callers come at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/strategies/timed_play.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

std::vector<std::string> times(std::size_t count, const std::string& answer) { return {count, answer}; }

TEST(SingleFlight, AThousandCallersShareOneComputation) {
  TimedPlay play("single_flight");
  for (int i = 0; i < 1000; ++i) play.get_at(i * 50us);
  EXPECT_EQ(play.run(), times(1000, "v1 at 100ms"));
  EXPECT_THAT(play.origin.begun, ElementsAre(0ms));
  EXPECT_EQ(play.inner_redis.peek("item>7"), "v1");
}

TEST(SingleFlight, EveryNodeComputes) {
  TimedPlay play("single_flight", {}, 2);
  for (const std::size_t node : {0U, 0U, 1U, 1U}) play.get_at(0ms, node);
  EXPECT_THAT(play.run(), testing::UnorderedElementsAre("v1 at 100ms", "v1 at 100ms", "v2 at 100ms", "v2 at 100ms"));
}

TEST(SingleFlight, KeysAreComputedIndependently) {
  TimedPlay play("single_flight");
  play.get_at(0ms, 0, "a");
  play.get_at(10ms, 0, "b");
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v2 at 110ms"));
}

TEST(SingleFlight, WithoutAStoreNothingIsKeptForLater) {
  TimedPlay play("single_flight", {{"store", "none"}});
  for (const Duration when : {0ms, 99ms, 101ms}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v1 at 100ms", "v2 at 201ms"));
  EXPECT_TRUE(play.inner_redis.take_commands().empty());
}

TEST(SingleFlight, AllShareAFailure) {
  TimedPlay play("single_flight");
  play.origin.failing = {1};
  for (int i = 0; i < 3; ++i) play.get_at(0ms);
  EXPECT_EQ(play.run(), times(3, "error origin at 100ms"));
  EXPECT_EQ(play.origin.begun.size(), 1U);
}

TEST(SingleFlight, UnsharedAFailureIsTheLeadersAloneAndAnotherLeads) {
  for (const char* detached : {"false", "true"}) {
    TimedPlay play("single_flight", {{"share_errors", "false"}, {"detached", detached}});
    play.origin.failing = {1, 2};
    for (int i = 0; i < 4; ++i) play.get_at(0ms);
    EXPECT_THAT(play.run(), ElementsAre("error origin at 100ms", "error origin at 200ms", "v3 at 300ms", "v3 at 300ms"))
        << detached;
  }
}

TEST(SingleFlight, AllShareAnErrorOfRedisAtTheWrite) {
  for (const char* detached : {"false", "true"}) {
    TimedPlay play("single_flight", {{"detached", detached}});
    for (int i = 0; i < 3; ++i) play.get_at(0ms);
    play.redis.refuse("SET");
    play.get_at(200ms);
    EXPECT_THAT(play.run(),
                ElementsAre("error redis at 100ms", "error redis at 100ms", "error redis at 100ms", "v2 at 300ms"))
        << detached;
  }
}

TEST(SingleFlight, ACancelledLeaderFailsNobodyElse) {
  TimedPlay play("single_flight");
  play.origin.cancelled = {1};
  for (int i = 0; i < 4; ++i) play.get_at(0ms);
  EXPECT_EQ(play.run(), times(3, "v2 at 200ms")) << "the leader itself is gone";
  EXPECT_THAT(play.origin.begun, ElementsAre(0ms, 100ms));
}

TEST(SingleFlight, WhoWaitsTooLongFails) {
  TimedPlay play("single_flight", {{"wait_timeout", "30ms"}, {"on_timeout", "fail"}});
  for (const Duration when : {0ms, 10ms, 80ms}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("error timeout at 40ms", "v1 at 100ms", "v1 at 100ms"));
}

TEST(SingleFlight, WhoWaitsTooLongComputesForItselfAlone) {
  TimedPlay play("single_flight", {{"wait_timeout", "30ms"}});
  for (const Duration when : {0ms, 10ms, 20ms}) play.get_at(when);
  play.get_at(200ms);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v2 at 140ms", "v3 at 150ms", "v1 at 200ms"))
      << "what is computed for one caller is not stored";
}

TEST(SingleFlight, ADetachedComputationOutlivesItsFirstCaller) {
  TimedPlay play("single_flight", {{"detached", "true"}, {"wait_timeout", "30ms"}, {"on_timeout", "fail"}});
  for (const Duration when : {0ms, 90ms, 200ms}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("error timeout at 30ms", "v1 at 100ms", "v1 at 200ms"));
  EXPECT_EQ(play.origin.begun.size(), 1U);
}

TEST(SingleFlight, TheTimeoutIsForAllWaitingTogether) {
  TimedPlay play("single_flight", {{"share_errors", "false"}, {"wait_timeout", "150ms"}, {"on_timeout", "fail"}});
  play.origin.failing = {1, 2};
  for (int i = 0; i < 3; ++i) play.get_at(0ms);
  EXPECT_THAT(play.run(), ElementsAre("error origin at 100ms", "error timeout at 150ms", "error origin at 200ms"));
}

TEST(SingleFlight, AnInvalidationPartsThoseBeforeFromThoseAfter) {
  for (const char* detached : {"false", "true"}) {
    TimedPlay play("single_flight", {{"detached", detached}});
    for (const Duration when : {0ms, 40ms, 60ms, 120ms, 300ms}) play.get_at(when);
    play.invalidate_at(50ms);
    EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v1 at 100ms", "v2 at 160ms", "v2 at 160ms", "v2 at 300ms"))
        << detached;
  }
}

TEST(SingleFlight, WithoutForgettingTheOldValueIsSharedAndStored) {
  TimedPlay play("single_flight", {{"forget_on_invalidate", "false"}});
  for (const Duration when : {0ms, 60ms, 300ms}) play.get_at(when);
  play.invalidate_at(50ms);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v1 at 100ms", "v1 at 300ms"));
}

TEST(SingleFlight, AnInvalidationOnAnotherNodeIsUndoneByTheComputationUnderWay) {
  TimedPlay play("single_flight", {}, 2);
  play.get_at(0ms);
  play.invalidate_at(50ms, 1);
  play.get_at(200ms, 1);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v1 at 200ms"));
}

}  // namespace
}  // namespace stampede

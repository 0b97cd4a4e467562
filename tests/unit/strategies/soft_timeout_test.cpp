// soft_timeout: how long callers wait, and what becomes of the computation that they have left.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/strategies/timed_play.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const std::string kName = "soft_timeout";

// Filled after 100 ms and stale from 60.1 s on; then computations take longer.
void fill_and_slow_down(TimedPlay& play, Duration takes) {
  play.get_at(0ms);
  play.at(1s, [&play, takes] { play.origin.takes = takes; });
}

TEST(SoftTimeout, AQuickComputationIsWaitedFor) {
  TimedPlay play(kName);
  fill_and_slow_down(play, 99ms);
  for (const Duration when : {61s + 0ms, 61s + 50ms}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v2 at 61099ms", "v2 at 61099ms"));
}

TEST(SoftTimeout, EachCallerWaitsItsOwnTimeForASlowOneWhichGoesOnAndFillsTheCache) {
  TimedPlay play(kName);
  fill_and_slow_down(play, 1s);
  for (const Duration when : {61s + 0ms, 61s + 500ms, 61s + 950ms, 63s + 0ms}) play.get_at(when);
  EXPECT_THAT(play.run(),
              ElementsAre("v1 at 100ms", "v1 at 61100ms", "v1 at 61600ms", "v2 at 62000ms", "v2 at 63000ms"));
  EXPECT_THAT(play.origin.begun, ElementsAre(0s, 61s));
}

TEST(SoftTimeout, WithoutAnyPatienceTheOldValueIsAnsweredAtOnce) {
  TimedPlay play(kName, {{"soft_timeout", "0ms"}});
  fill_and_slow_down(play, 100ms);
  for (const Duration when : {61s, 62s}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v1 at 61000ms", "v2 at 62000ms"));
}

TEST(SoftTimeout, WhatNobodyWaitsForIsNotKeptIfTold) {
  TimedPlay play(kName, {{"keep_computing", "false"}});
  fill_and_slow_down(play, 1s);
  for (const Duration when : {61s, 63s, 65s}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v1 at 61100ms", "v1 at 63100ms", "v1 at 65100ms"));
  EXPECT_EQ(play.origin.begun.size(), 4U);
}

TEST(SoftTimeout, OneWhoStillWaitsIsEnoughForItToBeKept) {
  TimedPlay play(kName, {{"keep_computing", "false"}});
  fill_and_slow_down(play, 1s);
  for (const Duration when : {61s + 0ms, 61s + 950ms, 63s + 0ms}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v1 at 61100ms", "v2 at 62000ms", "v2 at 63000ms"));
}

TEST(SoftTimeout, AFailureIsHiddenAndTheOriginLeftAloneForTheThrottle) {
  TimedPlay play(kName, {{"error_throttle", "10s"}});
  play.origin.failing = {2};
  fill_and_slow_down(play, 50ms);
  for (const Duration when : {61s, 62s, 71s, 72s}) play.get_at(when);
  EXPECT_THAT(play.run(),
              ElementsAre("v1 at 100ms", "v1 at 61050ms", "v1 at 62000ms", "v1 at 71000ms", "v3 at 72050ms"));
}

TEST(SoftTimeout, ColdCallersWaitForTheHardTimeoutAndTheCacheIsFilledAfterThem) {
  TimedPlay play(kName, {{"hard_timeout", "30ms"}});
  for (const Duration when : {0ms, 10ms, 80ms, 200ms}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("error timeout at 30ms", "error timeout at 40ms", "v1 at 100ms", "v1 at 200ms"));
  EXPECT_EQ(play.origin.begun.size(), 1U);
}

TEST(SoftTimeout, ColdCallersWithoutAHardTimeoutWaitToTheEnd) {
  TimedPlay play(kName);
  play.origin.takes = 1h;
  for (int i = 0; i < 100; ++i) play.get_at(0ms);
  EXPECT_THAT(play.run(), testing::Each("v1 at 3.6e+06ms"));
  EXPECT_EQ(play.origin.begun.size(), 1U);
}

TEST(SoftTimeout, ACancelledComputationIsBegunAgainForThoseWhoHaveNothing) {
  TimedPlay play(kName, {{"hard_timeout", "150ms"}});
  play.origin.cancelled = {1};
  for (const Duration when : {0ms, 60ms}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("error timeout at 150ms", "v2 at 200ms"));
}

TEST(SoftTimeout, AnInvalidationIsNotUndoneByAComputationOfTheSameNode) {
  TimedPlay play(kName);
  for (const Duration when : {0ms, 60ms, 300ms}) play.get_at(when);
  play.invalidate_at(50ms);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v2 at 160ms", "v2 at 300ms"));
}

}  // namespace
}  // namespace stampede

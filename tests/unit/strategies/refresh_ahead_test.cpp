// refresh_ahead: hot keys that never expire, refreshes that fail or come too late, several nodes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/strategies/timed_play.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const std::string kName = "refresh_ahead";

TEST(RefreshAhead, AHotKeyIsRenewedBeforeItExpiresAndNobodyWaits) {
  TimedPlay play(kName, {{"ttl", "10s"}});
  play.get_at(0ms);
  for (Duration when = 1s; when <= 35s; when += 50ms) play.get_at(when);
  const std::vector<std::string> answers = play.run();
  ASSERT_EQ(answers.size(), 682U);
  for (std::size_t i = 1; i < answers.size(); ++i) {
    const auto asked_ms = 1000 + 50 * (i - 1);
    EXPECT_TRUE(answers[i].ends_with(" at " + std::to_string(asked_ms) + "ms")) << answers[i];
  }
  // Stored after 0.1 s, and due 8 s later.
  EXPECT_THAT(play.origin.begun, ElementsAre(0s, 8100ms, 16200ms, 24300ms, 32400ms));
}

TEST(RefreshAhead, AKeyThatIsReadTooSeldomMisses) {
  TimedPlay play(kName, {{"ttl", "10s"}});
  for (const Duration when : {0s, 8s, 11s}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v1 at 8000ms", "v2 at 11100ms"));
}

TEST(RefreshAhead, ColdCallersShareOneComputation) {
  TimedPlay play(kName);
  for (int i = 0; i < 100; ++i) play.get_at(0ms);
  EXPECT_THAT(play.run(), testing::Each("v1 at 100ms"));
  EXPECT_EQ(play.origin.begun.size(), 1U);
}

TEST(RefreshAhead, ARefreshThatComesTooLateIsWaitedFor) {
  TimedPlay play(kName, {{"ttl", "1s"}});
  play.origin.takes = 500ms;
  // Stored at 0.5 s, due at 1.3 s, gone at 1.5 s.
  for (const Duration when : {0ms, 1400ms, 1600ms, 1700ms}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 500ms", "v1 at 1400ms", "v2 at 1900ms", "v2 at 1900ms"));
  EXPECT_EQ(play.origin.begun.size(), 2U);
}

TEST(RefreshAhead, AFailingRefreshIsTriedOncePerRetryAfterAndNotOnEveryRead) {
  TimedPlay play(kName, {{"ttl", "10s"}, {"retry_after", "500ms"}});
  play.origin.failing = {2, 3, 4};
  play.get_at(0ms);
  for (Duration when = 8100ms; when <= 9900ms; when += 10ms) play.get_at(when);
  const std::vector<std::string> answers = play.run();
  EXPECT_EQ(answers.size(), 182U);
  EXPECT_TRUE(answers.back().starts_with("v1 at")) << answers.back();
  EXPECT_THAT(play.origin.begun, ElementsAre(0s, 8100ms, 8700ms, 9300ms, 9900ms));
}

TEST(RefreshAhead, WhoWaitsForARefreshSharesItsFailure) {
  TimedPlay play(kName, {{"ttl", "1s"}});
  play.origin.takes = 500ms;
  play.origin.failing = {2};
  for (const Duration when : {0ms, 1400ms, 1600ms, 2000ms}) play.get_at(when);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 500ms", "v1 at 1400ms", "error origin at 1900ms", "v3 at 2500ms"));
}

TEST(RefreshAhead, EveryNodeRefreshesUnlessThereIsALock) {
  for (const auto& [coalesce, computations] : {std::pair("node", 3U), std::pair("redis", 2U)}) {
    TimedPlay play(kName, {{"coalesce", coalesce}}, 2);
    play.get_at(0ms);
    for (const std::size_t node : {0U, 1U}) play.get_at(50s, node);
    for (const std::size_t node : {0U, 1U}) play.get_at(50050ms, node);
    play.get_at(51s, 1);
    EXPECT_EQ(play.run().size(), 6U);
    EXPECT_EQ(play.origin.begun.size(), computations) << coalesce;
  }
}

TEST(RefreshAhead, AnInvalidationIsNotUndoneByARefreshOfTheSameNode) {
  TimedPlay play(kName);
  for (const Duration when : {0s + 0ms, 50s + 0ms, 50s + 60ms, 51s + 0ms}) play.get_at(when);
  play.invalidate_at(50050ms);
  EXPECT_THAT(play.run(), ElementsAre("v1 at 100ms", "v1 at 50000ms", "v3 at 50160ms", "v3 at 51000ms"));
}

}  // namespace
}  // namespace stampede

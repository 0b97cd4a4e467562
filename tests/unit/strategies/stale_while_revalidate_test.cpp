// stale_while_revalidate: herds on stale and on cold keys, failing origins, several nodes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/strategies/timed_play.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const std::string kName = "stale_while_revalidate";

std::vector<std::string> times(std::size_t count, const std::string& answer) { return {count, answer}; }

// Stored after 100 ms, stale from 60.1 s on.
void fill(TimedPlay& play, Duration also_at, int count = 1) {
  play.get_at(0ms);
  for (int i = 0; i < count; ++i) play.get_at(also_at);
}

std::vector<std::string> run_after_filling(TimedPlay& play) {
  std::vector<std::string> answers = play.run();
  EXPECT_FALSE(answers.empty());
  if (answers.empty()) return answers;
  EXPECT_EQ(answers.front(), "v1 at 100ms");
  answers.erase(answers.begin());
  return answers;
}

TEST(StaleWhileRevalidate, NobodyWaitsForAStaleKeyAndOneFiberRefreshesIt) {
  TimedPlay play(kName);
  fill(play, 61s, 1000);
  play.get_at(61099ms);
  play.get_at(61101ms);
  std::vector<std::string> expected = times(1000, "v1 at 61000ms");
  expected.insert(expected.end(), {"v1 at 61099ms", "v2 at 61101ms"});
  EXPECT_EQ(run_after_filling(play), expected);
  EXPECT_THAT(play.origin.begun, ElementsAre(0s, 61s));
}

TEST(StaleWhileRevalidate, EverybodyComputesWhenCold) {
  TimedPlay play(kName);
  for (int i = 0; i < 10; ++i) play.get_at(0ms);
  EXPECT_EQ(play.run().size(), 10U);
  EXPECT_EQ(play.origin.begun.size(), 10U);
}

TEST(StaleWhileRevalidate, ColdCallersShareOneComputationIfTold) {
  TimedPlay play(kName, {{"coalesce_cold", "node"}}, 2);
  for (int i = 0; i < 10; ++i) play.get_at(0ms, i % 2 == 0 ? 0 : 1);
  EXPECT_EQ(play.run().size(), 10U);
  EXPECT_EQ(play.origin.begun.size(), 2U);
}

TEST(StaleWhileRevalidate, ColdCallersShareAnErrorOfRedisToo) {
  TimedPlay play(kName, {{"coalesce_cold", "node"}});
  for (int i = 0; i < 3; ++i) play.get_at(0ms);
  play.redis.refuse("SET");
  EXPECT_EQ(play.run(), times(3, "error redis at 100ms"));
}

TEST(StaleWhileRevalidate, ACancelledColdLeaderIsSucceeded) {
  TimedPlay play(kName, {{"coalesce_cold", "node"}});
  play.origin.cancelled = {1};
  for (int i = 0; i < 3; ++i) play.get_at(0ms);
  EXPECT_EQ(play.run(), times(2, "v2 at 200ms"));
}

TEST(StaleWhileRevalidate, AColdCallerJoinsTheRefreshOfWhatIsGone) {
  TimedPlay play(kName, {{"coalesce_cold", "node"}, {"keep_for", "61s"}});
  fill(play, 61050ms);
  play.get_at(61110ms);
  EXPECT_THAT(run_after_filling(play), ElementsAre("v1 at 61050ms", "v2 at 61150ms"));
}

TEST(StaleWhileRevalidate, EachNodeRefreshes) {
  TimedPlay play(kName, {}, 2);
  fill(play, 61s);
  play.get_at(61s, 1);
  run_after_filling(play);
  EXPECT_THAT(play.origin.begun, ElementsAre(0s, 61s, 61s));
}

TEST(StaleWhileRevalidate, OneNodeRefreshesBehindALock) {
  TimedPlay play(kName, {{"coalesce", "redis"}}, 2);
  fill(play, 61s);
  for (const Duration when : {61s + 0ms, 61s + 50ms, 61s + 150ms}) play.get_at(when, 1);
  EXPECT_THAT(run_after_filling(play), ElementsAre("v1 at 61000ms", "v1 at 61000ms", "v1 at 61050ms", "v2 at 61150ms"));
  EXPECT_THAT(play.origin.begun, ElementsAre(0s, 61s));
  EXPECT_EQ(play.inner_redis.peek("lock:item>7"), std::nullopt);
}

TEST(StaleWhileRevalidate, AComputationLongerThanTheLockIsDoubled) {
  TimedPlay play(kName, {{"coalesce", "redis"}, {"lock_ttl", "40ms"}}, 2);
  fill(play, 61s);
  play.get_at(61s + 50ms, 1);
  run_after_filling(play);
  EXPECT_THAT(play.origin.begun, ElementsAre(0s, 61s, 61050ms));
}

TEST(StaleWhileRevalidate, AfterAFailureTheOriginIsLeftAlone) {
  TimedPlay play(kName);
  play.origin.failing = {2, 3};
  fill(play, 61s);
  for (Duration when = 61s; when <= 130s; when += 100ms) play.get_at(when);
  for (const std::string& answer : run_after_filling(play)) {
    EXPECT_TRUE(answer.starts_with("v1 at") || answer.starts_with("v4 at")) << answer;
  }
  // The first try ends after 100 ms and is followed by 30 s of rest, as is the second. The third succeeds.
  EXPECT_THAT(play.origin.begun, ElementsAre(0s, 61s, 91100ms, 121200ms));
}

TEST(StaleWhileRevalidate, AStaleAnswerHidesAFailureBeyondTheWindow) {
  TimedPlay play(kName, {{"stale_while_revalidate", "0s"}, {"stale_if_error", "1min"}, {"coalesce_cold", "node"}});
  play.origin.failing = {2};
  fill(play, 61s, 3);
  EXPECT_EQ(run_after_filling(play), times(3, "v1 at 61100ms"));
  EXPECT_EQ(play.origin.begun.size(), 2U);
}

TEST(StaleWhileRevalidate, AnInvalidationIsNotUndoneByARefreshOfTheSameNode) {
  TimedPlay play(kName);
  fill(play, 61s);
  play.invalidate_at(61050ms);
  play.get_at(61060ms);
  play.get_at(62s);
  EXPECT_THAT(run_after_filling(play), ElementsAre("v1 at 61000ms", "v3 at 61160ms", "v3 at 62000ms"));
}

TEST(StaleWhileRevalidate, AnInvalidationIsUndoneByARefreshOfAnotherNode) {
  TimedPlay play(kName, {}, 2);
  fill(play, 61s);
  play.invalidate_at(61050ms, 1);
  play.get_at(62s, 1);
  EXPECT_THAT(run_after_filling(play), ElementsAre("v1 at 61000ms", "v2 at 62000ms"));
}

}  // namespace
}  // namespace stampede

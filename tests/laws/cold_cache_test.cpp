// A thousand readers of a cold key on four nodes at once: strategies that let others wait compute once, and answer all.
#include <gtest/gtest.h>

#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

using Given = std::map<std::string, std::string>;
using Metrics = std::map<std::string, double>;

constexpr double kComputeTimeMs = 1000;

Metrics cold_1000(const std::string& strategy, const Given& given) {
  const auto metrics = run_built_in(shipped("cold-cache-1000", {}), strategy, 0, given).metrics;
  EXPECT_EQ(metrics.at("requests"), 1000) << strategy;
  EXPECT_EQ(metrics.at("answers.fresh"), 1000) << strategy;
  return {metrics.begin(), metrics.end()};
}

void expect_one_computation(const std::string& strategy, const Given& given, double latency_max_ms) {
  const Metrics metrics = cold_1000(strategy, given);
  EXPECT_EQ(metrics.at("recomputations.total"), 1) << strategy;
  EXPECT_LE(metrics.at("latency_ms.max"), latency_max_ms) << strategy;
}

// Whoever polls wakes up to a pause later, 100 ms, 500 ms and 20 ms by default; a message comes at once.
TEST(ColdCacheOnFourNodes, IsComputedOnceByStrategiesThatWait) {
  expect_one_computation("lease", {}, kComputeTimeMs + 105);
  expect_one_computation("lock_and_wait", {}, kComputeTimeMs + 505);
  expect_one_computation("lock_and_wait", {{"fencing", "true"}}, kComputeTimeMs + 505);
  expect_one_computation("lock_and_wait", {{"stripes", "25"}}, kComputeTimeMs + 505);
  expect_one_computation("lock_and_wait", {{"wake", "pubsub"}}, kComputeTimeMs + 10);
  expect_one_computation("early_expiration", {{"lock", "redis"}}, kComputeTimeMs + 25);
}

TEST(ColdCacheOnFourNodes, IsComputedByEverybodyInEarlyExpirationWithoutALock) {
  EXPECT_EQ(cold_1000("early_expiration", {}).at("recomputations.total"), 1000);
}

// Redisson's defect: a lock that expires while its holder computes.
TEST(ColdCacheOnFourNodes, IsComputedAgainWhenTheLockExpiresUnlessItIsRenewed) {
  for (const char* wake : {"poll", "pubsub"}) {
    Given given{{"lock_ttl", "150ms"}, {"wake", wake}, {"safety_poll", "50ms"}, {"poll_interval_max", "50ms"}};
    EXPECT_GE(cold_1000("lock_and_wait", given).at("recomputations.total"), 4) << wake;
    given["renewal"] = "true";
    EXPECT_EQ(cold_1000("lock_and_wait", given).at("recomputations.total"), 1) << wake;
  }
}

// Without its messages it is the safety poll that wakes; a second look is never more than that late.
TEST(ColdCacheOnFourNodes, IsComputedOnceThoughPollsAreRareIfMessagesComeThrough) {
  expect_one_computation("lock_and_wait", {{"wake", "pubsub"}, {"safety_poll", "5s"}}, kComputeTimeMs + 10);
}

TEST(ColdCacheOnFourNodes, LetsTheBlockedTimeOutWhenTheirPatienceIsShorterThanTheComputation) {
  const scenario::Scenario scenario = shipped("cold-cache-1000", {});
  for (const char* strategy : {"lease", "lock_and_wait"}) {
    const auto metrics =
        run_built_in(scenario, strategy, 0, {{"wait_timeout", "500ms"}, {"on_timeout", "fail"}}).metrics;
    EXPECT_EQ(metrics.at("answers.fresh"), 1) << strategy;
    EXPECT_EQ(metrics.at("errors.timeout"), 999) << strategy;
    EXPECT_EQ(metrics.at("recomputations.total"), 1) << strategy;
  }
}

}  // namespace
}  // namespace stampede::laws

// A run around its load: prefill, background tasks, coming to rest, objectives.
#include <gmock/gmock.h>

#include <set>

#include "simulator/experiment/objectives.h"
#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class RunParts : public RunTest {
 protected:
  RunParts() { scenario_.load = {scenario::Burst{10, 0s}}; }
};

TEST_F(RunParts, PrefillReadsEveryKeyOncePerNodeAndCountsNothing) {
  scenario_.topology.nodes = 3;
  scenario_.prefill = scenario::Prefill::fresh;
  const auto result = run();
  ASSERT_EQ(script_.asked.size(), 3 * 100U + 10);
  std::set<std::pair<std::size_t, std::string>> prefilled;
  for (std::size_t i = 0; i < 300; ++i) prefilled.emplace(script_.asked[i].node, script_.asked[i].key);
  EXPECT_EQ(prefilled.size(), 300U);
  EXPECT_EQ(result.metrics.at("requests"), 10);
  EXPECT_EQ(result.metrics.at("recomputations.total"), 10);
}

TEST_F(RunParts, AStalePrefillIsJustStaleForTheFirstRequest) {
  scenario_.keys.count = 1;
  scenario_.prefill = scenario::Prefill::stale;
  std::optional<Value> cached;
  script_.get = [&](Environment& environment, const Key& key) {
    if (!cached) cached = environment.origin.compute(key).value();
    return Answer::of(*cached);
  };
  const auto metrics = run().metrics;
  EXPECT_EQ(metrics.at("answers.stale"), 10);
  EXPECT_LT(metrics.at("stale_by_s.max"), 0.05);
  cached.reset();
  scenario_.prefill = scenario::Prefill::fresh;
  EXPECT_EQ(run().metrics.at("answers.fresh"), 10);
}

TEST_F(RunParts, BackgroundTasksRunOnTheirWorkersAndReachTheStoreAtOnce) {
  scenario_.background.workers = 3;
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 100ms}};
  world_.delay = 100us;
  std::vector<Duration> waits;
  script_.get = [](Environment& environment, const Key& key) {
    environment.background.enqueue(key);
    return Answer::empty();
  };
  script_.run_task = [&](Environment& environment, const Key& key) {
    const Computation computation = environment.origin.compute(key);
    const TimePoint before = environment.clock.now();
    environment.redis.set(RedisKey{key.name}, computation.value().bytes);
    waits.push_back(environment.clock.now() - before);
  };
  const auto result = run();
  EXPECT_EQ(result.metrics.at("recomputations.background"), 10);
  EXPECT_EQ(result.metrics.at("recomputations.inline"), 0);
  EXPECT_LE(result.metrics.at("recomputations.peak"), 3);
  ASSERT_EQ(waits.size(), 10U);
  // Not held up by the workers that wait for a task.
  for (const Duration wait : waits) EXPECT_LE(wait, 1ms);
  EXPECT_FALSE(warns(result, "not_at_rest"));
}

TEST_F(RunParts, BackgroundWorkersConnectWhenRedisIsBack) {
  world_.refusals_after_nodes = 7;
  std::size_t tasks = 0;
  script_.get = [](Environment& environment, const Key& key) {
    environment.background.enqueue(key);
    return Answer::empty();
  };
  script_.run_task = [&](Environment&, const Key&) { ++tasks; };
  const auto result = run();
  EXPECT_EQ(tasks, 10U);
  EXPECT_EQ(result.metrics.at("answers.empty"), 10);
}

TEST_F(RunParts, ATaskThatFailsLeavesItsWorkerAlive) {
  scenario_.background.workers = 1;
  std::size_t tasks = 0;
  script_.get = [](Environment& environment, const Key& key) {
    environment.background.enqueue(key);
    return Answer::empty();
  };
  script_.run_task = [&](Environment&, const Key&) {
    ++tasks;
    throw std::runtime_error("a task gives up");
  };
  EXPECT_FALSE(warns(run(), "not_at_rest"));
  EXPECT_EQ(tasks, 10U);
}

TEST_F(RunParts, WhatIsOpenAtTheDrainLimitIsUnansweredAndWhatNeverRestsIsReported) {
  scenario_.duration = 1s;
  scenario_.drain = 2s;
  scenario_.settle = 1s;
  scenario_.origin.compute_time = scenario::ConstantTime{1h};
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 10);
  EXPECT_EQ(result.metrics.at("errors.unanswered"), 10);
  EXPECT_TRUE(warns(result, "unanswered_requests"));
  EXPECT_TRUE(warns(result, "not_at_rest"));
}

TEST_F(RunParts, ObjectivesAreJudgedByTheRunsMetrics) {
  scenario_.objectives = {{"requests", 10.0, 10.0}, {"latency_ms.p99", std::nullopt, 5.0}};
  const auto objectives = run().objectives;
  ASSERT_EQ(objectives.size(), 2U);
  EXPECT_TRUE(objectives[0].met);
  EXPECT_FALSE(objectives[1].met);
  EXPECT_NEAR(objectives[1].value.value(), 10, 0.1);
}

TEST(Objectives, HaveInclusiveBoundsAndNeedAValue) {
  const std::map<std::string, double> metrics{{"a", 5}};
  const auto met = [&](std::optional<double> min, std::optional<double> max) {
    return judge({{"a", min, max}}, metrics).front().met;
  };
  EXPECT_TRUE(met(5, 5));
  EXPECT_TRUE(met(std::nullopt, 5));
  EXPECT_TRUE(met(std::nullopt, std::nullopt));
  EXPECT_FALSE(met(5.001, std::nullopt));
  EXPECT_FALSE(met(std::nullopt, 4.999));
  const auto absent = judge({{"b", std::nullopt, 1.0}}, metrics).front();
  EXPECT_FALSE(absent.met);
  EXPECT_FALSE(absent.value.has_value());
}

}  // namespace
}  // namespace stampede::experiment

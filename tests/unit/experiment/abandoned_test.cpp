// What becomes of requests whose clients have given up: their workers, their computations, and what strategies hold.
#include <gtest/gtest.h>

#include <memory>

#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class AbandonedTest : public RunTest {
 protected:
  AbandonedTest() {
    scenario_.topology.workers = 1;
    scenario_.client.timeout = 30ms;
    scenario_.origin.compute_time = scenario::ConstantTime{100ms};
    scenario_.drain = 1s;
    scenario_.settle = 1s;
  }
  reports::RunResult run_with(scenario::Abandoned abandoned) {
    scenario_.client.abandoned = abandoned;
    return run();
  }
};

TEST_F(AbandonedTest, ACancelledWorkerIsFreeAtOnceAndItsComputationStops) {
  scenario_.load = {scenario::Burst{1, 0s}, scenario::Burst{1, 40ms}};
  const auto result = run_with(scenario::Abandoned::cancel);
  ASSERT_EQ(script_.asked.size(), 2U);
  EXPECT_EQ(script_.asked[1].at - script_.asked[0].at, 40ms);
  EXPECT_EQ(result.metrics.at("errors.timeout"), 2);
  EXPECT_EQ(result.metrics.at("recomputations.total"), 2);
  EXPECT_EQ(result.metrics.at("recomputations.failed"), 2);
  EXPECT_EQ(result.metrics.at("recomputations.peak"), 1);
  EXPECT_EQ(result.metrics.at("recomputations.unused"), 0);
  expect_about(result.metrics.at("workers.busy_share"), 60.0 / 70.0);
}

TEST_F(AbandonedTest, ADetachedWorkerIsFreeAtOnceAndTheOriginGoesOn) {
  scenario_.load = {scenario::Burst{1, 0s}, scenario::Burst{1, 40ms}};
  const auto result = run_with(scenario::Abandoned::detach);
  ASSERT_EQ(script_.asked.size(), 2U);
  EXPECT_EQ(script_.asked[1].at - script_.asked[0].at, 40ms);
  EXPECT_EQ(result.metrics.at("recomputations.total"), 2);
  EXPECT_EQ(result.metrics.at("recomputations.failed"), 0);
  EXPECT_EQ(result.metrics.at("recomputations.peak"), 2);
  EXPECT_EQ(result.metrics.at("recomputations.unused"), 2);
  EXPECT_FALSE(warns(result, "not_at_rest"));
}

TEST_F(AbandonedTest, OnlyWhoIsCancelledGivesTheOriginsCapacityBack) {
  scenario_.origin.capacity = 1;
  scenario_.topology.workers = 5;
  scenario_.client.timeout = 210ms;
  scenario_.origin.compute_time = scenario::ConstantTime{200ms};
  scenario_.load = {scenario::Burst{3, 0s}, scenario::Burst{1, 215ms}};
  // 0 to 200 the first; the second then has 10 ms, and the third none.
  EXPECT_EQ(run_with(scenario::Abandoned::cancel).metrics.at("answers.fresh"), 2);
  EXPECT_EQ(run_with(scenario::Abandoned::detach).metrics.at("answers.fresh"), 1);
}

TEST_F(AbandonedTest, WhatNobodyWaitsForIsDroppedFromTheQueueUnlessItIsFinished) {
  scenario_.load = {scenario::Burst{4, 0s}};
  EXPECT_EQ(run_with(scenario::Abandoned::finish).metrics.at("recomputations.total"), 4);
  EXPECT_EQ(run_with(scenario::Abandoned::cancel).metrics.at("recomputations.total"), 1);
  const auto result = run_with(scenario::Abandoned::detach);
  EXPECT_EQ(result.metrics.at("recomputations.total"), 1);
  EXPECT_EQ(result.metrics.at("errors.timeout"), 4);
}

TEST_F(AbandonedTest, AWorkerWhoseRequestIsAnsweredInTimeIsLeftAlone) {
  scenario_.origin.compute_time = scenario::ConstantTime{20ms};
  scenario_.load = {scenario::Burst{1, 0s}, scenario::Burst{1, 25ms}};
  const auto result = run_with(scenario::Abandoned::cancel);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 2);
  EXPECT_EQ(result.metrics.at("recomputations.failed"), 0);
}

TEST_F(AbandonedTest, TheSameWorkerGoesOnAfterEachCancellation) {
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 20, .from = 0s, .length = 5s}};
  const auto result = run_with(scenario::Abandoned::cancel);
  EXPECT_EQ(result.metrics.at("errors.timeout"), 100);
  EXPECT_EQ(result.metrics.at("recomputations.failed"), 100);
  for (const Asked& asked : script_.asked) ASSERT_EQ(asked.worker, 0U);
}

TEST_F(AbandonedTest, WhatAStrategyHoldsIsUnwoundAndWhatItSpawnedGoesOn) {
  int released = 0;
  int finished = 0;
  script_.get = [&](Environment& environment, const Key& key) {
    const std::shared_ptr<void> held(nullptr, [&released](void*) { ++released; });
    environment.fibers.spawn(
        [&environment, &finished, key] { finished += environment.origin.compute(key).ok() ? 1 : 0; });
    environment.clock.sleep_for(10s);
    return Answer::empty();
  };
  scenario_.load = {scenario::Burst{1, 0s}, scenario::Burst{1, 50ms}};
  const auto result = run_with(scenario::Abandoned::cancel);
  EXPECT_EQ(released, 2);
  EXPECT_EQ(finished, 2);
  EXPECT_EQ(result.metrics.at("recomputations.failed"), 0);
}

TEST_F(AbandonedTest, EndpointsAreFreedToo) {
  scenario_.load = {scenario::Burst{1, 1s}};
  scenario_.endpoints.push_back({.name = "slow",
                                 .work = scenario::ConstantTime{500ms},
                                 .load = {scenario::Burst{1, 0s}, scenario::Burst{1, 31ms}}});
  scenario_.origin.compute_time = scenario::ConstantTime{1ms};
  const auto result = run_with(scenario::Abandoned::cancel);
  EXPECT_EQ(result.metrics.at("bystanders.failed"), 2);
  expect_about(result.metrics.at("workers.busy_share"), 61.0 / 1001.0);
}

}  // namespace
}  // namespace stampede::experiment

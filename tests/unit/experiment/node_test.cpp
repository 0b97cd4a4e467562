// Nodes: worker slots, queues, rejections, clients that give up.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class NodeTest : public RunTest {
 protected:
  // Notes how many requests are inside at once, and which workers they occupy.
  void watch_workers() {
    script_.get = [this](Environment& environment, const Key& key) {
      const std::size_t worker = environment.placement.current_worker();
      EXPECT_TRUE(occupied_.insert({environment.placement.node(), worker}).second) << "two requests on one worker";
      most_ = std::max(most_, occupied_.size());
      Answer answer = environment.origin.compute(key).answer();
      occupied_.erase({environment.placement.node(), worker});
      return answer;
    };
  }

  std::set<std::pair<std::size_t, std::size_t>> occupied_;
  std::size_t most_ = 0;
};

TEST_F(NodeTest, WorkersNeverExceedTheSlots) {
  watch_workers();
  scenario_.topology = {.nodes = 2, .workers = 3, .queue_limit = std::nullopt};
  scenario_.load = {scenario::Burst{40, 0s}, scenario::PoissonLoad{.rate_per_s = 700, .from = 0s, .length = 5s}};
  const auto result = run();
  EXPECT_EQ(most_, 6U);
  EXPECT_EQ(result.metrics.at("answers.fresh"), result.metrics.at("requests"));
  for (const Asked& asked : script_.asked) ASSERT_LT(asked.worker, 3U);
}

TEST_F(NodeTest, ABurstIsWorkedOffInRounds) {
  scenario_.topology.workers = 3;
  scenario_.load = {scenario::Burst{20, 0s}};
  const auto result = run();
  ASSERT_EQ(script_.asked.size(), 20U);
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(script_.asked[i].at - script_.asked[0].at, 10ms * (i / 3));
  expect_about(result.metrics.at("latency_ms.max"), 70);
  expect_about(result.metrics.at("service_ms.max"), 10);
  expect_about(result.metrics.at("workers.queue_ms.max"), 60);
}

TEST_F(NodeTest, QueuedRequestsStartInTheOrderOfArrival) {
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 1000, .from = 0s, .length = 300ms}};
  run();
  const auto unqueued = script_.asked;
  scenario_.topology.workers = 2;
  run();
  ASSERT_EQ(script_.asked.size(), unqueued.size());
  for (std::size_t i = 0; i < unqueued.size(); ++i) EXPECT_EQ(script_.asked[i].key, unqueued[i].key);
  EXPECT_GT(script_.asked.back().at, unqueued.back().at);
}

TEST_F(NodeTest, AFullQueueRejectsExactlyTheRequestsBeyondIt) {
  scenario_.topology = {.nodes = 1, .workers = 2, .queue_limit = 5};
  scenario_.load = {scenario::Burst{20, 0s}};
  const auto result = run();
  EXPECT_EQ(result.metrics.at("errors.rejected"), 13);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 7);
  EXPECT_EQ(script_.asked.size(), 7U);
}

TEST_F(NodeTest, AQueueOfNothingTakesWhatTheWorkersTake) {
  scenario_.topology = {.nodes = 2, .workers = 3, .queue_limit = 0};
  scenario_.load = {scenario::Burst{20, 0s}, scenario::Burst{20, 15ms}};
  const auto result = run();
  EXPECT_EQ(result.metrics.at("errors.rejected"), 28);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 12);
}

TEST_F(NodeTest, AQueueHasRoomAgainOnceAWorkerHasTakenARequest) {
  scenario_.topology = {.nodes = 1, .workers = 1, .queue_limit = 1};
  scenario_.load = {scenario::Burst{3, 0s}, scenario::Burst{1, 9ms}, scenario::Burst{2, 11ms}};
  const auto result = run();
  EXPECT_EQ(result.metrics.at("errors.rejected"), 1 + 1 + 1);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 3);
}

TEST_F(NodeTest, AClientGivesUpAtItsTimeoutAndTheWorkerGoesOn) {
  scenario_.topology.workers = 1;
  scenario_.client.timeout = 30ms;
  scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  scenario_.load = {scenario::Burst{1, 0s}, scenario::Burst{1, 95ms}};
  scenario_.drain = 1s;
  const auto result = run();
  ASSERT_EQ(script_.asked.size(), 2U);
  EXPECT_EQ(script_.asked[1].at - script_.asked[0].at, 100ms);  // the first one kept its worker
  EXPECT_EQ(result.metrics.at("errors.timeout"), 2);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 0);  // nobody was there for the late answers
  expect_about(result.metrics.at("latency_ms.max"), 30);
  EXPECT_EQ(result.metrics.at("recomputations.total"), 2);
  EXPECT_EQ(result.metrics.at("recomputations.unused"), 2);
}

TEST_F(NodeTest, AnAnswerInTheMomentOfTheTimeoutIsTooLate) {
  scenario_.client.timeout = 10ms;
  scenario_.load = {scenario::Burst{1, 0s}};
  EXPECT_EQ(run().metrics.at("errors.timeout"), 1);
  scenario_.client.timeout = 10ms + 1ns;
  EXPECT_EQ(run().metrics.at("answers.fresh"), 1);
}

TEST_F(NodeTest, ARequestWhoseClientGaveUpInTheQueueIsWorkedOnButHasNoServiceTime) {
  scenario_.topology.workers = 1;
  scenario_.client.timeout = 15ms;
  scenario_.load = {scenario::Burst{4, 0s}};
  const auto result = run();
  EXPECT_EQ(script_.asked.size(), 4U);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 1);
  EXPECT_EQ(result.metrics.at("errors.timeout"), 3);
  std::uint64_t services = 0;
  for (const auto& [bound, count] : result.histograms.at("service_ms").buckets) services += count;
  EXPECT_EQ(services, 2U);  // of the first, and of the second, which had begun
}

TEST_F(NodeTest, ARequestStartedAfterItsTimeoutWasGivenUpBeforeEvenIfNobodyHasNoticed) {
  scenario_.topology.workers = 1;
  scenario_.client.timeout = 10ms;
  scenario_.load = {scenario::Burst{2, 0s}};
  script_.get = [this](Environment&, const Key&) {
    world_.clock().advance(20ms);  // the thread is busy, no timer can strike
    return Answer::empty();
  };
  const auto result = run();
  EXPECT_EQ(result.metrics.at("errors.timeout"), 2);
  std::uint64_t services = 0;
  for (const auto& [bound, count] : result.histograms.at("service_ms").buckets) services += count;
  EXPECT_EQ(services, 1U);
}

TEST_F(NodeTest, WhatAStrategyThrowsBecomesAnError) {
  scenario_.keys.count = 2;
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 1s}};
  script_.get = [](Environment&, const Key& key) -> Answer {
    if (key.name == "item>0") throw RedisError(RedisError::Kind::lost, "gone");
    throw std::runtime_error("a bug");
  };
  const auto result = run();
  EXPECT_EQ(result.metrics.at("errors.redis") + result.metrics.at("errors.strategy"), 100);
  EXPECT_GT(result.metrics.at("errors.redis"), 20);
  EXPECT_GT(result.metrics.at("errors.strategy"), 20);
}

}  // namespace
}  // namespace stampede::experiment

// Clients that try again: when, where, after which failures, and what is counted of it.
#include <gtest/gtest.h>

#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class ClientCallsTest : public RunTest {
 protected:
  ClientCallsTest() {
    scenario_.topology.nodes = 3;
    scenario_.load = {scenario::Burst{1, 0s}};
    scenario_.client.retries = scenario::Retries{.times = 2, .backoff = 100ms, .factor = 3, .full_jitter = false};
    fail_first(1000);
  }
  // The origin's answer from then on.
  void fail_first(std::size_t failures, ErrorKind kind = ErrorKind::origin) {
    script_.get = [this, failures, kind](Environment& environment, const Key& key) {
      if (script_.asked.size() <= failures) return Answer::error(kind, "on purpose");
      return environment.origin.compute(key).answer();
    };
  }
};

TEST_F(ClientCallsTest, TryAgainOnTheNextNodeWhenTheBackoffIsOver) {
  const auto result = run();
  ASSERT_EQ(script_.asked.size(), 3U);
  EXPECT_EQ(script_.asked[1].at - script_.asked[0].at, 100ms);
  EXPECT_EQ(script_.asked[2].at - script_.asked[1].at, 300ms);
  EXPECT_EQ(script_.asked[1].key, script_.asked[0].key);
  EXPECT_EQ(script_.asked[1].node, (script_.asked[0].node + 1) % 3);
  EXPECT_EQ(script_.asked[2].node, (script_.asked[0].node + 2) % 3);
  EXPECT_EQ(result.metrics.at("requests"), 3);
  EXPECT_EQ(result.metrics.at("errors.origin"), 3);
  EXPECT_EQ(result.metrics.at("clients.calls"), 1);
  EXPECT_EQ(result.metrics.at("clients.retries"), 2);
  EXPECT_EQ(result.metrics.at("clients.failed"), 1);
  expect_about(result.metrics.at("clients.latency_ms.max"), 400);
  EXPECT_LT(result.metrics.at("latency_ms.max"), 1);  // each attempt is a request of its own
}

TEST_F(ClientCallsTest, StopAtTheFirstAnswer) {
  fail_first(1);
  const auto result = run();
  EXPECT_EQ(script_.asked.size(), 2U);
  EXPECT_EQ(result.metrics.at("clients.failed"), 0);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 1);
  expect_about(result.metrics.at("clients.latency_ms.max"), 110);
}

TEST_F(ClientCallsTest, TryAgainOnlyAfterTheFailuresThatTheScenarioNames) {
  scenario_.client.retries->on_errors = false;
  EXPECT_EQ(run().metrics.at("clients.retries"), 0);
  fail_first(1000, ErrorKind::timeout);
  EXPECT_EQ(run().metrics.at("clients.retries"), 2);
  scenario_.client.retries->on_timeout = false;
  EXPECT_EQ(run().metrics.at("clients.retries"), 0);
  fail_first(1000, ErrorKind::rejected);
  EXPECT_EQ(run().metrics.at("clients.retries"), 2);
}

TEST_F(ClientCallsTest, CountFromTheirTimeoutAndFromRejections) {
  scenario_.client.timeout = 50ms;
  scenario_.topology = {.nodes = 1, .workers = 1, .queue_limit = 0};
  scenario_.client.retries = scenario::Retries{.times = 1, .backoff = 10ms, .factor = 1, .full_jitter = false};
  scenario_.origin.compute_time = scenario::ConstantTime{55ms};
  fail_first(0);
  scenario_.load = {scenario::Burst{2, 0s}};
  const auto result = run();
  // The second one is rejected at 0 and at 10; the first times out at 50, and at 60 finds a free worker, for too long.
  EXPECT_EQ(result.metrics.at("errors.rejected"), 2);
  EXPECT_EQ(result.metrics.at("errors.timeout"), 2);
  EXPECT_EQ(result.metrics.at("clients.failed"), 2);
  expect_about(result.metrics.at("clients.latency_ms.max"), 110);
}

TEST_F(ClientCallsTest, FullJitterIsUniformUpToTheBackoffAndTheSameForASeed) {
  scenario_.topology.workers = 10'000;
  fail_first(100'000);
  scenario_.load = {scenario::Burst{2000, 0s}};
  scenario_.client.retries = scenario::Retries{.times = 1, .backoff = 100ms, .factor = 1, .full_jitter = true};
  run();
  ASSERT_EQ(script_.asked.size(), 4000U);
  double sum_s = 0;
  for (std::size_t i = 2000; i < 4000; ++i) {
    const Duration waited = script_.asked[i].at - script_.asked[0].at;
    ASSERT_GE(waited, 0ms);
    ASSERT_LT(waited, 100ms);
    sum_s += to_seconds(waited);
  }
  EXPECT_NEAR(sum_s / 2000, 0.05, 0.002);
  const auto first = script_.asked;
  run();
  EXPECT_EQ(script_.asked, first);
}

TEST_F(ClientCallsTest, WithoutABackoffTryAgainAtOnceAsOftenAsTheyMay) {
  scenario_.client.retries = scenario::Retries{.times = 100, .backoff = 0s, .factor = 1, .full_jitter = false};
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 101);
  EXPECT_EQ(script_.asked.back().at, script_.asked.front().at);
}

TEST_F(ClientCallsTest, OfClosedLoopsThinkAfterTheLastAttempt) {
  scenario_.load = {
      scenario::ClosedLoop{.users = 1, .think_time = scenario::ConstantTime{500ms}, .from = 0s, .length = 800ms}};
  const auto result = run();
  ASSERT_EQ(script_.asked.size(), 3U);  // the next call would be due at 900
  scenario_.load = {
      scenario::ClosedLoop{.users = 1, .think_time = scenario::ConstantTime{500ms}, .from = 0s, .length = 1s}};
  EXPECT_EQ(run().metrics.at("clients.calls"), 2);
  EXPECT_EQ(script_.asked.at(3).at - script_.asked.at(2).at, 500ms);
}

TEST_F(ClientCallsTest, AreAwaitedUntilTheDrainLimitAndHaveFailedThen) {
  scenario_.duration = 1s;
  scenario_.drain = 250ms;
  scenario_.load = {scenario::Burst{1, 900ms}};
  scenario_.client.retries = scenario::Retries{.times = 5, .backoff = 150ms, .factor = 1, .full_jitter = false};
  const auto result = run();
  EXPECT_EQ(script_.asked.size(), 3U);  // at 900, 1050, 1200
  EXPECT_EQ(result.metrics.at("requests"), 3);
  EXPECT_EQ(result.metrics.at("clients.calls"), 1);
  EXPECT_EQ(result.metrics.at("clients.retries"), 2);
  EXPECT_EQ(result.metrics.at("clients.failed"), 1);
  EXPECT_EQ(result.metrics.at("errors.unanswered"), 0);
}

TEST_F(ClientCallsTest, WhoseRequestIsUnansweredHaveFailed) {
  scenario_.duration = 1s;
  scenario_.drain = 200ms;
  scenario_.origin.compute_time = scenario::ConstantTime{10s};
  scenario_.settle = 20s;
  fail_first(0);
  const auto result = run();
  EXPECT_EQ(result.metrics.at("errors.unanswered"), 1);
  EXPECT_EQ(result.metrics.at("clients.failed"), 1);
  EXPECT_EQ(result.metrics.at("clients.retries"), 0);
}

TEST_F(ClientCallsTest, AreRequestsLessRetriesAlsoWhereTheyBeganInTheWarmUp) {
  scenario_.warm_up = 50ms;
  scenario_.load = {scenario::Burst{1, 0s}, scenario::Burst{1, 60ms}};
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 5);
  EXPECT_EQ(result.metrics.at("clients.calls"), 1);
  EXPECT_EQ(result.metrics.at("clients.retries"), 4);
}

TEST_F(ClientCallsTest, AreNotThoseOfFurtherEndpoints) {
  scenario_.client.timeout = 10ms;
  scenario_.endpoints.push_back(
      {.name = "slow", .work = scenario::ConstantTime{20ms}, .load = {scenario::Burst{3, 1s}}});
  const auto result = run();
  EXPECT_EQ(result.metrics.at("bystanders.requests"), 3);
  EXPECT_EQ(result.metrics.at("clients.calls"), 1);
}

TEST_F(ClientCallsTest, AreNoMetricsWhereNobodyTriesAgain) {
  scenario_.client.retries.reset();
  for (const auto& [name, value] : run().metrics) EXPECT_FALSE(name.starts_with("clients.")) << name << value;
}

}  // namespace
}  // namespace stampede::experiment

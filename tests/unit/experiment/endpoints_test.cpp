// Further endpoints: their requests share workers, queues and timeouts with the cached one, and nothing else.
#include <gtest/gtest.h>

#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class EndpointsTest : public RunTest {
 protected:
  EndpointsTest() {
    scenario_.topology.workers = 1;
    scenario_.load = {scenario::Burst{1, 0s}};
  }
  void add(const std::string& name, Duration work, std::vector<scenario::Load> load) {
    scenario_.endpoints.push_back({.name = name, .work = scenario::ConstantTime{work}, .load = std::move(load)});
  }
};

TEST_F(EndpointsTest, HoldAWorkerForTheirWorkAndAreCountedApart) {
  add("health", 5ms, {scenario::Burst{4, 100ms}});
  const auto result = run();
  EXPECT_EQ(script_.asked.size(), 1U);
  EXPECT_EQ(result.metrics.at("requests"), 1);
  expect_about(result.metrics.at("latency_ms.max"), 10);
  EXPECT_EQ(result.metrics.at("bystanders.requests"), 4);
  EXPECT_EQ(result.metrics.at("bystanders.answered"), 4);
  EXPECT_EQ(result.metrics.at("bystanders.failed"), 0);
  expect_about(result.metrics.at("bystanders.latency_ms.p50"), 10);
  expect_about(result.metrics.at("bystanders.latency_ms.max"), 20);
  expect_about(result.metrics.at("workers.queue_ms.max"), 15);
  expect_about(result.metrics.at("workers.busy_share"), (10.0 + 20.0) / 120.0);
}

TEST_F(EndpointsTest, AreNoMetricsWhereThereIsNone) {
  const auto result = run();
  for (const auto& [name, value] : result.metrics) EXPECT_FALSE(name.starts_with("bystanders.")) << name << value;
  EXPECT_TRUE(result.endpoints.empty());
}

TEST_F(EndpointsTest, WaitBehindTheCachedOneAndTheOtherWayRound) {
  add("health", 2ms, {scenario::Burst{1, 1ms}, scenario::Burst{1, 3ms}});
  scenario_.load = {scenario::Burst{1, 0s}, scenario::Burst{1, 2ms}};
  const auto result = run();
  // 0 to 10 cached, to 12 health, to 22 cached, to 24 health.
  expect_about(result.metrics.at("bystanders.latency_ms.max"), 21);
  expect_about(result.metrics.at("latency_ms.max"), 20);
}

TEST_F(EndpointsTest, FailByTimeoutAFullQueueAndTheDrainLimit) {
  scenario_.topology.queue_limit = 1;
  scenario_.client.timeout = 30ms;
  add("slow", 100ms, {scenario::Burst{4, 50ms}});
  const auto result = run();
  EXPECT_EQ(result.metrics.at("bystanders.failed"), 4);  // two were not admitted, two timed out
  EXPECT_EQ(result.metrics.at("bystanders.answered"), 0);
  EXPECT_EQ(result.metrics.at("errors.timeout") + result.metrics.at("errors.rejected"), 0);
  expect_about(result.metrics.at("bystanders.latency_ms.max"), 30);

  scenario_.client.timeout.reset();
  scenario_.topology.queue_limit.reset();
  scenario_.duration = 100ms;
  scenario_.drain = 20ms;
  scenario_.endpoints[0].work = scenario::ConstantTime{1s};
  const auto cut = run();
  EXPECT_EQ(cut.metrics.at("bystanders.failed"), 4);
  EXPECT_EQ(cut.metrics.at("errors.unanswered"), 0);
}

TEST_F(EndpointsTest, AreInTheResultOneByOne) {
  scenario_.topology.workers = 10;
  add("health", 2ms, {scenario::Burst{3, 50ms}});
  add("page", 20ms, {scenario::Burst{2, 50ms}, scenario::Burst{1, 200ms}});
  add("never", 20ms, {scenario::PoissonLoad{.rate_per_s = 0.001, .from = 0s, .length = 1ms}});
  const auto result = run();
  ASSERT_EQ(result.endpoints.size(), 3U);
  EXPECT_EQ(result.endpoints[0].name, "health");
  EXPECT_EQ(result.endpoints[0].requests, 3U);
  expect_about(result.endpoints[0].latency_ms.at("p99"), 2);
  EXPECT_EQ(result.endpoints[1].requests, 3U);
  expect_about(result.endpoints[1].latency_ms.at("p50"), 20);
  EXPECT_EQ(result.endpoints[2].requests, 0U);
  EXPECT_TRUE(result.endpoints[2].latency_ms.empty());
  EXPECT_EQ(result.metrics.at("bystanders.requests"), 6);
}

TEST_F(EndpointsTest, ChangeNeitherTheRequestsNorTheKeysOfTheCachedOne) {
  scenario_.topology.workers = 50;
  scenario_.load = {scenario::PoissonLoad{.rate_per_s = 100, .from = 0s, .length = 2s}};
  run();
  const auto alone = script_.asked;
  add("page", 1ms, {scenario::PoissonLoad{.rate_per_s = 50, .from = 0s, .length = 2s}});
  run();
  ASSERT_EQ(script_.asked.size(), alone.size());
  for (std::size_t i = 0; i < alone.size(); ++i) {
    EXPECT_EQ(script_.asked[i].key, alone[i].key);
    EXPECT_EQ(script_.asked[i].at, alone[i].at);
  }
}

TEST_F(EndpointsTest, HaveUsersInClosedLoops) {
  scenario_.topology.workers = 2;
  add("page", 10ms,
      {scenario::ClosedLoop{.users = 4, .think_time = scenario::ConstantTime{20ms}, .from = 100ms, .length = 1s}});
  const auto result = run();
  // Two of the users wait in the first round only.
  EXPECT_NEAR(result.metrics.at("bystanders.requests"), 4 * 1000.0 / 30, 8);
  EXPECT_EQ(result.metrics.at("bystanders.failed"), 0);
}

}  // namespace
}  // namespace stampede::experiment

// Layers in virtual time: limits that hold to the unit, lines that empty at the rate they must, failures remembered.
#include <gtest/gtest.h>

#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

scenario::Scenario burst_of(std::uint32_t requests) {
  scenario::Scenario scenario = without_network();
  scenario.topology.nodes = 1;
  scenario.topology.workers = requests;
  scenario.client.timeout.reset();
  scenario.load = {scenario::Burst{.requests = requests, .at = 0s}};
  scenario.duration = 1s;
  scenario.drain = 1h;
  scenario.origin.compute_time = scenario::ConstantTime{100ms};
  return scenario;
}

double metric(const reports::RunResult& run, const std::string& name) {
  const auto found = run.metrics.find(name);
  return found == run.metrics.end() ? 0 : found->second;
}

TEST(OriginLimit, LetsSoManyComputeAtOnceAndTheLineEmptiesInTurns) {
  const auto run = run_built_in(burst_of(1000), "plain_ttl/origin_limit", 0,
                                {{"origin_limit.concurrent", "10"}, {"origin_limit.wait_timeout", "1h"}});
  EXPECT_EQ(metric(run, "recomputations.peak"), 10);
  EXPECT_EQ(metric(run, "recomputations.total"), 1000);
  EXPECT_EQ(metric(run, "answers.fresh"), 1000);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 10'000, 10);
  EXPECT_NEAR(metric(run, "latency_ms.mean"), 5050, 5);
}

TEST(OriginLimit, TurnsAwayWhoFindsTheLineFull) {
  const auto run = run_built_in(burst_of(1000), "plain_ttl/origin_limit", 0,
                                {{"origin_limit.concurrent", "10"}, {"origin_limit.queue", "40"}});
  EXPECT_EQ(metric(run, "answers.fresh"), 50);
  EXPECT_EQ(metric(run, "errors.rejected"), 950);
}

TEST(OriginLimit, TurnsAwayWhoWaitsTooLong) {
  const auto run = run_built_in(burst_of(1000), "plain_ttl/origin_limit", 0,
                                {{"origin_limit.concurrent", "10"}, {"origin_limit.wait_timeout", "250ms"}});
  EXPECT_EQ(metric(run, "answers.fresh"), 30);
  EXPECT_EQ(metric(run, "errors.rejected"), 970);
}

TEST(RetryBudget, SpendsItsReserveAndWhatTheCallsEarn) {
  scenario::Scenario scenario = burst_of(1000);
  scenario.origin.error_rate = 1;
  const auto run = run_built_in(scenario, "plain_ttl/retry_budget", 0,
                                {{"retry_budget.reserve", "10"}, {"retry_budget.budget", "0.25"}});
  EXPECT_EQ(metric(run, "errors.origin"), 1000);
  EXPECT_EQ(metric(run, "recomputations.total"), 1000 + 10 + 250);
}

TEST(RetryBudget, EndsAfterSoManyAttempts) {
  scenario::Scenario scenario = burst_of(10);
  scenario.origin.error_rate = 1;
  const auto run = run_built_in(scenario, "plain_ttl/retry_budget", 0,
                                {{"retry_budget.attempts", "4"}, {"retry_budget.reserve", "1000"}});
  EXPECT_EQ(metric(run, "recomputations.total"), 40);
}

TEST(NegativeCache, ComputesAFailingKeyOncePerLifetimeOfTheFailure) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = 1, .workers = 100, .queue_limit = {}};
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 100s}};
  scenario.duration = 100s;
  scenario.origin.compute_time = scenario::ConstantTime{1ms};
  scenario.origin.error_rate = 1;
  const auto run = run_built_in(scenario, "plain_ttl/negative_cache", 0, {{"negative_cache.ttl", "5s"}});
  EXPECT_EQ(metric(run, "errors.origin"), 10'000);
  EXPECT_NEAR(metric(run, "recomputations.total"), 20, 1);
}

TEST(Layers, SaveRedisWhatTheTopLayerAnswers) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = 4, .workers = 100, .queue_limit = {}};
  scenario.freshness.fresh_for = 1h;
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 1000, .from = 1s, .length = 10s},
                   scenario::Burst{.requests = 4, .at = 0s}};
  scenario.duration = 11s;
  scenario.origin.compute_time = scenario::ConstantTime{1ms};
  const auto run = run_built_in(scenario, "local_lru/plain_ttl");
  EXPECT_EQ(metric(run, "recomputations.total"), 4);
  EXPECT_EQ(metric(run, "local.hits"), 10'000);
  EXPECT_EQ(metric(run, "redis.commands"), 8);
}

}  // namespace
}  // namespace stampede::laws

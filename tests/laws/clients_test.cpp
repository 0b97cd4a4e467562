// What clients and further endpoints add up to where it can be worked out: a bystander is a queue of its own, attempts
// are geometric, and a cache that only answered queries fill stays empty while they take longer than clients wait.
#include <gtest/gtest.h>

#include <string>

#include "tests/laws/closed_forms.h"
#include "tests/laws/queues.h"

namespace stampede::laws {
namespace {

// Nothing but the bystander's requests; the one of the cached endpoint is over before the measured part.
scenario::Scenario bystander_alone(const scenario::TimeDistribution& work, double arrivals_per_s, double requests) {
  scenario::Scenario scenario = open_queue(scenario::ConstantTime{1ms}, arrivals_per_s, requests);
  const scenario::Load load = scenario.load.front();
  scenario.endpoints = {{.name = "page", .work = work, .load = {load}}};
  scenario.load = {scenario::Burst{.requests = 1, .at = 0s}};
  return scenario;
}

double mean_queue_ms(const reports::RunResult& run) { return mean_of_histogram(run, "workers.queue_ms"); }

TEST(BystanderQueue, OfConstantWorkWaitsAsPollaczekAndKhinchineSay) {
  scenario::Scenario scenario = bystander_alone(scenario::ConstantTime{kServiceTime}, 70, 600'000);
  scenario.topology.workers = 1;
  expect_law("M/D/1 bystander, 0.70 busy: mean wait in ms", estimate_of(repeated_runs(scenario), mean_queue_ms),
             md1_mean_wait(0.7) * to_milliseconds(kServiceTime));
}

TEST(BystanderQueue, OfExponentialWorkWaitsAsErlangsFormulaSays) {
  scenario::Scenario scenario = bystander_alone(scenario::ExponentialTime{kServiceTime}, 280, 1'200'000);
  scenario.topology.workers = 4;
  const auto runs = repeated_runs(scenario);
  expect_law("M/M/4 bystander, 0.70 busy: mean wait in ms", estimate_of(runs, mean_queue_ms),
             mmc_mean_wait(4, 0.7) * to_milliseconds(kServiceTime));
  expect_law("M/M/4 bystander: busy share (Little)",
             estimate_of(runs, [](const auto& run) { return run.metrics.at("workers.busy_share"); }), 0.7);
}

// The origin fails with probability p, so that a call makes 1 + p + p^2 attempts, and fails with p^3.
TEST(Retries, AreGeometric) {
  constexpr double p = 0.4;
  scenario::Scenario scenario = without_network();
  scenario.topology.workers = 10'000;
  scenario.origin.compute_time = scenario::ConstantTime{1ms};
  scenario.origin.error_rate = p;
  scenario.client.retries = scenario::Retries{.times = 2, .backoff = 20ms, .factor = 2};
  scenario.duration = Duration(static_cast<Duration::rep>(2e10 * kEffort));
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 1000, .from = 0s, .length = scenario.duration}};
  const auto runs = repeated_runs(scenario);
  const auto per_call = [](const std::string& metric) {
    return [metric](const reports::RunResult& run) { return run.metrics.at(metric) / run.metrics.at("clients.calls"); };
  };
  expect_law("attempts per call", estimate_of(runs, per_call("requests")), 1 + p + p * p);
  expect_law("calls that fail for good", estimate_of(runs, per_call("clients.failed")), p * p * p);
}

// A flush of one key that is then read all the time, by clients who wait for less than a computation takes.
scenario::Scenario impatient(scenario::Abandoned abandoned) {
  scenario::Scenario scenario = without_network();
  scenario.topology.workers = 100;
  scenario.freshness = {.fresh_for = 1h, .keep_for = 1h};
  scenario.origin.compute_time = scenario::ConstantTime{500ms};
  scenario.client = {.timeout = 200ms, .retries = std::nullopt, .abandoned = abandoned};
  scenario.duration = 10s;
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 20, .from = 0s, .length = 10s}};
  return scenario;
}

TEST(AbandonedFills, SurviveWhereTheWorkerOrTheStrategyGoesOn) {
  using scenario::Abandoned;
  // What arrives in the first 500 ms finds nothing; the last of those get something from a shared computation.
  const auto finished = run_built_in(impatient(Abandoned::finish), "plain_ttl");
  EXPECT_NEAR(finished.metrics.at("errors.timeout"), 10, 1);
  EXPECT_NEAR(finished.metrics.at("answers.fresh"), 190, 1);
  for (const Abandoned abandoned : {Abandoned::cancel, Abandoned::detach}) {
    const auto lost = run_built_in(impatient(abandoned), "plain_ttl");
    EXPECT_EQ(lost.metrics.at("answers.fresh"), 0);
    EXPECT_EQ(lost.metrics.at("errors.timeout"), 200);
    EXPECT_EQ(lost.metrics.at("recomputations.total"), 200);
    const auto attached = run_built_in(impatient(abandoned), "single_flight");
    EXPECT_EQ(attached.metrics.at("answers.fresh"), 0);
    const auto detached = run_built_in(impatient(abandoned), "single_flight", 0, {{"detached", "true"}});
    EXPECT_EQ(detached.metrics.at("recomputations.total"), 1);
    EXPECT_GE(detached.metrics.at("answers.fresh"), 190);
    const auto soft = run_built_in(impatient(abandoned), "soft_timeout");
    EXPECT_EQ(soft.metrics.at("recomputations.total"), 1);
    EXPECT_GE(soft.metrics.at("answers.fresh"), 190);
  }
}

// Commands whose sender is gone are executed all the same, and their replies harm nobody.
TEST(AbandonedCommands, HarmNoOther) {
  scenario::Scenario scenario = impatient(scenario::Abandoned::cancel);
  scenario.network.one_way_delay = scenario::ExponentialTime{1ms};
  scenario.keys.count = 20;
  scenario.origin.compute_time = scenario::ExponentialTime{1ms};
  scenario.freshness.fresh_for = 20ms;
  scenario.client.timeout = 6ms;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 2000, .from = 0s, .length = 10s}};
  // None with a lock, which stays where its holder was stopped.
  for (const char* const strategy : {"plain_ttl", "single_flight", "stale_while_revalidate"}) {
    const auto run = run_built_in(scenario, strategy);
    EXPECT_GT(run.metrics.at("errors.timeout"), 1000) << strategy;
    EXPECT_GT(run.metrics.at("answers.fresh"), 1000) << strategy;
    EXPECT_EQ(run.metrics.at("errors.redis") + run.metrics.at("errors.strategy"), 0) << strategy;
    EXPECT_TRUE(run.valid) << strategy;
  }
}

}  // namespace
}  // namespace stampede::laws

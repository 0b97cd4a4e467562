// What a fault does, in virtual time, where it can be worked out: how many keys go, how many requests fail, how long
// the others take.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

using scenario::Fault;

// 100 requests/s for three seconds, the keys in turn by chance, on values that stay fresh. A computation takes 1 ms.
scenario::Scenario steady(const Fault& fault) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = 1, .workers = 100, .queue_limit = {}};
  scenario.keys.count = 10;
  scenario.freshness = {.fresh_for = 1h, .keep_for = 1h};
  scenario.prefill = scenario::Prefill::fresh;
  scenario.origin.compute_time = scenario::ConstantTime{1ms};
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 3s}};
  scenario.duration = 3s;
  scenario.faults = {fault};
  return scenario;
}

double metric(const reports::RunResult& run, const std::string& name) {
  const auto found = run.metrics.find(name);
  return found == run.metrics.end() ? 0 : found->second;
}

double seen(const reports::RunResult& run, const std::string& name) { return run.faults.at(0).seen.at(name); }

TEST(FaultEffect, AFlushCostsOneComputationPerKey) {
  const auto run = run_built_in(steady({1005ms, 0s, scenario::Flush{}}), "plain_ttl");
  EXPECT_EQ(seen(run, "keys"), 10);
  EXPECT_EQ(metric(run, "recomputations.total"), 10);
  EXPECT_EQ(metric(run, "answers.fresh"), 300);
}

TEST(FaultEffect, DeletedKeysAreThoseThatWereMeant) {
  const auto run = run_built_in(steady({1005ms, 0s, scenario::DeleteKeys{scenario::HottestKeys{3}}}), "plain_ttl");
  EXPECT_EQ(seen(run, "keys"), 3);
  EXPECT_EQ(metric(run, "recomputations.total"), 3);
  const auto all = run_built_in(steady({1005ms, 0s, scenario::DeleteKeys{scenario::AllKeys{}}}), "plain_ttl");
  EXPECT_EQ(metric(all, "recomputations.total"), 10);
}

TEST(FaultEffect, KeysExpireTogetherAndNotBefore) {
  const auto run = run_built_in(steady({1005ms, 0s, scenario::ExpireKeys{scenario::AllKeys{}, 500ms}}), "plain_ttl");
  EXPECT_EQ(seen(run, "keys"), 10);
  EXPECT_EQ(metric(run, "recomputations.total"), 10);
  const auto& under_way = run.series.columns.at("recomputations_under_way");
  for (std::size_t step = 0; step < 15; ++step) EXPECT_EQ(under_way.at(step).value_or(0), 0) << step;
}

TEST(FaultEffect, AShortLifeIsNotMadeLonger) {
  scenario::Scenario scenario = steady({1005ms, 0s, scenario::ExpireKeys{scenario::AllKeys{}, 1900ms}});
  scenario.freshness.fresh_for = 500ms;
  scenario.prefill = scenario::Prefill::none;
  const auto run = run_built_in(scenario, "plain_ttl");
  EXPECT_EQ(seen(run, "keys"), 0);
}

TEST(FaultEffect, AnOriginThatRefusesFailsExactlyWhatComesMeanwhile) {
  const auto run = run_built_in(steady({1005ms, 500ms, scenario::OriginDown{scenario::Outage::refuse}}), "no_cache");
  EXPECT_EQ(metric(run, "errors.origin"), 50);
  EXPECT_EQ(seen(run, "computations"), 50);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 1, 0.1);
}

TEST(FaultEffect, AnOriginThatHangsDelaysExactlyWhatComesMeanwhile) {
  const auto run = run_built_in(steady({1005ms, 500ms, scenario::OriginDown{scenario::Outage::hang}}), "no_cache");
  EXPECT_EQ(metric(run, "errors.origin"), 0);
  EXPECT_EQ(seen(run, "computations"), 50);
  EXPECT_EQ(metric(run, "recomputations.peak"), 50);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 496, 5);  // the first one comes 5 ms later
}

TEST(FaultEffect, ASlowOriginIsAsSlowAsItIsSaid) {
  const auto run = run_built_in(steady({1005ms, 500ms, scenario::OriginSlow{30}}), "no_cache");
  EXPECT_EQ(seen(run, "computations"), 50);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 30, 0.3);
  EXPECT_NEAR(metric(run, "latency_ms.mean"), (250 * 1 + 50 * 30) / 300.0, 0.1);
}

TEST(FaultEffect, AFailingOriginFailsItsShare) {
  const auto run = run_built_in(steady({1005ms, 1500ms, scenario::OriginFailing{0.4}}), "no_cache");
  EXPECT_NEAR(metric(run, "errors.origin"), 60, 20);
  EXPECT_EQ(seen(run, "computations"), metric(run, "errors.origin"));
}

TEST(FaultEffect, AStallWithinTheDeadlineOnlyDelays) {
  scenario::Scenario scenario = steady({1005ms, 500ms, scenario::RedisStalled{}});
  scenario.redis.deadline = 1s;
  const auto run = run_built_in(scenario, "plain_ttl");
  EXPECT_EQ(metric(run, "answers.fresh"), 300);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 495, 5);
  EXPECT_EQ(seen(run, "redis_errors"), 0);
}

TEST(FaultEffect, AStallBeyondTheDeadlineFailsWhatCannotWait) {
  scenario::Scenario scenario = steady({1005ms, 500ms, scenario::RedisStalled{}});
  scenario.redis.deadline = 100ms;
  const auto run = run_built_in(scenario, "plain_ttl");
  EXPECT_EQ(metric(run, "errors.redis"), 40);  // those of the last 100 ms get their answers
  EXPECT_EQ(seen(run, "redis_errors"), 40);
  EXPECT_EQ(metric(run, "answers.fresh"), 260);
}

TEST(FaultEffect, SlowRepliesDelayEachCommand) {
  const auto run = run_built_in(steady({1005ms, 500ms, scenario::RedisSlow{20ms}}), "plain_ttl");
  EXPECT_NEAR(metric(run, "latency_ms.max"), 20, 0.3);
  EXPECT_NEAR(metric(run, "latency_ms.mean"), 50 * 20 / 300.0, 0.1);
  EXPECT_EQ(seen(run, "redis_errors"), 0);
}

// Its client tries again after pauses of 5, 10, 20, 40, 80, 160 and 320 ms: 635 ms in all.
TEST(FaultEffect, AnUnreachableRedisFailsUntilItsClientTriesAgain) {
  const auto run = run_built_in(steady({1003ms, 500ms, scenario::RedisUnreachable{}}), "plain_ttl");
  EXPECT_EQ(metric(run, "errors.redis"), 63);
  EXPECT_EQ(seen(run, "redis_errors"), 50);
  EXPECT_EQ(seen(run, "connections_lost"), 1);
  EXPECT_EQ(metric(run, "recomputations.total"), 0);  // nothing was lost
}

TEST(FaultEffect, ARestartedRedisIsEmpty) {
  const auto run = run_built_in(steady({1003ms, 500ms, scenario::RedisRestarted{}}), "plain_ttl");
  EXPECT_EQ(metric(run, "errors.redis"), 63);
  EXPECT_EQ(seen(run, "keys"), 10);
  EXPECT_EQ(metric(run, "recomputations.total"), 10);
}

TEST(FaultEffect, WhoDoesWithoutRedisNoticesNothingOfIt) {
  for (const scenario::FaultKind& kind :
       {scenario::FaultKind(scenario::RedisRestarted{}), scenario::FaultKind(scenario::RedisUnreachable{}),
        scenario::FaultKind(scenario::RedisStalled{})}) {
    const auto run = run_built_in(steady({1005ms, 500ms, kind}), "local_lru");
    EXPECT_EQ(metric(run, "answers.fresh"), 300);
    EXPECT_EQ(metric(run, "redis.commands"), 0);
  }
}

// Each request is for a key of its own that is stale, and so makes one task of 400 ms.
scenario::Scenario with_tasks(const Fault& fault) {
  scenario::Scenario scenario = steady(fault);
  scenario.freshness = {.fresh_for = 100ms, .keep_for = 1h};
  scenario.prefill = scenario::Prefill::stale;
  scenario.keys.count = 12;
  scenario.background.workers = 4;
  scenario.origin.compute_time = scenario::ConstantTime{400ms};
  scenario.settle = 30s;
  scenario.origin.capacity = 4;
  return scenario;
}

TEST(FaultEffect, ACrashLosesTheTasksUnderWayAndNoneInTheQueue) {
  const auto run = run_built_in(with_tasks({1005ms, 500ms, scenario::BackgroundCrash{}}), "async_refresh");
  EXPECT_EQ(seen(run, "tasks_lost"), 4);
  EXPECT_EQ(metric(run, "recomputations.failed"), 4);
  EXPECT_GT(metric(run, "recomputations.total"), 12);
  EXPECT_EQ(metric(run, "answers.fresh") + metric(run, "answers.stale"), 300);
  EXPECT_EQ(metric(run, "recomputations.peak"), 4);
}

TEST(FaultEffect, LostTasksAreNotWorkedOn) {
  const auto run = run_built_in(with_tasks({0s, 3s, scenario::BackgroundLost{1}}), "async_refresh");
  EXPECT_EQ(seen(run, "tasks_lost"), 12);
  EXPECT_EQ(metric(run, "recomputations.total"), 0);
  EXPECT_EQ(metric(run, "answers.stale"), 300);
}

// Who waits for the message that the value is there waits for the next look instead.
TEST(FaultEffect, LostMessagesLeaveTheirReadersToTheirOwnDevices) {
  scenario::Scenario scenario = steady({0s, 3s, scenario::MessagesLost{1}});
  scenario.keys.count = 1;
  scenario.prefill = scenario::Prefill::none;
  scenario.origin.compute_time = scenario::ConstantTime{100ms};
  const std::map<std::string, std::string> given{{"wake", "pubsub"}, {"safety_poll", "700ms"}};
  const auto run = run_built_in(scenario, "lock_and_wait", 0, given);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 700, 5);
  EXPECT_EQ(seen(run, "messages_lost"), 1);
  scenario.faults.clear();
  EXPECT_NEAR(metric(run_built_in(scenario, "lock_and_wait", 0, given), "latency_ms.max"), 100, 1);
}

TEST(FaultEffect, FullMemoryKeepsAsMuchAsItMay) {
  scenario::Scenario scenario =
      steady({1005ms, 1900ms, scenario::RedisOutOfMemory{scenario::ShareOfMemory{0.5}, scenario::FullMemory::evicts}});
  const auto run = run_built_in(scenario, "plain_ttl");
  EXPECT_GE(seen(run, "evicted_keys"), 5);
  EXPECT_GE(metric(run, "recomputations.total"), 5);
  EXPECT_EQ(metric(run, "answers.fresh"), 300);
}

// With room for one key, whoever reads a second one makes all forget the first, or not: every other read, and no answer
// is older for it.
TEST(FaultEffect, ForgottenReadersReadAgain) {
  scenario::Scenario scenario = steady({0s, 3s, scenario::RedisTrackingLimited{1}});
  scenario.freshness.fresh_for = 10min;
  const auto limited = run_built_in(scenario, "near_cache");
  EXPECT_LE(seen(limited, "tracked_keys_after"), 2);
  scenario.faults.clear();
  const auto unlimited = run_built_in(scenario, "near_cache");
  EXPECT_GT(metric(limited, "redis.commands"), 5 * metric(unlimited, "redis.commands"));
  EXPECT_EQ(metric(limited, "recomputations.total"), metric(unlimited, "recomputations.total"));
  EXPECT_EQ(metric(limited, "answers.outdated"), 0);
}

TEST(FaultEffect, ARunWithoutFaultsIsNotChangedByTheirBeingPossible) {
  scenario::Scenario scenario = steady({1005ms, 500ms, scenario::OriginSlow{30}});
  scenario.freshness.fresh_for = 10min;  // so that nobody computes meanwhile
  const auto with = run_built_in(scenario, "plain_ttl");
  scenario.faults.clear();
  EXPECT_EQ(run_built_in(scenario, "plain_ttl").fingerprint, with.fingerprint);
}

}  // namespace
}  // namespace stampede::laws

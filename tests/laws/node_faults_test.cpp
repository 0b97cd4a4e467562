// What a process that dies, stands still, or has a wrong clock does to strategies of the program, in virtual time,
// where it can be worked out: what it leaves in Redis, what it has forgotten, and what it writes too late.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

using Given = std::map<std::string, std::string>;
using scenario::AllNodes;
using scenario::Holder;
using scenario::InFlight;
using scenario::NodeIndexes;
using scenario::NodePaused;
using scenario::NodeRestarted;
using scenario::WhileDown;

NodeRestarted crash_of(scenario::NodeChoice nodes) {
  return {.nodes = std::move(nodes), .every = 0s, .in_flight = InFlight::lost, .requests = WhileDown::rerouted};
}

double metric(const reports::RunResult& run, const std::string& name) {
  const auto found = run.metrics.find(name);
  return found == run.metrics.end() ? 0 : found->second;
}

double seen(const reports::RunResult& run, const std::string& name) { return run.faults.at(0).seen.at(name); }

// 10 requests/s for 8 s on one cold key, at four nodes in turn; a computation takes one second.
scenario::Scenario one_cold_key(scenario::FaultKind kind, Duration at, Duration length) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = 4, .workers = 200, .queue_limit = {}};
  scenario.freshness = {.fresh_for = 1h, .keep_for = 2h};
  scenario.origin.compute_time = scenario::ConstantTime{1s};
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 10, .from = 0s, .length = 8s}};
  scenario.duration = 8s;
  scenario.faults = {{at, length, std::move(kind)}};
  return scenario;
}

// ---- what a dead process leaves in Redis ----

// The holder got the lock at 0 s, and nobody gives it back: the next one gets it when it has expired, at 3 s, and has
// the value a second later. Who came first of those that wait had come at 0.1 s.
TEST(DeadHolder, KeepsItsLockUntilItExpires) {
  const auto scenario = one_cold_key(crash_of(Holder{}), 550ms, 100ms);
  const auto run = run_built_in(scenario, "lock_and_wait", 0, {{"lock_ttl", "3s"}, {"poll_interval_max", "10ms"}});
  EXPECT_EQ(seen(run, "node"), 0);
  EXPECT_EQ(metric(run, "errors.node"), 2);  // of 0 s and of 0.4 s
  EXPECT_EQ(metric(run, "recomputations.total"), 2);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 3000 + 1000 - 100, 15);
}

// The watchdog has died with it: it had renewed the lock once, at 1 s.
TEST(DeadHolder, RenewsItsLockNoMore) {
  auto scenario = one_cold_key(crash_of(Holder{}), 1550ms, 100ms);
  scenario.origin.compute_time = scenario::ConstantTime{2s};
  const Given given{{"lock_ttl", "3s"}, {"renewal", "true"}, {"poll_interval_max", "10ms"}};
  const auto run = run_built_in(scenario, "lock_and_wait", 0, given);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 1000 + 3000 + 2000 - 100, 15);
}

TEST(DeadHolder, IsNotWaitedForLongerThanTheDeadline) {
  auto scenario = one_cold_key(crash_of(Holder{}), 550ms, 100ms);
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 10, .from = 0s, .length = 4s}};  // before the lock expires
  const Given given{
      {"lock_ttl", "6s"}, {"poll_interval_max", "10ms"}, {"wait_timeout", "1500ms"}, {"on_timeout", "fail"}};
  const auto run = run_built_in(scenario, "lock_and_wait", 0, given);
  EXPECT_GT(metric(run, "errors.timeout"), 30);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 1500, 1);
}

TEST(DeadHolder, KeepsItsLeaseUntilItEnds) {
  const auto scenario = one_cold_key(crash_of(Holder{}), 550ms, 100ms);
  const auto run = run_built_in(scenario, "lease", 0, {{"lease_interval", "3s"}, {"poll_interval_max", "10ms"}});
  EXPECT_EQ(metric(run, "recomputations.total"), 2);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 3000 + 1000 - 100, 15);
}

// Its value would have been there at 1 s, but for the one who would have stored it.
TEST(DeadHolder, StoresNothing) {
  auto scenario = one_cold_key(crash_of(NodeIndexes{{0}}), 550ms, 100ms);
  scenario.load = {scenario::Burst{1, 0s}, scenario::Burst{1, 2s}};
  const auto run = run_built_in(scenario, "plain_ttl");
  EXPECT_EQ(metric(run, "recomputations.total"), 2);
  EXPECT_EQ(metric(run, "recomputations.failed"), 0);
  EXPECT_EQ(metric(run, "recomputations.unused"), 1);
  EXPECT_EQ(metric(run, "errors.node"), 1);
}

// ---- what it has forgotten ----

// Ten keys that everybody has read, and whose values live long.
scenario::Scenario warm(scenario::FaultKind kind, Duration length) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = 4, .workers = 200, .queue_limit = {}};
  scenario.keys.count = 10;
  scenario.freshness = {.fresh_for = 1h, .keep_for = 2h};
  scenario.prefill = scenario::Prefill::fresh;
  scenario.origin.compute_time = scenario::ConstantTime{1ms};
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 1000, .from = 0s, .length = 5s}};
  scenario.duration = 5s;
  scenario.faults = {{500500us, length, std::move(kind)}};
  return scenario;
}

TEST(RestartedProcess, HasAnEmptyMemory) {
  const auto run = run_built_in(warm(crash_of(NodeIndexes{{2}}), 100ms), "local_lru");
  EXPECT_EQ(metric(run, "recomputations.total"), 10);
  EXPECT_EQ(metric(run, "answers.fresh"), 5000);
}

TEST(RestartedProcess, FindsWhatIsInRedis) {
  const auto run = run_built_in(warm(crash_of(NodeIndexes{{2}}), 100ms), "near_cache");
  EXPECT_EQ(metric(run, "recomputations.total"), 0);
  EXPECT_EQ(metric(run, "answers.fresh"), 5000);
  const auto undisturbed = [] {
    scenario::Scenario scenario = warm(crash_of(NodeIndexes{{2}}), 100ms);
    scenario.faults.clear();
    return run_built_in(scenario, "near_cache");
  }();
  EXPECT_GE(metric(run, "redis.commands"), metric(undisturbed, "redis.commands") + 10);
}

TEST(RestartedProcess, InARollingDeployForgetsOnceOnEachNode) {
  NodeRestarted rolling = crash_of(AllNodes{});
  rolling.every = 1s;
  rolling.in_flight = InFlight::finished;
  const auto run = run_built_in(warm(rolling, 300ms), "local_lru");
  EXPECT_EQ(seen(run, "nodes"), 4);
  EXPECT_EQ(metric(run, "recomputations.total"), 4 * 10);
  EXPECT_EQ(metric(run, "answers.fresh"), 5000);
  EXPECT_NEAR(seen(run, "requests_rerouted"), 4 * 75, 4);
  const auto shared = run_built_in(warm(rolling, 300ms), "local_lru/plain_ttl");
  EXPECT_EQ(metric(shared, "recomputations.total"), 0);
  EXPECT_EQ(metric(shared, "answers.fresh"), 5000);
}

// ---- what a process that stood still writes too late ----

// The holder begins at 0 s, and stands still from 0.1 s to 4 s. Its lock expires at 1 s; somebody else computes.
// Between 1.5 s and 3.5 s new versions are written, by other nodes. Then the holder goes on, and stores what it had
// asked the origin for at 0 s.
constexpr std::uint32_t kHolder = 15;  // the writes begin with node 0, and are not so many

scenario::Scenario late_writer() {
  auto scenario = one_cold_key(NodePaused{Holder{}}, 100ms, 3900ms);
  scenario.topology.nodes = 20;
  scenario.origin.compute_time = scenario::ConstantTime{300ms};
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 50ms, .length = 7950ms}};
  // Each load begins with the node of its own number.
  while (scenario.load.size() < kHolder) scenario.load.emplace_back(scenario::Burst{1, 7s});
  scenario.load.emplace_back(scenario::Burst{1, 0s});
  scenario.writes = {scenario::Writes{.rate_per_s = 4, .from = 1500ms, .length = 2s}};
  return scenario;
}

Given locked(const std::string& fencing) {
  return {{"lock_ttl", "1s"}, {"poll_interval_max", "10ms"}, {"fencing", fencing}};
}

TEST(PausedHolder, WritesAnOldVersionOverANewOne) {
  const auto run = run_built_in(late_writer(), "lock_and_wait", 0, locked("false"));
  EXPECT_EQ(seen(run, "node"), kHolder);
  EXPECT_LE(metric(run, "invalidations.total"), kHolder);
  EXPECT_GT(metric(run, "versions.regressions"), 100);
  EXPECT_GT(metric(run, "answers.outdated"), 390);  // from 4 s until the load ends, at 8 s
  EXPECT_GT(metric(run, "invalidations.total"), 2);
  EXPECT_EQ(metric(run, "invalidations.lost"), metric(run, "invalidations.total"));
}

TEST(PausedHolder, IsFencedOff) {
  const auto run = run_built_in(late_writer(), "lock_and_wait", 0, locked("true"));
  EXPECT_EQ(seen(run, "node"), kHolder);
  EXPECT_GE(metric(run, "recomputations.total"), 2);
  EXPECT_EQ(metric(run, "invalidations.lost"), 0);
  EXPECT_LT(metric(run, "answers.outdated"), 5);
}

// The watchdog stands still as well.
TEST(PausedHolder, IsNotHelpedByRenewal) {
  Given given = locked("false");
  given["renewal"] = "true";
  const auto run = run_built_in(late_writer(), "lock_and_wait", 0, given);
  EXPECT_GE(metric(run, "recomputations.total"), 2);
  EXPECT_GT(metric(run, "invalidations.total"), 2);
  EXPECT_EQ(metric(run, "invalidations.lost"), metric(run, "invalidations.total"));
}

// An entry of Redis that is told of in a pause is dropped when the process goes on, and not before.
TEST(PausedNode, HearsOfInvalidationsAfterwards) {
  scenario::Scenario scenario = warm(NodePaused{NodeIndexes{{1}}}, 2s);
  scenario.writes = {scenario::Writes{.rate_per_s = 20, .from = 1s, .length = 1s}};
  const auto run = run_built_in(scenario, "near_cache");
  EXPECT_EQ(metric(run, "answers.fresh"), 5000);
  EXPECT_EQ(metric(run, "invalidations.lost"), 0);
  EXPECT_EQ(metric(run, "versions.regressions"), 0);
}

}  // namespace
}  // namespace stampede::laws

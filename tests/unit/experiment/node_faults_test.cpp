// Processes that die, stand still, or have a wrong clock: who is hit, and what becomes of what they had.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

using scenario::AllNodes;
using scenario::ClockSkewed;
using scenario::Holder;
using scenario::InFlight;
using scenario::NodeIndexes;
using scenario::NodePaused;
using scenario::NodeRestarted;
using scenario::WhileDown;
using testing::ElementsAre;

class NodeFaultsTest : public RunTest {
 protected:
  NodeFaultsTest() {
    scenario_.topology = {.nodes = 2, .workers = 2, .queue_limit = std::nullopt};
    scenario_.duration = 3s;
  }

  static NodeRestarted restart(scenario::NodeChoice nodes) {
    return {.nodes = std::move(nodes), .every = 0s, .in_flight = InFlight::lost, .requests = WhileDown::rerouted};
  }
  void befall(Duration at, Duration length, scenario::FaultKind kind) {
    scenario_.faults.push_back({at, length, std::move(kind)});
  }

  // A request every 10 ms, to node 0 and node 1 in turn, that takes 1 ms.
  void steady() {
    scenario_.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 3s}};
    scenario_.origin.compute_time = scenario::ConstantTime{1ms};
  }
  // Five requests for each node, of which two are worked on for 100 ms.
  void crowd_at_950ms() {
    scenario_.load = {scenario::Burst{10, 950ms}};
    scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  }

  std::size_t asked_of(std::size_t node, Duration from, Duration to) const {
    return static_cast<std::size_t>(std::count_if(script_.asked.begin(), script_.asked.end(), [&](const Asked& asked) {
      return asked.node == node && asked.at >= TimePoint(from) && asked.at < TimePoint(to);
    }));
  }

  // Nothing went wrong but what was meant to.
  static void expect_as_planned(const reports::RunResult& run, std::size_t faults = 1) {
    EXPECT_TRUE(run.valid);
    EXPECT_FALSE(warns(run, "fault_failed"));
    EXPECT_FALSE(warns(run, "not_at_rest"));
    EXPECT_EQ(run.faults.size(), faults);
  }
  static double seen(const reports::RunResult& run, const std::string& what) {
    const auto found = run.faults.at(0).seen.find(what);
    return found == run.faults.at(0).seen.end() ? -1 : found->second;
  }
};

// ---- a process dies ----

TEST_F(NodeFaultsTest, ADyingProcessTakesAllItsRequestsWithIt) {
  crowd_at_950ms();
  befall(1s, 500ms, restart(NodeIndexes{{0}}));
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(result.metrics.at("errors.node"), 5);  // two at work, three in the queue
  EXPECT_EQ(result.metrics.at("answers.fresh"), 5);
  EXPECT_EQ(seen(result, "requests_lost"), 5);
  EXPECT_EQ(seen(result, "nodes"), 1);
  expect_about(result.metrics.at("latency_ms.p50"), 50);
  EXPECT_EQ(result.faults[0].began_s, 1.0);
  EXPECT_EQ(result.faults[0].ended_s, 1.5);
}

TEST_F(NodeFaultsTest, TheOriginFinishesForNobodyWhatADeadProcessHadAskedFor) {
  crowd_at_950ms();
  scenario_.origin.capacity = 4;  // all are taken when the process dies
  befall(1s, 500ms, restart(NodeIndexes{{0}}));
  const auto result = run();
  EXPECT_EQ(result.metrics.at("recomputations.total"), 2 + 5);
  EXPECT_EQ(result.metrics.at("recomputations.failed"), 0);
  EXPECT_EQ(result.metrics.at("recomputations.unused"), 2);
  EXPECT_EQ(result.metrics.at("recomputations.peak"), 4);
}

TEST_F(NodeFaultsTest, WhatIsMeantForItGoesToAnother) {
  steady();
  befall(1005ms, 500ms, restart(NodeIndexes{{0}}));
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 300);
  EXPECT_EQ(seen(result, "requests_rerouted"), 25);
  EXPECT_EQ(asked_of(0, 1005ms, 1505ms), 0U);
  EXPECT_EQ(asked_of(1, 1005ms, 1505ms), 50U);
  EXPECT_EQ(asked_of(0, 1505ms, 3s), 74U);
}

TEST_F(NodeFaultsTest, OrIsRefused) {
  steady();
  NodeRestarted refusing = restart(NodeIndexes{{0}});
  refusing.requests = WhileDown::refused;
  befall(1005ms, 500ms, refusing);
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(result.metrics.at("errors.node"), 25);
  EXPECT_EQ(seen(result, "requests_refused"), 25);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 275);
  EXPECT_EQ(asked_of(1, 1005ms, 1505ms), 25U);
}

TEST_F(NodeFaultsTest, WithNoNodeLeftEverythingIsRefused) {
  steady();
  scenario_.writes = {{.rate_per_s = 50, .from = 0s, .length = 3s, .commit_delay = 0s}};
  befall(1005ms, 500ms, restart(AllNodes{}));
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(result.metrics.at("errors.node"), 50);
  EXPECT_EQ(seen(result, "requests_refused"), 50);
  EXPECT_EQ(seen(result, "nodes"), 2);
  EXPECT_GT(seen(result, "writes_lost"), 10);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 250);
}

// Users of a closed loop send the next request when they lose one.
TEST_F(NodeFaultsTest, UsersGoOnElsewhere) {
  scenario_.load = {
      scenario::ClosedLoop{.users = 4, .think_time = scenario::ConstantTime{0s}, .from = 0s, .length = 3s}};
  scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  befall(1050ms, 500ms, restart(NodeIndexes{{0}}));
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(result.metrics.at("errors.node"), 2);
  EXPECT_EQ(asked_of(0, 1050ms, 1550ms), 0U);
  EXPECT_GT(asked_of(0, 1550ms, 3s), 10U);
}

TEST_F(NodeFaultsTest, OneThatIsShutDownFinishesWhatItHas) {
  crowd_at_950ms();
  scenario_.load.push_back(scenario::Burst{2, 1100ms});
  NodeRestarted deploy = restart(NodeIndexes{{0}});
  deploy.in_flight = InFlight::finished;
  befall(1s, 500ms, deploy);
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 12);
  EXPECT_EQ(seen(result, "requests_lost"), 0);
  EXPECT_EQ(seen(result, "requests_rerouted"), 1);
  EXPECT_EQ(result.faults[0].ended_s, 1.75);  // it had work until 1.25 s
}

TEST_F(NodeFaultsTest, ARollingRestartReachesEachNodeOnce) {
  steady();
  scenario_.topology.nodes = 4;
  NodeRestarted rolling = restart(AllNodes{});
  rolling.every = 400ms;
  befall(505ms, 200ms, rolling);
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(seen(result, "nodes"), 4);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 300);
  EXPECT_EQ(result.faults[0].ended_s, 0.505 + 3 * 0.4 + 0.2);
  for (std::size_t node = 0; node < 4; ++node) {
    const Duration away = 505ms + node * 400ms;
    EXPECT_EQ(asked_of(node, away, away + 200ms), 0U) << node;
    EXPECT_GE(asked_of(node, 0s, away), 12U) << node;
    EXPECT_GE(asked_of(node, away + 200ms, 3s), 25U) << node;
    EXPECT_EQ(asked_of(node, away - 200ms, away), asked_of(node, away + 200ms, away + 400ms)) << node;
  }
}

TEST_F(NodeFaultsTest, WritesOfADeadProcessDieWithItAndTheOthersGoElsewhere) {
  steady();
  std::vector<std::pair<TimePoint, std::size_t>> told;
  script_.invalidate = [&](Environment& environment, const std::string&, const std::string&) {
    told.emplace_back(environment.clock.now(), environment.placement.node());
  };
  scenario_.writes = {{.rate_per_s = 100, .from = 0s, .length = 3s, .commit_delay = 50ms}};
  befall(1s, 500ms, restart(NodeIndexes{{0}}));
  const auto result = run();
  expect_as_planned(result);
  EXPECT_GT(seen(result, "writes_lost"), 0);
  EXPECT_LT(seen(result, "writes_lost"), 10);
  EXPECT_EQ(result.metrics.at("invalidations.total"), static_cast<double>(told.size()));
  for (const auto& [at, node] : told) {
    const bool is_meanwhile = at >= TimePoint(1s) && at < TimePoint(1550ms);
    EXPECT_TRUE(node == 1 || !is_meanwhile);
  }
}

// ---- a process stands still ----

TEST_F(NodeFaultsTest, APausedProcessAnswersWhenItGoesOn) {
  steady();
  scenario_.topology.workers = 100;
  befall(1000500us, 500ms, NodePaused{NodeIndexes{{0}}});  // in the middle of a computation
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 300);
  EXPECT_EQ(asked_of(0, 1000500us, 1500500us), 0U);
  EXPECT_EQ(asked_of(0, 1500500us, 1501ms), 25U);
  EXPECT_EQ(asked_of(1, 1000500us, 1500500us), 25U);
  expect_about(result.metrics.at("latency_ms.max"), 500.5);
  EXPECT_EQ(seen(result, "nodes"), 1);
  EXPECT_GE(seen(result, "fibers"), 1);
}

TEST_F(NodeFaultsTest, TheOriginDoesNotWaitForAPausedProcess) {
  crowd_at_950ms();
  scenario_.origin.capacity = 1;
  std::map<std::size_t, TimePoint> last;
  script_.get = [&](Environment& environment, const Key& key) {
    const Answer answer = environment.origin.compute(key).answer();
    last[environment.placement.node()] = environment.clock.now();
    return answer;
  };
  befall(1s, 2s, NodePaused{NodeIndexes{{0}}});
  const auto result = run();
  EXPECT_EQ(result.metrics.at("answers.fresh"), 10);
  // Of the first two of each node: all four by 1350 ms, and then the other node alone.
  EXPECT_EQ(last[1], TimePoint(950ms + 7 * 100ms));
  EXPECT_EQ(last[0], TimePoint(3s + 3 * 100ms));
}

TEST_F(NodeFaultsTest, ClientsOfAPausedProcessGiveUpInTime) {
  steady();
  scenario_.client.timeout = 100ms;
  befall(1005ms, 500ms, NodePaused{NodeIndexes{{0}}});
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(result.metrics.at("errors.timeout"), 20);
  expect_about(result.metrics.at("latency_ms.max"), 100);
}

TEST_F(NodeFaultsTest, TimeoutsOfAPausedProcessAreLate) {
  scenario_.load = {scenario::Burst{1, 950ms}};
  std::vector<TimePoint> late;
  script_.get = [&](Environment& environment, const Key&) {
    const std::unique_ptr<WaitList> list = environment.waiting.make_list();
    EXPECT_FALSE(list->wait(100ms));
    late.push_back(environment.clock.now());
    environment.clock.sleep_for(10ms);
    late.push_back(environment.clock.now());
    return Answer::empty();
  };
  befall(1s, 500ms, NodePaused{AllNodes{}});
  run();
  EXPECT_THAT(late, ElementsAre(TimePoint(1500ms), TimePoint(1510ms)));
}

TEST_F(NodeFaultsTest, AProcessThatStandsStillCanDie) {
  crowd_at_950ms();
  befall(1s, 1s, NodePaused{NodeIndexes{{0}}});
  befall(1200ms, 300ms, restart(NodeIndexes{{0}}));
  scenario_.load.push_back(scenario::Burst{2, 1600ms});
  const auto result = run();
  expect_as_planned(result, 2);
  EXPECT_EQ(result.metrics.at("errors.node"), 5);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 7);  // what is new does not stand still
  EXPECT_EQ(asked_of(0, 1600ms, 1601ms), 1U);
}

// ---- a clock is off ----

TEST_F(NodeFaultsTest, AClockIsOffByAsMuchAsItIsSaidAndRunsNoFaster) {
  steady();
  std::map<std::size_t, std::map<Duration, std::set<Duration>>> slept;  // by node and by how far off the clock was
  script_.get = [&](Environment& environment, const Key&) {
    Clock& clock = environment.clock;
    const TimePoint before = clock.now();
    const Duration unix_before = clock.unix_time();
    clock.sleep_for(3ms);
    slept[environment.placement.node()][unix_before - before.time_since_epoch()].insert(clock.now() - before);
    EXPECT_EQ(clock.unix_time() - unix_before, 3ms);
    return Answer::empty();
  };
  befall(1005ms, 500ms, ClockSkewed{NodeIndexes{{1}}, -2s});
  const auto result = run();
  expect_as_planned(result);
  ASSERT_EQ(slept[0].size(), 1U);
  ASSERT_EQ(slept[1].size(), 2U);
  const Duration right = slept[0].begin()->first;
  EXPECT_EQ(slept[1].rbegin()->first, right);
  EXPECT_EQ(slept[1].begin()->first, right - 2s);
  for (const auto& [off, lengths] : slept[1]) EXPECT_THAT(lengths, ElementsAre(3ms));
  EXPECT_EQ(seen(result, "nodes"), 1);
}

// It is the machine's, not the process's.
TEST_F(NodeFaultsTest, AClockIsStillOffAfterARestart) {
  steady();
  std::set<Duration> off;
  script_.get = [&](Environment& environment, const Key&) {
    if (environment.clock.now() > TimePoint(1500ms)) {
      off.insert(environment.clock.unix_time() - environment.clock.now().time_since_epoch());
    }
    return Answer::empty();
  };
  scenario_.topology.nodes = 1;
  befall(1s, 2s, ClockSkewed{AllNodes{}, 7s});
  befall(1200ms, 100ms, restart(AllNodes{}));
  expect_as_planned(run(), 2);
  ASSERT_EQ(off.size(), 1U);
  const Duration off_with = *off.begin();
  scenario_.faults.clear();
  off.clear();
  run();
  EXPECT_EQ(off_with - *off.begin(), 7s);
}

// ---- whoever computes ----

std::uint64_t number_in(const std::string& key) { return std::stoull(key.substr(key.find_first_of("0123456789"))); }

TEST_F(NodeFaultsTest, TheHolderIsWhoComputesForTheHottestKey) {
  scenario_.topology = {.nodes = 8, .workers = 1, .queue_limit = std::nullopt};
  scenario_.load = {scenario::Burst{8, 950ms}};
  scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    scenario_.seed = seed;
    scenario_.faults.clear();
    befall(1s, 500ms, restart(Holder{}));
    const auto result = run();
    expect_as_planned(result);
    const auto hottest = std::min_element(
        script_.asked.begin(), script_.asked.end(),
        [](const Asked& left, const Asked& right) { return number_in(left.key) < number_in(right.key); });
    EXPECT_EQ(seen(result, "node"), static_cast<double>(hottest->node));
    EXPECT_EQ(seen(result, "waited_ms"), 0);
    EXPECT_EQ(result.metrics.at("errors.node"), 1);
  }
}

TEST_F(NodeFaultsTest, TheNextHolderIsWaitedFor) {
  scenario_.load = {scenario::Burst{1, 0s}, scenario::Burst{1, 1200ms}};  // the second one for node 1
  scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  befall(1s, 500ms, restart(Holder{}));
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(seen(result, "node"), 1);
  EXPECT_EQ(seen(result, "waited_ms"), 200);
  EXPECT_EQ(result.metrics.at("errors.node"), 1);
  EXPECT_EQ(result.faults[0].began_s, 1.0);
  EXPECT_EQ(result.faults[0].ended_s, 1.7);
}

TEST_F(NodeFaultsTest, ButNotForEver) {
  scenario_.load = {scenario::Burst{1, 0s}, scenario::Burst{1, 1600ms}};
  befall(1s, 500ms, restart(Holder{}));
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(seen(result, "nodes"), 0);
  EXPECT_EQ(result.faults[0].ended_s, 1.5);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 2);
}

TEST_F(NodeFaultsTest, TheHolderMayBeTheBackground) {
  scenario_.load = {scenario::Burst{1, 950ms}};
  scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  script_.get = [](Environment& environment, const Key& key) {
    environment.background.enqueue(key);
    return Answer::empty();
  };
  script_.run_task = [](Environment& environment, const Key& key) { environment.origin.compute(key); };
  befall(1s, 500ms, restart(Holder{}));
  const auto result = run();
  expect_as_planned(result);
  EXPECT_EQ(seen(result, "background"), 1);
  EXPECT_EQ(seen(result, "tasks_lost"), 1);
  scenario_.faults.clear();
  befall(1s, 500ms, NodePaused{Holder{}});
  const auto paused = run();
  EXPECT_EQ(seen(paused, "nodes"), 0);
}

// Nobody waits for the end of a fault that began late.
TEST_F(NodeFaultsTest, OtherFaultsComeInTimeMeanwhile) {
  crowd_at_950ms();
  scenario_.load.push_back(scenario::Burst{4, 1600ms});
  NodeRestarted deploy = restart(NodeIndexes{{0}});
  deploy.in_flight = InFlight::finished;
  befall(1s, 100ms, deploy);  // it has work until 1.25 s
  befall(1200ms, 500ms, scenario::OriginSlow{2});
  const auto result = run();
  expect_as_planned(result, 2);
  EXPECT_EQ(result.faults[0].ended_s, 1.35);
  EXPECT_EQ(result.faults[1].began_s, 1.2);
  EXPECT_EQ(result.faults[1].ended_s, 1.7);
}

}  // namespace
}  // namespace stampede::experiment

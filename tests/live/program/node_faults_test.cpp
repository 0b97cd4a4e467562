// Faults of application nodes in real time, as the server sees them: connections that go and come, locks that stay.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>
#include <sstream>

#include "fixture.h"
#include "servers.h"

namespace stampede {

namespace {

using namespace std::chrono_literals;

class LiveNodeFaults : public ProgramTest {
 protected:
  // Three nodes, and two seconds of load with the fault in its middle.
  Json scenario(const Json& fault, const Json& strategy = "plain_ttl") const {
    Json scenario = long_scenario("faulty-nodes", {});
    scenario["topology"] = {{"nodes", 3}};
    scenario["load"] = Json::array({{{"constant", 200}, {"for", "2s"}}});
    scenario["keys"] = {{"count", 20}};
    scenario["freshness"] = {{"fresh_for", "300ms"}, {"keep_for", "3s"}};
    scenario["strategies"] = Json::array({strategy});
    scenario["faults"] = Json::array({fault});
    return scenario;
  }
  static Json fault(const std::string& name, const Json& more) {
    Json fault = {{"fault", name}, {"at", "700ms"}, {"for", "600ms"}};
    fault.update(more);
    return fault;
  }

  // Of all connections at the server, but that of who asks.
  std::set<std::uint64_t> clients() const {
    std::set<std::uint64_t> ids;
    std::istringstream lines(server_.ask({"CLIENT", "LIST"}));
    for (std::string line; std::getline(lines, line);) {
      const std::size_t at = line.find("id=");
      if (at != std::string::npos && line.find("cmd=client") == std::string::npos) {
        ids.insert(std::stoull(line.substr(at + 3)));
      }
    }
    return ids;
  }
  static std::size_t common(const std::set<std::uint64_t>& left, const std::set<std::uint64_t>& right) {
    return static_cast<std::size_t>(
        std::count_if(left.begin(), left.end(), [&](std::uint64_t id) { return right.contains(id); }));
  }

  std::unique_ptr<Program> start_on_server(const Json& scenario) const {
    return start({"run", add(scenario), "--redis", server_.socket_url(), "--out", "out"});
  }

  // The only run of the result; it was as the scenario says.
  reports::RunResult finished(const Outcome& outcome) const {
    // A busy machine may have kept the generator from its rate, which is not the question here.
    EXPECT_THAT(outcome.exit_code, testing::AnyOf(0, 3)) << outcome.output << outcome.errors;
    const reports::Result written = result();
    expect_all_accounted_for(written);
    const reports::RunResult run = written.runs.at(0);
    EXPECT_FALSE(has_warning(run, "fault_failed"));
    EXPECT_FALSE(has_warning(run, "redis_lost"));
    EXPECT_FALSE(has_warning(run, "not_at_rest"));
    EXPECT_EQ(run.faults.size(), 1U);
    EXPECT_GE(run.faults.at(0).began_s.value_or(0), 0.7);
    EXPECT_GE(run.faults.at(0).ended_s.value_or(0), 1.3);
    EXPECT_EQ(server_.ask({"DBSIZE"}), "0");
    return run;
  }
  static double seen(const reports::RunResult& run, const std::string& what) { return run.faults.at(0).seen.at(what); }

  const UserServer server_;
};

TEST_F(LiveNodeFaults, ARestartedNodesConnectionGoesAndAnotherComes) {
  const auto program = start_on_server(scenario(fault("node_restarted", {{"nodes", 1}})));
  std::set<std::uint64_t> before;
  ASSERT_TRUE(program->wait_until([&] { return (before = clients()).size() == 3; }));
  std::set<std::uint64_t> meanwhile;
  ASSERT_TRUE(program->wait_until([&] { return (meanwhile = clients()).size() == 2; }));
  EXPECT_EQ(common(meanwhile, before), 2U);
  std::set<std::uint64_t> after;
  ASSERT_TRUE(program->wait_until([&] { return (after = clients()).size() == 3; }));
  EXPECT_EQ(common(after, before), 2U);
  EXPECT_GT(*after.rbegin(), *before.rbegin());
  const reports::RunResult run = finished(program->wait());
  EXPECT_EQ(seen(run, "nodes"), 1);
  EXPECT_GT(seen(run, "requests_rerouted"), 10);
  EXPECT_EQ(metric(run, "errors.node"), seen(run, "requests_lost"));
}

TEST_F(LiveNodeFaults, ARollingDeployReplacesEveryConnectionAndLosesNothing) {
  const Json rolling = {{"nodes", "all"}, {"every", "400ms"}, {"for", "150ms"}, {"in_flight", "finished"}};
  const auto program = start_on_server(scenario(fault("node_restarted", rolling)));
  std::set<std::uint64_t> before;
  ASSERT_TRUE(program->wait_until([&] { return (before = clients()).size() == 3; }));
  ASSERT_TRUE(program->wait_until([&] {
    const std::set<std::uint64_t> now = clients();
    return now.size() == 3 && common(now, before) == 0;
  }));
  const reports::RunResult run = finished(program->wait());
  EXPECT_EQ(seen(run, "nodes"), 3);
  EXPECT_EQ(seen(run, "requests_lost"), 0);
  EXPECT_EQ(metric(run, "errors.node"), 0);
}

// A computation takes longer than the run has been going on: whoever has the lock computes when its process dies.
TEST_F(LiveNodeFaults, ADeadHoldersLockIsStillThereAndStillExpires) {
  Json cold = scenario(fault("node_restarted", {{"nodes", "holder"}}),
                       {{"lock_and_wait", {{"lock_ttl", "1500ms"}, {"poll_interval_max", "20ms"}}}});
  cold["keys"] = {{"count", 1}};
  cold["client"] = {{"timeout", "10s"}};
  cold["origin"] = {{"compute_time", "1s"}};
  cold["freshness"] = {{"fresh_for", "60s"}, {"keep_for", "1h"}};
  const auto program = start_on_server(cold);
  ASSERT_TRUE(program->wait_until([&] { return clients().size() == 3; }));
  ASSERT_TRUE(program->wait_until([&] { return clients().size() == 2; }));
  const std::string lock = server_.ask({"KEYS", "*lock:*"});
  ASSERT_THAT(lock, testing::HasSubstr("lock:"));
  const int ttl_ms = std::stoi(server_.ask({"PTTL", lock}));
  EXPECT_GT(ttl_ms, 100);
  EXPECT_LT(ttl_ms, 1000);
  const reports::RunResult run = finished(program->wait());
  EXPECT_EQ(seen(run, "nodes"), 1);
  EXPECT_GT(seen(run, "requests_lost"), 20);
  EXPECT_EQ(metric(run, "recomputations.total"), 2);
  EXPECT_GT(metric(run, "latency_ms.max"), 2300);  // until the lock has expired, and then a second
}

TEST_F(LiveNodeFaults, APausedNodeKeepsItsConnectionAndAnswersLate) {
  const auto program = start_on_server(scenario(fault("node_paused", {{"nodes", 2}})));
  std::set<std::uint64_t> before;
  ASSERT_TRUE(program->wait_until([&] { return (before = clients()).size() == 3; }));
  const Outcome outcome = program->wait();
  const reports::RunResult run = finished(outcome);
  EXPECT_EQ(seen(run, "nodes"), 1);
  EXPECT_EQ(metric(run, "errors.node"), 0);
  EXPECT_GT(metric(run, "latency_ms.max"), 580);
  EXPECT_LT(metric(run, "latency_ms.p50"), 100);
}

TEST_F(LiveNodeFaults, AClockThatIsOffMakesItsNodeThinkThatEverythingIsStale) {
  Json skewed = scenario(fault("clock_skewed", {{"nodes", 0}, {"by", "10min"}}), "stale_while_revalidate");
  skewed["freshness"] = {{"fresh_for", "60s"}, {"keep_for", "1h"}};
  skewed["prefill"] = "fresh";
  const reports::RunResult run = finished(start_on_server(skewed)->wait());
  EXPECT_EQ(seen(run, "nodes"), 1);
  EXPECT_GT(metric(run, "recomputations.total"), 5);
}

TEST_F(LiveNodeFaults, CtrlCWhileANodeIsAwayOrStandsStillEndsTheProgram) {
  for (const char* name : {"node_restarted", "node_paused"}) {
    const auto program = start_on_server(scenario(fault(name, {{"nodes", "all"}})));
    ASSERT_TRUE(program->wait_until([&] { return clients().size() == 3; }));
    const auto begun = std::chrono::steady_clock::now();
    program->wait_until([&] { return clients().empty() || std::chrono::steady_clock::now() - begun > 1s; });
    program->signal(SIGINT);
    const Outcome outcome = program->wait();
    EXPECT_EQ(outcome.exit_code, 3) << name;
    EXPECT_THAT(outcome.errors, testing::Not(testing::HasSubstr("internal")));
    EXPECT_EQ(server_.ask({"DBSIZE"}), "0");
    std::filesystem::remove_all(folder_ / "out");
  }
}

}  // namespace

}  // namespace stampede

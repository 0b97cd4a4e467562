// Faults of a scenario on a real server, as seen from outside: processes, INFO, the keys of others.
#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include "fixture.h"
#include "servers.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// As /proc has it: R, S, T (stopped), Z.
char state_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::size_t name_end = text.rfind(')');
  return name_end == std::string::npos ? '\0' : text.at(name_end + 2);
}

class LiveFaults : public ProgramTest {
 protected:
  // Two seconds of load, with the fault in its middle.
  std::string scenario(const Json& fault, const Json& strategy = "plain_ttl") const {
    Json scenario = long_scenario("faulty", {});
    scenario["load"] = Json::array({{{"constant", 200}, {"for", "2s"}}});
    scenario["keys"] = {{"count", 20}};
    scenario["freshness"] = {{"fresh_for", "300ms"}, {"keep_for", "3s"}};
    scenario["redis"] = {{"deadline", "200ms"}};
    scenario["strategies"] = Json::array({strategy});
    scenario["faults"] = Json::array({fault});
    return add(scenario);
  }
  static Json fault(const std::string& name, const Json& more = Json::object()) {
    Json fault = {{"fault", name}, {"at", "700ms"}, {"for", "600ms"}};
    fault.update(more);
    return fault;
  }

  // What the private server answers.
  std::string ask(const std::vector<std::string>& command) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "tmp")) {
      Start start{
          .program = "redis-cli", .arguments = {"-s", (entry.path() / "redis.sock").string()}, .environment = {}};
      start.arguments.insert(start.arguments.end(), command.begin(), command.end());
      return Program(start, folder_ / "client").wait().output;
    }
    return {};
  }
  std::string run_id() const {
    const std::string info = ask({"INFO", "server"});
    const std::size_t at = info.find("run_id:");
    return at == std::string::npos ? "" : info.substr(at, 47);
  }

  // The only run of the result; it was as the scenario says.
  reports::RunResult finished(const Outcome& outcome) const {
    // A busy machine may have kept the generator from its rate, which is not the question here.
    EXPECT_THAT(outcome.exit_code, testing::AnyOf(0, 3)) << outcome.output << outcome.errors;
    const reports::Result written = result();
    expect_all_accounted_for(written);
    const reports::RunResult run = written.runs.at(0);
    EXPECT_TRUE(run.valid || has_warning(run, "rate_not_achieved"));
    EXPECT_FALSE(has_warning(run, "fault_failed"));
    EXPECT_FALSE(has_warning(run, "redis_lost"));
    EXPECT_EQ(run.faults.size(), 1U);
    EXPECT_GE(run.faults.at(0).began_s.value_or(0), 0.7);
    EXPECT_LT(run.faults.at(0).began_s.value_or(0), 1.2);
    EXPECT_GT(answered_at_the_end(run), 50);
    EXPECT_TRUE(no_temporary_files());
    EXPECT_THAT(outcome.output, HasSubstr("Faults: " + run.faults.at(0).fault));
    return run;
  }
  // In the last half second.
  static double answered_at_the_end(const reports::RunResult& run) {
    double sum = 0;
    for (const char* column : {"answers.fresh", "answers.stale"}) {
      const auto& answers = run.series.columns.at(column);
      for (std::size_t i = 15; i < std::min<std::size_t>(20, answers.size()); ++i) sum += answers[i].value_or(0);
    }
    return sum;
  }
  static double seen(const reports::RunResult& run, const std::string& what) { return run.faults.at(0).seen.at(what); }
};

TEST_F(LiveFaults, AStalledServersProcessIsStoppedAndGoesOn) {
  const auto program = start({"run", scenario(fault("redis_stalled")), "--out", "out"});
  pid_t server = -1;
  ASSERT_TRUE(program->wait_until([&] { return (server = server_of(program->process())) > 0; }));
  ASSERT_TRUE(program->wait_until([&] { return state_of(server) == 'T'; }));
  ASSERT_TRUE(program->wait_until([&] { return state_of(server) != 'T'; }));
  const reports::RunResult run = finished(program->wait());
  EXPECT_EQ(seen(run, "process"), server);
  EXPECT_GT(seen(run, "redis_errors"), 0);
  EXPECT_GT(metric(run, "errors.redis"), 0);
  EXPECT_GE(run.faults[0].ended_s.value_or(0), 1.3);
}

TEST_F(LiveFaults, ARestartedServerIsAnotherProcessAndEmpty) {
  const auto program = start({"run", scenario(fault("redis_restarted")), "--out", "out"});
  pid_t before = -1;
  ASSERT_TRUE(program->wait_until([&] { return (before = server_of(program->process())) > 0; }));
  std::string id_before;
  ASSERT_TRUE(program->wait_until([&] { return !(id_before = run_id()).empty(); }));
  ASSERT_TRUE(program->wait_until([&] { return state_of(before) == 'Z'; }));
  EXPECT_EQ(run_id(), "");
  pid_t after = -1;
  ASSERT_TRUE(program->wait_until([&] { return (after = server_of(program->process())) > 0 && after != before; }));
  std::string id_after;
  ASSERT_TRUE(program->wait_until([&] { return !(id_after = run_id()).empty(); }));
  EXPECT_NE(id_after, id_before);
  const reports::RunResult run = finished(program->wait());
  EXPECT_EQ(seen(run, "process_before"), before);
  EXPECT_EQ(seen(run, "process_after"), after);
  EXPECT_GT(seen(run, "keys"), 0);
  EXPECT_GT(metric(run, "errors.redis"), 0);
}

TEST_F(LiveFaults, AnUnreachableServerIsLeftAloneEvenIfItIsTheUsers) {
  const UserServer server;
  server.ask({"SET", "mine", "precious"});
  const auto clients = [&] {
    const std::string list = server.ask({"CLIENT", "LIST"});
    return std::count(list.begin(), list.end(), '\n') + 1;  // one of them is who asks
  };
  Json scenario = Json::parse(std::ifstream(folder_ / this->scenario(fault("redis_unreachable"))));
  scenario["topology"] = {{"nodes", 3}};
  const auto program = start({"run", add(scenario), "--redis", server.socket_url(), "--out", "out"});
  ASSERT_TRUE(program->wait_until([&] { return clients() >= 4; }));
  ASSERT_TRUE(program->wait_until([&] { return clients() <= 2; }));
  ASSERT_TRUE(program->wait_until([&] { return clients() >= 4; }));
  const reports::RunResult run = finished(program->wait());
  EXPECT_EQ(seen(run, "connections_lost"), 3);
  EXPECT_GT(metric(run, "errors.redis"), 0);
  EXPECT_EQ(server.ask({"DBSIZE"}), "1");
}

TEST_F(LiveFaults, FullMemoryEvictsAndIsNoLimitAfterwards) {
  Json two =
      Json::parse(std::ifstream(folder_ / scenario(fault("redis_out_of_memory", {{"memory", {{"share", 0.2}}}}))));
  two["keys"] = {{"count", 200}, {"value_size", "10KiB"}};
  two["freshness"] = {{"fresh_for", "60s"}, {"keep_for", "1h"}};
  two["prefill"] = "fresh";
  const auto program = start({"run", add(two), "--out", "out"});
  ASSERT_TRUE(program->wait_until([&] {
    const std::string limit = ask({"CONFIG", "GET", "maxmemory"});
    return limit.find("maxmemory") != std::string::npos && limit.find("\n0\n") == std::string::npos;
  }));
  EXPECT_THAT(ask({"CONFIG", "GET", "maxmemory-policy"}), HasSubstr("allkeys-lru"));
  EXPECT_TRUE(program->wait_until([&] {
    return ask({"CONFIG", "GET", "maxmemory"}).find("\n0\n") != std::string::npos;
  }));
  const reports::RunResult run = finished(program->wait());
  EXPECT_GT(seen(run, "evicted_keys"), 100);
  EXPECT_GT(metric(run, "recomputations.total"), 50);  // everything was there at first
}

// Whoever is told of changes that never were reads again, in both worlds as often.
TEST_F(LiveFaults, ForgottenReadersAreToldAndReadAgain) {
  const std::string file = scenario(fault("redis_tracking_limited", {{"tracked_keys", 3}}), "near_cache");
  Json long_lived = Json::parse(std::ifstream(folder_ / file));
  long_lived["freshness"] = {{"fresh_for", "60s"}, {"keep_for", "1h"}};
  long_lived["prefill"] = "fresh";
  const std::string limited = add(long_lived);
  const auto program = start({"run", limited, "--out", "out"});
  ASSERT_TRUE(program->wait_until([&] {
    return ask({"CONFIG", "GET", "tracking-table-max-keys"}).find("\n3\n") != std::string::npos;
  }));
  ASSERT_TRUE(program->wait_until([&] {
    return ask({"CONFIG", "GET", "tracking-table-max-keys"}).find("\n1000000\n") != std::string::npos;
  }));
  const reports::RunResult live = finished(program->wait());
  EXPECT_GT(seen(live, "tracked_keys_before"), 10);
  EXPECT_LE(seen(live, "tracked_keys_after"), 4);
  std::filesystem::remove_all(folder_ / "out");
  const reports::RunResult modelled = finished(run({"run", limited, "--world", "virtual", "--out", "out"}));
  EXPECT_LE(seen(modelled, "tracked_keys_after"), 4);
  EXPECT_EQ(metric(live, "answers.outdated"), 0);
  EXPECT_GT(metric(live, "redis.commands"), 60);
  EXPECT_NEAR(metric(live, "redis.commands") / metric(modelled, "redis.commands"), 1, 0.4);
}

TEST_F(LiveFaults, FullMemoryRefusesWrites) {
  const reports::RunResult run = finished(this->run(
      {"run", scenario(fault("redis_out_of_memory", {{"memory", "1B"}, {"policy", "noeviction"}})), "--out", "out"}));
  EXPECT_EQ(seen(run, "evicted_keys"), 0);
  EXPECT_GT(seen(run, "redis_errors"), 0);
}

TEST_F(LiveFaults, SlowRepliesDelayTheirRequests) {
  const reports::RunResult run =
      finished(this->run({"run", scenario(fault("redis_slow", {{"delay", "50ms"}})), "--out", "out"}));
  EXPECT_GT(metric(run, "latency_ms.p90"), 50);
  EXPECT_LT(metric(run, "latency_ms.p50"), 50);
  EXPECT_EQ(metric(run, "errors.redis"), 0);
}

TEST_F(LiveFaults, KeysOfTheRunVanishAndNoOthers) {
  const UserServer server;
  server.ask({"SET", "mine", "precious"});
  server.ask({"SET", "item>1", "of another application"});
  for (const Json& fault : {Json{{"fault", "flush"}, {"at", "700ms"}}, Json{{"fault", "delete_keys"}, {"at", "700ms"}},
                            Json{{"fault", "expire_keys"}, {"at", "700ms"}, {"in", "100ms"}}}) {
    const Outcome outcome = run({"run", scenario(fault), "--redis", server.socket_url(), "--out", "out"});
    const reports::RunResult run = finished(outcome);
    EXPECT_GT(seen(run, "keys"), 0) << fault;
    EXPECT_LE(seen(run, "keys"), 20) << fault;
    EXPECT_EQ(server.ask({"GET", "mine"}), "precious") << fault;
    EXPECT_EQ(server.ask({"GET", "item>1"}), "of another application") << fault;
    EXPECT_EQ(server.ask({"TTL", "item>1"}), "-1") << fault;
    std::filesystem::remove_all(folder_ / "out");
  }
}

TEST_F(LiveFaults, TheOriginAndTheBackgroundFailInRealTimeAsWell) {
  const auto seen_of = [&](const Json& fault, const Json& strategy, const std::string& what) {
    const reports::RunResult run = finished(this->run({"run", scenario(fault, strategy), "--out", "out"}));
    std::filesystem::remove_all(folder_ / "out");
    return seen(run, what);
  };
  EXPECT_GT(seen_of(fault("origin_down"), "plain_ttl", "computations"), 0);
  EXPECT_GT(seen_of(fault("background_lost"), "async_refresh", "tasks_lost"), 0);
  EXPECT_GE(seen_of(fault("background_crash"), "async_refresh", "tasks_lost"), 0);
  EXPECT_GT(seen_of(fault("messages_lost"), "near_cache", "messages_lost"), 0);
}

TEST_F(LiveFaults, WhatWouldHarmAServerOfTheUserIsRefusedBeforeAnythingRuns) {
  const UserServer server;
  for (const char* name : {"redis_stalled", "redis_restarted", "redis_out_of_memory", "redis_tracking_limited"}) {
    const bool is_tracking = std::string(name) == "redis_tracking_limited";
    const std::string file = scenario(fault(name, is_tracking ? Json{{"tracked_keys", 5}} : Json::object()));
    const Outcome outcome = run({"run", file, "--redis", server.socket_url(), "--out", "out"});
    EXPECT_EQ(outcome.exit_code, 2) << name;
    EXPECT_THAT(outcome.errors, AllOf(HasSubstr("nothing was run"), HasSubstr(name), HasSubstr("faults[0]"),
                                      HasSubstr("Leave --redis out"), HasSubstr("--world virtual")));
    EXPECT_TRUE(nothing_written());
    EXPECT_EQ(run({"run", file, "--world", "virtual", "--out", "out"}).exit_code, 0);
    std::filesystem::remove_all(folder_ / "out");
  }
}

TEST_F(LiveFaults, CtrlCWhileTheServerIsStalledLeavesNothingBehind) {
  const auto program = start({"run", scenario(fault("redis_stalled")), "--out", "out"});
  pid_t server = -1;
  ASSERT_TRUE(program->wait_until([&] { return (server = server_of(program->process())) > 0; }));
  ASSERT_TRUE(program->wait_until([&] { return state_of(server) == 'T'; }));
  program->signal(SIGINT);
  const Outcome outcome = program->wait();
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.errors, Not(HasSubstr("internal")));
  EXPECT_FALSE(is_running(server));
  EXPECT_TRUE(no_temporary_files());
}

}  // namespace

}  // namespace stampede

// Clients and further endpoints of a scenario on a real server: the same counts as in virtual time where they follow
// from the scenario alone.
#include "fixture.h"

namespace stampede {

namespace {

class LiveClients : public ProgramTest {
 protected:
  // One key whose computation takes `compute_time`, and no wish for punctuality: the machine may be busy.
  static Json scenario(const std::string& name, const std::string& compute_time, const Json& strategy) {
    return {{"name", name},
            {"origin", {{"compute_time", compute_time}}},
            {"generator", {{"lag_p99_max", "10s"}}},
            {"strategies", Json::array({strategy})}};
  }
  reports::RunResult run_live(const Json& scenario) {
    const Outcome outcome = run({"run", add(scenario), "--world", "live", "--out", "out"});
    EXPECT_THAT(outcome.exit_code, testing::AnyOf(0, 3)) << outcome.output << outcome.errors;
    const reports::Result written = result();
    expect_all_accounted_for(written);
    EXPECT_TRUE(no_temporary_files());
    return written.runs.at(0);
  }
};

TEST_F(LiveClients, ABystanderWaitsForWorkersThatWaitForTheCache) {
  Json crowded = scenario("crowded", "800ms", "plain_ttl");
  crowded["topology"] = {{"workers", 10}};
  crowded["load"] = Json::array({{{"burst", 10}}});
  crowded["endpoints"] =
      Json::array({{{"name", "health"}, {"work", "1ms"}, {"load", Json::array({{{"burst", 5}, {"at", "300ms"}}})}}});
  const reports::RunResult run = run_live(crowded);
  EXPECT_EQ(metric(run, "requests"), 10);
  EXPECT_EQ(metric(run, "bystanders.requests"), 5);
  EXPECT_EQ(metric(run, "bystanders.answered"), 5);
  EXPECT_GT(metric(run, "bystanders.latency_ms.p50"), 300);
  ASSERT_EQ(run.endpoints.size(), 1U);
  EXPECT_EQ(run.endpoints[0].name, "health");
  EXPECT_EQ(run.endpoints[0].requests, 5U);
}

TEST_F(LiveClients, TryAgainUntilTheOriginIsBack) {
  Json again = scenario("again", "1ms", "plain_ttl");
  again["client"] = {{"retries", {{"times", 3}, {"backoff", "300ms"}, {"factor", 1}, {"jitter", "none"}}}};
  again["load"] = Json::array({{{"burst", 20}, {"at", "100ms"}}});
  again["duration"] = "600ms";
  again["faults"] = Json::array({{{"fault", "origin_down"}, {"at", "0s"}, {"for", "500ms"}, {"mode", "refuse"}}});
  const reports::RunResult run = run_live(again);
  EXPECT_EQ(metric(run, "clients.calls"), 20);
  EXPECT_EQ(metric(run, "clients.failed"), 0);
  EXPECT_EQ(metric(run, "requests"), metric(run, "clients.calls") + metric(run, "clients.retries"));
  EXPECT_GE(metric(run, "clients.retries"), 40);
  EXPECT_GT(metric(run, "clients.latency_ms.max"), 500);
}

TEST_F(LiveClients, WhoseWorkersStopWithThemNeverFillTheCache) {
  for (const std::string abandoned : {"finish", "cancel", "detach"}) {
    Json impatient = scenario(abandoned, "600ms", "plain_ttl");
    impatient["client"] = {{"timeout", "200ms"}, {"abandoned", abandoned}};
    impatient["load"] = Json::array({{{"constant", 50}, {"for", "2s"}}});
    const reports::RunResult run = run_live(impatient);
    EXPECT_EQ(metric(run, "requests"), 100) << abandoned;
    if (abandoned == "finish") {
      EXPECT_GT(metric(run, "answers.fresh"), 20);
    } else {
      EXPECT_EQ(metric(run, "answers.fresh"), 0) << abandoned;
      EXPECT_EQ(metric(run, "errors.timeout"), 100) << abandoned;
      EXPECT_EQ(metric(run, "recomputations.failed"), abandoned == "cancel" ? 100 : 0);
    }
  }
}

// Commands whose sender was stopped are on the same connection as those of the others.
TEST_F(LiveClients, WhoAreStoppedDuringACommandDisturbNobodyElse) {
  Json hasty = scenario("hasty", "1ms", "plain_ttl");
  hasty["client"] = {{"timeout", "5ms"}, {"abandoned", "cancel"}};
  hasty["keys"] = {{"count", 10}};
  hasty["freshness"] = {{"fresh_for", "20ms"}, {"keep_for", "1s"}};
  hasty["load"] = Json::array({{{"poisson", 2000}, {"for", "2s"}}});
  hasty["faults"] = Json::array({{{"fault", "redis_slow"}, {"at", "500ms"}, {"for", "500ms"}, {"delay", "4ms"}}});
  const reports::RunResult run = run_live(hasty);
  EXPECT_GT(metric(run, "errors.timeout"), 100);
  EXPECT_GT(metric(run, "answers.fresh"), 500);
  EXPECT_EQ(metric(run, "errors.redis") + metric(run, "errors.strategy"), 0);
}

TEST_F(LiveClients, ReadBackWhatTheyHaveWritten) {
  Json writers = scenario("writers", "5ms", "plain_ttl");
  writers["topology"] = {{"nodes", 2}};
  writers["load"] = Json::array({{{"burst", 1}}});
  writers["duration"] = "2s";
  writers["writes"] = Json::array({{{"rate", 20}, {"read_back", {{"after", "20ms"}}}}});
  const reports::RunResult run = run_live(writers);
  EXPECT_EQ(metric(run, "requests"), 1 + metric(run, "invalidations.total"));
  EXPECT_GT(metric(run, "own_writes.read"), 20);
  EXPECT_LE(metric(run, "own_writes.missed"), metric(run, "own_writes.read") / 4);
}

}  // namespace

}  // namespace stampede

// Recovery in real time, with a second run as the twin; and an origin that slows down there, too.
#include "fixture.h"

namespace stampede {

namespace {

class LiveRecovery : public ProgramTest {
 protected:
  static Json flushed() {
    Json scenario = long_scenario("flushed", {"single_flight"});
    scenario["load"] = Json::array({{{"constant", 500}, {"for", "2s"}}});
    scenario["keys"] = {{"count", 20}};
    scenario["freshness"] = {{"fresh_for", "60s"}, {"keep_for", "1h"}};
    scenario["origin"] = {{"compute_time", "10ms"}, {"capacity", 1}};
    scenario["prefill"] = "fresh";
    scenario["faults"] = Json::array({{{"fault", "flush"}, {"at", "600ms"}}});
    scenario["recovery"] = {{"window", "200ms"}};
    return scenario;
  }
};

// 20 keys, one after another: within 200 ms all are there again.
TEST_F(LiveRecovery, IsSoonAfterAFlush) {
  const Outcome outcome = run({"run", add(flushed()), "--out", "out"});
  EXPECT_THAT(outcome.exit_code, testing::AnyOf(0, 3)) << outcome.errors;
  const reports::Result written = result();
  expect_all_accounted_for(written);
  ASSERT_EQ(written.runs.size(), 1U);  // the twin is none of the result's
  const reports::RunResult& run = written.runs.at(0);
  EXPECT_EQ(run.metrics.at("requests"), 1000);
  // A busy machine can make any of the two runs invalid.
  if (!has_warning(run, "recovery_unknown")) {
    EXPECT_EQ(run.metrics.at("recovered"), 1);
    EXPECT_GT(run.metrics.at("recovery_s"), 0);
    EXPECT_LT(run.metrics.at("recovery_s"), 0.5);
  } else {
    EXPECT_FALSE(run.metrics.contains("recovered"));
  }
}

TEST_F(LiveRecovery, ComputationsBeyondTheCapacitySlowDownTogether) {
  Json scenario = small_scenario("slowing-down");
  scenario["load"] = Json::array({{{"burst", 10}}});
  scenario["strategies"] = Json::array({"no_cache"});
  scenario["origin"] = {{"compute_time", "50ms"}, {"capacity", 2}, {"beyond", "slow_down"}};
  const Outcome outcome = run({"run", add(scenario), "--out", "out"});
  EXPECT_THAT(outcome.exit_code, testing::AnyOf(0, 3)) << outcome.errors;
  const reports::RunResult run = result().runs.at(0);
  // All ten take 10 / 2 times 50 ms, the first like the last.
  EXPECT_GE(run.metrics.at("latency_ms.p50"), 249);
  EXPECT_GE(run.metrics.at("latency_ms.max"), 249);
  EXPECT_LT(run.metrics.at("latency_ms.p50"), 400);
}

}  // namespace

}  // namespace stampede

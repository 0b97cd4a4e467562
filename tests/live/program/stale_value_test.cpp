// What becomes of a burst that finds a stale value in the cache, and of those who come after the refresh.
#include "fixture.h"

namespace stampede {

namespace {

constexpr double kBurst = 400;
constexpr double kLater = 10;
constexpr double kComputeTimeMs = 1000;

// All of the burst arrive long before the recomputation is over, all of the later ones long after.
Json burst_on_a_stale_value() {
  Json scenario = small_scenario("stale-value");
  scenario["topology"] = {{"nodes", 4}, {"workers", 250}};
  scenario["prefill"] = "stale";
  scenario["freshness"] = {{"fresh_for", "3s"}, {"keep_for", "1h"}};
  scenario["origin"] = {{"compute_time", "1s"}};
  scenario["load"] = Json::array({{{"burst", kBurst}}, {{"burst", kLater}, {"at", "2500ms"}}});
  scenario["settle"] = "0s";
  scenario["strategies"] = {"mutex_stale", "async_refresh"};
  return scenario;
}

class StaleValue : public ProgramTest {
 protected:
  reports::RunResult run_of_strategy(const std::string& strategy) const {
    const Outcome outcome = run({"run", add(burst_on_a_stale_value()), "--strategy", strategy, "--out", "out"});
    EXPECT_THAT(outcome.exit_code, testing::AnyOf(0, 3)) << outcome.errors;  // the generator may be late
    expect_all_accounted_for(result());
    return run_of(result(), strategy);
  }
};

TEST_F(StaleValue, MutexStaleAnswersEverybodyAllButTheOneWhoComputesStale) {
  const reports::RunResult run = run_of_strategy("mutex_stale");
  EXPECT_EQ(metric(run, "answers.stale"), kBurst - 1);
  EXPECT_EQ(metric(run, "answers.fresh"), 1 + kLater);
  EXPECT_EQ(metric(run, "recomputations.total"), 1);
  EXPECT_EQ(metric(run, "recomputations.inline"), 1);
  EXPECT_LT(metric(run, "latency_ms.p99"), kComputeTimeMs / 2);
  EXPECT_GE(metric(run, "latency_ms.max"), kComputeTimeMs);
}

// Nobody computes in the foreground, so that here the whole burst gets the old value.
TEST_F(StaleValue, AsyncRefreshAnswersEverybodyWithoutWaitingAndIsFreshAfterTheRefresh) {
  const reports::RunResult run = run_of_strategy("async_refresh");
  EXPECT_EQ(metric(run, "answers.stale"), kBurst);
  EXPECT_EQ(metric(run, "answers.fresh"), kLater);
  EXPECT_EQ(metric(run, "recomputations.inline"), 0);
  EXPECT_GE(metric(run, "recomputations.background"), 1);
  EXPECT_LT(metric(run, "latency_ms.max"), kComputeTimeMs);
}

}  // namespace

}  // namespace stampede

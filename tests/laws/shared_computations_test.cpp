// What strategies that share computations on a node promise, kept under load: how many computations there are, and how
// long anybody waits.
#include <gtest/gtest.h>

#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

using Given = std::map<std::string, std::string>;
using Metrics = std::map<std::string, double>;

double of(const Metrics& metrics, const std::string& name) {
  const auto found = metrics.find(name);
  return found == metrics.end() ? 0 : found->second;
}

Metrics run(const scenario::Scenario& scenario, const std::string& strategy, const Given& given = {}) {
  const reports::RunResult result = run_built_in(scenario, strategy, 0, given);
  for (const reports::Warning& warning : result.warnings) ADD_FAILURE() << strategy << ": " << warning.text;
  EXPECT_EQ(of(result.metrics, "errors.unanswered"), 0);
  return {result.metrics.begin(), result.metrics.end()};
}

// A thousand requests at once for a key that nobody has; a computation takes 1 s.
Metrics run_cold(std::uint32_t nodes, const std::string& strategy, const Given& given = {}) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = nodes, .workers = 1000, .queue_limit = {}};
  scenario.origin.compute_time = scenario::ConstantTime{1s};
  scenario.load = {scenario::Burst{.requests = 1000, .at = 0s}};
  scenario.duration = 1s;
  return run(scenario, strategy, given);
}

TEST(SharedComputations, AColdKeyIsComputedOncePerNodeAndEverybodyHasItThen) {
  const std::vector<std::pair<std::string, Given>> strategies{{"single_flight", {}},
                                                              {"single_flight", {{"detached", "true"}}},
                                                              {"stale_while_revalidate", {{"coalesce_cold", "node"}}},
                                                              {"refresh_ahead", {}},
                                                              {"soft_timeout", {}}};
  for (const auto& [strategy, given] : strategies) {
    for (const std::uint32_t nodes : {1U, 4U}) {
      const Metrics metrics = run_cold(nodes, strategy, given);
      EXPECT_EQ(of(metrics, "recomputations.total"), nodes) << strategy;
      EXPECT_EQ(of(metrics, "answers.fresh"), 1000) << strategy;
      EXPECT_NEAR(of(metrics, "latency_ms.p50"), 1000, 1) << strategy;
      EXPECT_NEAR(of(metrics, "latency_ms.max"), 1000, 1) << strategy;
    }
  }
}

TEST(SharedComputations, ServingStaleAloneProtectsNothingThatIsCold) {
  EXPECT_EQ(of(run_cold(1, "stale_while_revalidate"), "recomputations.total"), 1000);
}

// 2000 requests/s for a key that is there, with a network; it is fresh for 2 s, and a computation takes 200 ms.
scenario::Scenario hot_key(std::uint32_t nodes) {
  scenario::Scenario scenario = shipped("hot-key-expiry", {});
  scenario.topology.nodes = nodes;
  return scenario;
}

TEST(SharedComputations, AnExpiryOfAHotKeyIsOneComputationPerNode) {
  for (const std::uint32_t nodes : {1U, 4U}) {
    const Metrics metrics = run(hot_key(nodes), "single_flight");
    // Expiries are 2.2 s apart, from somewhat less than 2 s on.
    EXPECT_EQ(of(metrics, "recomputations.total"), 4 * nodes);
    EXPECT_EQ(of(metrics, "recomputations.peak"), nodes);
  }
}

TEST(SharedComputations, NobodyWaitsForAHotKeyThatIsRefreshedInTheBackground) {
  for (const std::string strategy : {"stale_while_revalidate", "refresh_ahead"}) {
    const Metrics metrics = run(hot_key(4), strategy);
    EXPECT_LT(of(metrics, "latency_ms.max"), 1) << strategy;
    EXPECT_EQ(of(metrics, "recomputations.inline"), 0) << strategy;
    EXPECT_LE(of(metrics, "recomputations.peak"), 4) << strategy;
    EXPECT_EQ(of(metrics, "workers.waiting_share"), 0) << strategy;
  }
  EXPECT_GT(of(run(hot_key(4), "stale_while_revalidate"), "answers.stale"), 0);
  EXPECT_EQ(of(run(hot_key(4), "refresh_ahead"), "answers.stale"), 0);
}

TEST(SharedComputations, ALockMakesItOneRefreshForAllNodes) {
  for (const std::string strategy : {"stale_while_revalidate", "refresh_ahead"}) {
    const Metrics metrics = run(hot_key(4), strategy, {{"coalesce", "redis"}});
    EXPECT_GE(of(metrics, "recomputations.total"), 4) << strategy;
    EXPECT_EQ(of(metrics, "recomputations.redundant"), 0) << strategy;
    EXPECT_EQ(of(metrics, "recomputations.peak"), 1) << strategy;
    EXPECT_LT(of(metrics, "latency_ms.max"), 1) << strategy;
  }
}

// Half of the computations fail, in a key that is read every 10 ms and stale after 100 ms.
Metrics run_with_failures(const std::string& strategy, const Given& given) {
  scenario::Scenario scenario = without_network();
  scenario.freshness = {.fresh_for = 100ms, .keep_for = 1h};
  scenario.origin = {.compute_time = scenario::ConstantTime{20ms}, .capacity = {}, .error_rate = 0.5, .pause = {}};
  scenario.prefill = scenario::Prefill::fresh;
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 10s}};
  scenario.duration = 10s;
  return run(scenario, strategy, given);
}

TEST(SharedComputations, AnOldValueHidesAFailingOrigin) {
  const Given without_window{{"stale_while_revalidate", "0s"}, {"error_throttle", "0s"}};
  Given if_error = without_window;
  if_error["stale_if_error"] = "1h";
  EXPECT_GT(of(run_with_failures("stale_while_revalidate", without_window), "errors.origin"), 0);
  for (const auto& [strategy, given] :
       {std::pair<std::string, Given>{"stale_while_revalidate", if_error},
        std::pair<std::string, Given>{"stale_while_revalidate", {{"error_throttle", "0s"}}},
        std::pair<std::string, Given>{"soft_timeout", {{"error_throttle", "0s"}}}}) {
    const Metrics metrics = run_with_failures(strategy, given);
    EXPECT_EQ(of(metrics, "errors.origin"), 0) << strategy;
    EXPECT_GT(of(metrics, "recomputations.failed"), 10) << strategy;
    EXPECT_GT(of(metrics, "answers.fresh"), 500) << strategy;
  }
}

TEST(SharedComputations, AThrottleSparesAFailingOrigin) {
  for (const std::string strategy : {"stale_while_revalidate", "soft_timeout"}) {
    // One failure at most in each second, and some time until the next.
    EXPECT_LE(of(run_with_failures(strategy, {{"error_throttle", "1s"}}), "recomputations.failed"), 10) << strategy;
  }
}

TEST(SharedComputations, NobodyWaitsLongerThanTheSoftTimeoutForAStaleKey) {
  scenario::Scenario scenario = without_network();
  scenario.freshness = {.fresh_for = 5s, .keep_for = 1h};
  scenario.origin.compute_time = scenario::ConstantTime{1s};
  scenario.prefill = scenario::Prefill::stale;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 500, .from = 0s, .length = 3s}};
  scenario.duration = 3s;
  const Metrics metrics = run(scenario, "soft_timeout");
  EXPECT_LE(of(metrics, "latency_ms.p99"), 101);
  EXPECT_LE(of(metrics, "latency_ms.max"), 101);
  EXPECT_EQ(of(metrics, "recomputations.total"), 1);
  // Those of the first 0.9 s get the old value.
  EXPECT_NEAR(of(metrics, "answers.stale"), 450, 60);
  EXPECT_GT(of(metrics, "answers.fresh"), 900);
}

// A computation takes five times as long as callers wait.
TEST(SharedComputations, ALostCacheComesBackOnlyIfItIsFilledAfterItsCallersHaveGone) {
  scenario::Scenario scenario = without_network();
  scenario.freshness = {.fresh_for = 1h, .keep_for = 1h};
  scenario.origin.compute_time = scenario::ConstantTime{500ms};
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 1, .from = 0s, .length = 100s}};
  scenario.duration = 100s;
  const Metrics kept = run(scenario, "soft_timeout", {{"hard_timeout", "100ms"}});
  EXPECT_EQ(of(kept, "errors.timeout"), 1);
  EXPECT_EQ(of(kept, "recomputations.total"), 1);
  const Metrics dropped = run(scenario, "soft_timeout", {{"hard_timeout", "100ms"}, {"keep_computing", "false"}});
  EXPECT_EQ(of(dropped, "errors.timeout"), of(dropped, "requests"));
  EXPECT_EQ(of(dropped, "recomputations.total"), of(dropped, "requests"));
}

// 50 keys that are stored at the same moment.
double peak_with(const std::string& strategy, const std::string& jitter) {
  scenario::Scenario scenario = without_network();
  scenario.keys.count = 50;
  scenario.topology.workers = 1000;
  scenario.freshness = {.fresh_for = 2s, .keep_for = 1h};
  scenario.prefill = scenario::Prefill::fresh;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 2000, .from = 0s, .length = 2500ms}};
  scenario.duration = 2500ms;
  return of(run(scenario, strategy, {{"ttl_jitter", jitter}}), "recomputations.peak");
}

TEST(SharedComputations, JitterSpreadsWhatWasStoredTogether) {
  for (const std::string strategy : {"single_flight", "stale_while_revalidate", "refresh_ahead", "soft_timeout"}) {
    EXPECT_GE(peak_with(strategy, "0"), 40) << strategy;
    EXPECT_LE(peak_with(strategy, "0.9"), 20) << strategy;
  }
}

// Many invalidations meet a computation that began before.
TEST(SharedComputations, NoInvalidationIsLostOnOneNode) {
  scenario::Scenario scenario = shipped(
      "writes-and-invalidations", {"topology.nodes=1", "keys.count=20", "load[0].poisson=2000", "writes[0].rate=100"});
  for (const auto& [strategy, given] :
       {std::pair<std::string, Given>{"single_flight", {}}, std::pair<std::string, Given>{"refresh_ahead", {}},
        std::pair<std::string, Given>{"soft_timeout", {}},
        std::pair<std::string, Given>{"stale_while_revalidate", {{"coalesce_cold", "node"}}}}) {
    const Metrics metrics = run(scenario, strategy, given);
    EXPECT_GT(of(metrics, "invalidations.total"), 0) << strategy;
    EXPECT_EQ(of(metrics, "invalidations.lost"), 0) << strategy;
  }
  // Whoever reads after such an invalidation joins the old computation, and what it stores is never put right.
  EXPECT_GT(of(run(scenario, "single_flight", {{"forget_on_invalidate", "false"}}), "invalidations.lost"), 0);
}

}  // namespace
}  // namespace stampede::laws

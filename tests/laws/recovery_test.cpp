// Recovery from faults, where it is known beforehand: none to recover from, a cache that fills at a known rate, and the
// loads beyond which a cache that was lost stays lost.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr std::uint32_t kSeeds = kEffort < 1 ? 1 : 3;

// An hour's freshness, so that only the fault takes values away: 2000 requests/s to 200 keys.
scenario::Scenario full_cache() {
  scenario::Scenario scenario = without_network();
  scenario.keys.count = 200;
  scenario.topology.workers = 100'000;
  scenario.freshness = {.fresh_for = 1h, .keep_for = 2h};
  scenario.prefill = scenario::Prefill::fresh;
  scenario.origin.compute_time = scenario::ConstantTime{20ms};
  scenario.origin.capacity = 1;
  scenario.duration = 15s;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 2000, .from = 0s, .length = 15s}};
  scenario.recovery.emplace();
  return scenario;
}

TEST(Recovery, TakesNoTimeWhereAFaultHasNoEffect) {
  scenario::Scenario scenario = full_cache();
  scenario.faults = {{.at = 5s, .length = 1s, .kind = scenario::MessagesLost{1}}};
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    const reports::RunResult run = run_built_in(scenario, "single_flight", seed);
    EXPECT_EQ(run.metrics.at("recovered"), 1);
    EXPECT_EQ(run.metrics.at("recovery_s"), 0);
    EXPECT_FALSE(run.metrics.contains("recomputations.amplification"));  // the twin computes nothing
  }
}

// Nine hits in ten while values expire: a fault that shifts when they do makes another run of the same kind of it.
TEST(Recovery, TakesNoTimeWhereOnlyChanceDiffers) {
  scenario::Scenario scenario = full_cache();
  scenario.freshness = {.fresh_for = 900ms, .keep_for = 900ms};
  scenario.prefill = scenario::Prefill::none;
  scenario.origin.capacity.reset();
  scenario.warm_up = 4s;
  scenario.faults = {{.at = 5s, .length = 0s, .kind = scenario::DeleteKeys{scenario::ShareOfKeys{0.1}}}};
  for (std::uint32_t seed = 0; seed < 3 * kSeeds; ++seed) {
    const reports::RunResult run = run_built_in(scenario, "plain_ttl", seed);
    EXPECT_GT(run.metrics.at("hit_ratio"), 0.8);
    EXPECT_EQ(run.metrics.at("recovery_s"), 0) << "seed " << run.seed;
    EXPECT_NEAR(run.metrics.at("recomputations.amplification"), 1, 0.1);
  }
}

// Each of 200 keys is computed once, one after another, for 20 ms: the share of missing values falls from 1 to 0 within
// 4 s. In a window of 1 s (2000 requests) from s on it is (4 - s)^2 / 8 on average, which is 0.05 at s = 4 - sqrt(0.4).
TEST(Recovery, TakesAsLongAsTheCacheNeedsToFill) {
  scenario::Scenario scenario = full_cache();
  scenario.faults = {{.at = 5s, .length = 0s, .kind = scenario::Flush{}}};
  std::vector<double> recovery_s;
  for (std::uint32_t seed = 0; seed < kRuns; ++seed) {
    const reports::RunResult run = run_built_in(scenario, "single_flight", seed);
    EXPECT_EQ(run.metrics.at("recomputations.total"), 200);
    recovery_s.push_back(run.metrics.at("recovery_s"));
  }
  expect_law("200 keys of 20 ms: recovery in s", mean_of_runs(recovery_s), 4 - std::sqrt(0.4));
}

// 1000 keys with 0.9 requests/s each, that live for 10 s: a cycle has one miss and nine hits, h = 0.9. Without the
// cache, and as long as the origin refuses to fill it, every request demands a computation: 1 / (1 - h) times as many.
TEST(Recovery, WithoutTheCacheDemandIsMultipliedByOneByTheShareOfMisses) {
  scenario::Scenario scenario = full_cache();
  scenario.keys.count = 1000;
  scenario.freshness = {.fresh_for = 10s, .keep_for = 10s};
  scenario.prefill = scenario::Prefill::none;
  scenario.origin.compute_time = scenario::ConstantTime{100us};
  scenario.origin.capacity.reset();
  scenario.duration = 141s;
  scenario.warm_up = 30s;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 900, .from = 0s, .length = scenario.duration}};
  scenario.faults = {{.at = 40s, .length = 0s, .kind = scenario::Flush{}},
                     {.at = 40s, .length = 100s, .kind = scenario::OriginDown{scenario::Outage::refuse}}};
  scenario.recovery = scenario::RecoverySettings{.within = 0.05, .window = 500ms};
  std::vector<double> amplification;
  for (std::uint32_t seed = 0; seed < kRuns; ++seed) {
    amplification.push_back(run_built_in(scenario, "plain_ttl", seed).metrics.at("recomputations.amplification"));
  }
  expect_law("amplification of demand, h = 0.9", mean_of_runs(amplification), 10);
}

TEST(Recovery, IsUnknownWhereTheLoadEndsTooSoon) {
  scenario::Scenario scenario = full_cache();
  scenario.faults = {{.at = 14500ms, .length = 0s, .kind = scenario::Flush{}}};
  const reports::RunResult run = run_built_in(scenario, "single_flight");
  EXPECT_FALSE(run.metrics.contains("recovered"));
  EXPECT_FALSE(run.metrics.contains("recovery_s"));
  ASSERT_EQ(run.warnings.size(), 1U);
  EXPECT_EQ(run.warnings[0].id, "recovery_unknown");
}

TEST(Recovery, DoesNotChangeTheRunThatIsJudged) {
  scenario::Scenario scenario = full_cache();
  scenario.faults = {{.at = 5s, .length = 0s, .kind = scenario::Flush{}}};
  const reports::RunResult judged = run_built_in(scenario, "single_flight");
  scenario.recovery.reset();
  const reports::RunResult plain = run_built_in(scenario, "single_flight");
  EXPECT_EQ(judged.fingerprint, plain.fingerprint);
  EXPECT_FALSE(plain.metrics.contains("recovered"));
}

}  // namespace
}  // namespace stampede::laws

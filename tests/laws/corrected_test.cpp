// What whole runs in virtual time must show of cached_field and of cacheme's invalidations: statements to the last one,
// and that nothing is lost where the behaviour is corrected, while something is where it is not.
#include <gtest/gtest.h>

#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

using Given = std::map<std::string, std::string>;

double metric(const reports::RunResult& run, const std::string& name) {
  const auto found = run.metrics.find(name);
  return found == run.metrics.end() ? 0 : found->second;
}

// The first request computes, before the others come.
scenario::Scenario steady(std::uint64_t requests) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = 2, .workers = 100, .queue_limit = {}};
  scenario.freshness.fresh_for = 1h;
  scenario.load = {scenario::Burst{.requests = 1, .at = 0s},
                   scenario::ConstantLoad{.rate_per_s = static_cast<double>(requests) / 10, .from = 1s, .length = 10s}};
  scenario.duration = 11s;
  scenario.origin.compute_time = scenario::ConstantTime{10ms};
  return scenario;
}

TEST(CachedField, EveryReadIsAReadOfTheRowAndNothingMore) {
  for (const Given& given : {Given{{"version", "1.2.6"}}, {{"version", "1.5.0"}}, {{"behaviour", "corrected"}}}) {
    const auto run = run_built_in(steady(1000), "cached_field", 0, given);
    EXPECT_EQ(metric(run, "requests"), 1001);
    EXPECT_EQ(metric(run, "answers.fresh"), 1001);
    EXPECT_EQ(metric(run, "recomputations.total"), 1);
    EXPECT_EQ(metric(run, "rows.reads"), 1001);
    EXPECT_EQ(metric(run, "rows.writes"), given.contains("version") && given.at("version") == "1.2.6" ? 1 : 2);
    EXPECT_EQ(metric(run, "redis.commands"), 0);
    EXPECT_NEAR(metric(run, "latency_ms.p50"), 0.2, 0.002);
  }
}

TEST(CachedField, OthersNeverTouchARow) {
  for (const char* const strategy : {"no_cache", "plain_ttl", "mutex_stale", "async_refresh", "tag_invalidation"}) {
    const auto run = run_built_in(steady(100), strategy);
    EXPECT_EQ(metric(run, "rows.reads"), 0) << strategy;
    EXPECT_EQ(metric(run, "rows.writes"), 0) << strategy;
  }
}

scenario::Scenario cold_burst(std::uint64_t requests) {
  scenario::Scenario scenario = steady(10);
  scenario.load = {scenario::Burst{.requests = requests, .at = 0s}};
  scenario.duration = 1s;
  return scenario;
}

// All have loaded the object before the first one says that it computes.
TEST(CachedField, AColdBurstIsComputedByEverybody) {
  EXPECT_EQ(metric(run_built_in(cold_burst(200), "cached_field"), "recomputations.total"), 200);
  EXPECT_EQ(metric(run_built_in(cold_burst(200), "cached_field", 0, {{"version", "1.5.0"}}), "recomputations.total"),
            200);
}

TEST(CachedFieldCorrected, AColdBurstIsComputedOnce) {
  const auto run = run_built_in(cold_burst(200), "cached_field", 0, {{"behaviour", "corrected"}});
  EXPECT_EQ(metric(run, "recomputations.total"), 1);
  EXPECT_EQ(metric(run, "answers.fresh"), 200);
}

TEST(RetryWaitCorrected, AColdBurstIsComputedOnceHoweverLongItTakes) {
  scenario::Scenario scenario = cold_burst(200);
  scenario.origin.compute_time = scenario::ConstantTime{500ms};
  const auto run = run_built_in(scenario, "retry_wait", 0, {{"behaviour", "corrected"}});
  EXPECT_EQ(metric(run, "recomputations.total"), 1);
  EXPECT_EQ(metric(run, "answers.fresh"), 200);
  EXPECT_EQ(metric(run_built_in(scenario, "retry_wait"), "recomputations.total"), 200);
}

// Writes fall into computations, some of which fail, and transactions stay open for a while.
scenario::Scenario writes_and_failures(scenario::InvalidateBy by) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = 3, .workers = 100, .queue_limit = {}};
  scenario.network.one_way_delay = scenario::ConstantTime{50us};
  scenario.keys.count = 50;
  scenario.keys.invalidation_keys = 5;
  scenario.keys.tags = 5;
  scenario.freshness.fresh_for = 1h;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 500, .from = 0s, .length = 30s}};
  scenario.writes = {{.rate_per_s = 20, .from = 1s, .length = 28s, .commit_delay = 5ms, .invalidate = by}};
  scenario.duration = 30s;
  scenario.origin.compute_time = scenario::UniformTime{.min = 5ms, .max = 80ms};
  scenario.origin.error_rate = 0.1;
  return scenario;
}

double lost(std::string_view strategy, scenario::InvalidateBy by, const Given& given) {
  double all = 0;
  for (std::uint32_t repetition = 0; repetition < 3; ++repetition) {
    const auto run = run_built_in(writes_and_failures(by), strategy, repetition, given);
    EXPECT_GT(metric(run, "invalidations.total"), 100);
    all += run.metrics.at("invalidations.lost");
  }
  return all;
}

TEST(CachedField, LosesInvalidations) {
  using scenario::InvalidateBy;
  for (const char* const version : {"1.2.6", "1.5.0"}) {
    for (const char* const recalculate : {"eager", "lazy"}) {
      EXPECT_GT(lost("cached_field", InvalidateBy::key, {{"version", version}, {"recalculate", recalculate}}), 0)
          << version << " " << recalculate;
    }
  }
}

TEST(CachedFieldCorrected, LosesNoInvalidation) {
  for (const char* const recalculate : {"eager", "lazy"}) {
    for (const char* const flag_at : {"within_transaction", "after_commit"}) {
      EXPECT_EQ(lost("cached_field", scenario::InvalidateBy::key,
                     {{"behaviour", "corrected"}, {"recalculate", recalculate}, {"flag_at", flag_at}}),
                0)
          << recalculate << " " << flag_at;
    }
  }
}

TEST(TagInvalidation, LosesInvalidations) {
  using scenario::InvalidateBy;
  for (const InvalidateBy by : {InvalidateBy::key, InvalidateBy::tag, InvalidateBy::name}) {
    for (const char* const version : {"0.0.9", "0.1.1"}) {
      EXPECT_GT(lost("tag_invalidation", by, {{"version", version}}), 0) << version << " " << static_cast<int>(by);
    }
  }
}

TEST(TagInvalidationCorrected, LosesNoInvalidation) {
  using scenario::InvalidateBy;
  for (const InvalidateBy by : {InvalidateBy::key, InvalidateBy::tag, InvalidateBy::name, InvalidateBy::pattern}) {
    EXPECT_EQ(lost("tag_invalidation", by, {{"behaviour", "corrected"}}), 0) << static_cast<int>(by);
  }
}

}  // namespace
}  // namespace stampede::laws

// The scenarios that come with the program: all are valid, found by name, and say what they promise.
#include "simulator/scenario/shipped.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "real_options.h"
#include "simulator/scenario/write.h"

namespace stampede::scenario {
namespace {

using namespace std::chrono_literals;

const std::string kFolder = std::string(STAMPEDE_SOURCE_DIR) + "/scenarios";

Scenario shipped(const std::string& name) {
  const LoadResult result = load_scenario_file(find_scenario(name, kFolder).path, real_options());
  EXPECT_EQ(problems_text(result), "");
  return result.scenario.value_or(Scenario{});
}

std::vector<std::string> labels(const Scenario& scenario) {
  std::vector<std::string> all;
  for (const StrategyChoice& choice : scenario.strategies) all.push_back(choice.label());
  return all;
}

TEST(ShippedScenarios, AreAllValidAndSurviveBeingWritten) {
  for (const ShippedScenario& file : list_shipped(kFolder)) {
    SCOPED_TRACE(file.path);
    const LoadResult first = load_scenario_file(file.path, real_options());
    ASSERT_EQ(problems_text(first), "");
    const LoadResult second = load_scenario_text(to_json_text(*first.scenario), "written", real_options());
    ASSERT_EQ(problems_text(second), "");
    EXPECT_EQ(*second.scenario, *first.scenario);
  }
}

TEST(ShippedScenarios, AreListedUnderTheirOwnNamesWithASummary) {
  std::vector<std::string> names;
  for (const ShippedScenario& file : list_shipped(kFolder)) {
    names.push_back(file.name);
    EXPECT_EQ(shipped(file.name).name, file.name);
    EXPECT_EQ(shipped(file.name).summary, file.summary);
    EXPECT_GT(file.summary.size(), 20U) << file.path;
  }
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_THAT(names,
              testing::IsSupersetOf({"cold-cache-1000", "hot-key-expiry", "steady-hits", "writes-and-invalidations"}));
  EXPECT_THAT(names, testing::Not(testing::Contains("scenario.schema")));
}

TEST(ShippedScenarios, ColdCacheIsAThousandRequestsAtOnceForOneKey) {
  const Scenario scenario = shipped("cold-cache-1000");
  EXPECT_EQ(scenario.keys.count, 1U);
  EXPECT_EQ(scenario.topology.nodes, 4U);
  EXPECT_EQ(scenario.topology.workers, 250U);
  EXPECT_EQ(scenario.load, std::vector<Load>({Burst{1000, 0s}}));
  EXPECT_EQ(scenario.origin.compute_time, TimeDistribution(ConstantTime{1s}));
  EXPECT_EQ(scenario.client.timeout, 10s);
  EXPECT_EQ(scenario.freshness.fresh_for, 60s);
  EXPECT_EQ(scenario.freshness.keep_for, 1h);
  EXPECT_THAT(
      labels(scenario),
      testing::ElementsAre("no_cache", "plain_ttl", "mutex_stale", "mutex_stale:behaviour=published", "async_refresh",
                           "async_refresh:fetch_on_miss=false", "retry_wait", "tag_invalidation", "local_lru"));
}

TEST(ShippedScenarios, HotKeyExpiresSeveralTimesUnderLoad) {
  const Scenario scenario = shipped("hot-key-expiry");
  EXPECT_EQ(scenario.load, std::vector<Load>({PoissonLoad{2000, 0s, 10s}}));
  EXPECT_EQ(scenario.freshness.fresh_for, 2s);
  EXPECT_EQ(scenario.origin.compute_time, TimeDistribution(ConstantTime{200ms}));
  EXPECT_EQ(scenario.prefill, Prefill::fresh);
  EXPECT_EQ(scenario.strategies.size(), 7U);
}

TEST(ShippedScenarios, NothingExpiresInSteadyHits) {
  const Scenario scenario = shipped("steady-hits");
  EXPECT_EQ(scenario.prefill, Prefill::fresh);
  EXPECT_GT(scenario.freshness.fresh_for, scenario.duration + scenario.drain + scenario.settle);
  EXPECT_EQ(scenario.strategies.size(), 7U);
}

TEST(ShippedScenarios, WritesAreCommittedLate) {
  const Scenario scenario = shipped("writes-and-invalidations");
  ASSERT_EQ(scenario.writes.size(), 1U);
  EXPECT_EQ(scenario.writes[0].length, scenario.duration);
  EXPECT_EQ(scenario.writes[0].invalidate, InvalidateBy::key);
  EXPECT_GT(scenario.writes[0].commit_delay, 0s);
}

// Between the loads of two strategies half a second passes. (Each was run on a server, too; that takes too long for a
// test.)
TEST(ShippedScenarios, ThoseMarkedAreOverInAMinuteOnARealServer) {
  std::size_t marked = 0;
  for (const ShippedScenario& file : list_shipped(kFolder)) {
    if (!file.live_under_a_minute) continue;
    ++marked;
    const Scenario scenario = shipped(file.name);
    const auto runs = static_cast<Duration::rep>(scenario.strategies.size() + (scenario.ideal ? 1 : 0));
    EXPECT_LT(runs * (scenario.warm_up + scenario.duration + 500ms), 56s) << file.name;
  }
  EXPECT_GE(marked, 12U);
}

TEST(FindScenario, PrefersAFileToAShippedName) {
  const std::string file = kFolder + "/reference.jsonc";
  EXPECT_EQ(find_scenario(file, kFolder).path, file);
  EXPECT_EQ(std::filesystem::path(find_scenario("steady-hits", kFolder).path).filename(), "steady-hits.json");
}

TEST(FindScenario, SuggestsTheNameThatWasMeant) {
  EXPECT_EQ(find_scenario("cold-cache-100", kFolder).path, "");
  EXPECT_EQ(find_scenario("cold-cache-100", kFolder).problem,
            "no file and no shipped scenario \"cold-cache-100\"; did you mean \"cold-cache-1000\"?");
  EXPECT_EQ(find_scenario("steady", "/no/such/folder").problem, "no file and no shipped scenario \"steady\"");
}

}  // namespace
}  // namespace stampede::scenario

// The trend of earlier runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "reports/chart/chart.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

HistoryEntry entry(const std::string& time, double p99, bool valid = true, const std::string& hash = "1234") {
  HistoryEntry entry;
  entry.time = time;
  entry.git = "abc";
  entry.scenario = "shop";
  entry.scenario_hash = hash;
  entry.run = example_run("a", {{"latency_ms.p99", p99}, {"recomputations.total", 3}});
  entry.run.valid = valid;
  return entry;
}

ChartSet charts_with(const std::vector<HistoryEntry>& history) {
  Result result;
  result.scenario_name = "shop";
  result.scenario_json = "{}";
  result.runs = {example_run("a", {{"latency_ms.p99", 5}, {"recomputations.total", 3}})};
  return charts_of(result, {.history = history});
}

TEST(Trend, HasTheMedianOfTheValidRunsOfEachMoment) {
  const ChartSet set = charts_with({entry("2026-01-02T00:00:00Z", 40), entry("2026-01-01T00:00:00Z", 10),
                                    entry("2026-01-01T00:00:00Z", 30), entry("2026-01-01T00:00:00Z", 20),
                                    entry("2026-01-01T00:00:00Z", 900, /*valid=*/false)});
  const Table& table = set.tables.at("trend");
  EXPECT_THAT(table.column("time"), ElementsAre("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"));
  EXPECT_THAT(table.column("latency_p99"), ElementsAre(20, 40));
  EXPECT_THAT(table.column("latency_p99_high"), ElementsAre(30, 40));
  EXPECT_THAT(table.column("runs"), ElementsAre(3, 1));
  EXPECT_THAT(table.column("status"), ElementsAre("valid", "valid"));
}

TEST(Trend, MarksMomentsWithoutAValidRunAndLeavesThemOutOfLines) {
  const ChartSet set = charts_with({entry("2026-01-01T00:00:00Z", 10, false), entry("2026-01-02T00:00:00Z", 20)});
  EXPECT_THAT(set.tables.at("trend").column("status"), ElementsAre("not valid", "valid"));
  EXPECT_THAT(set.charts.back().specification.dump(), HasSubstr("datum.status == 'valid'"));
}

TEST(Trend, KeepsApartWhatWasMeasuredUnderOtherConditions) {
  const ChartSet set =
      charts_with({entry("2026-01-01T00:00:00Z", 10), entry("2026-01-01T00:00:00Z", 20, true, "5678")});
  EXPECT_THAT(set.tables.at("trend").column("conditions"), ElementsAre("1234", "5678"));
  const auto& line = set.charts.back().specification["concat"][0]["layer"][1];
  EXPECT_EQ(line["encoding"]["detail"]["field"], "conditions");
}

TEST(Trend, IsOfTheStrategiesAndTheScenarioOfTheResult) {
  HistoryEntry other_scenario = entry("2026-01-01T00:00:00Z", 10);
  other_scenario.scenario = "another";
  HistoryEntry other_world = entry("2026-01-01T00:00:00Z", 10);
  other_world.run.world += "-other";
  HistoryEntry of_sweep = entry("2026-01-01T00:00:00Z", 10);
  of_sweep.run.point = {{"origin.capacity", "4"}};
  HistoryEntry other_strategy = entry("2026-01-01T00:00:00Z", 10);
  other_strategy.run.label = "b";
  const ChartSet set = charts_with({other_scenario, other_world, of_sweep, other_strategy});
  EXPECT_FALSE(set.tables.contains("trend"));
  EXPECT_THAT(set.left_out, testing::Contains(HasSubstr("No trend")));
}

}  // namespace
}  // namespace stampede::reports

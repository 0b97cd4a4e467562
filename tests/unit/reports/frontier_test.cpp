// Which strategies of a sweep come back, and up to where.
#include "reports/result/frontier.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "reports/result/result_json.h"
#include "reports/table/sweep_table.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using testing::HasSubstr;

RunResult run_at(const std::string& label, const std::string& load, const std::string& trigger, double recovered) {
  RunResult run = example_run(label, {{"recovered", recovered}});
  run.point = {{"faults[0].fault", trigger}, {"load[0].poisson", load}};
  return run;
}

// "frail" comes back up to 600 after a flush, and with one seed of two at 1200; never after an outage.
Result example() {
  Result result;
  result.scenario_json = "{}";
  result.sweep =
      Sweep{{{"faults[0].fault", {"\"flush\"", "\"outage\""}}, {"load[0].poisson", {"1200", "300", "600"}}}, 2};
  for (const Setting& trigger : {Setting{"", "\"flush\""}, Setting{"", "\"outage\""}}) {
    for (const std::string load : {"1200", "300", "600"}) {
      for (const int seed : {0, 1}) {
        const bool after_flush = trigger.value == "\"flush\"";
        const bool frail_recovers = after_flush && (load != "1200" || seed == 1);
        result.runs.push_back(run_at("frail", load, trigger.value, frail_recovers ? 1 : 0));
        result.runs.push_back(run_at("robust", load, trigger.value, 1));
      }
    }
  }
  return result;
}

TEST(Frontier, IsTheLeastValueAtWhichNotEveryRunComesBack) {
  const Frontier frontier = frontier_of(example()).value();
  EXPECT_EQ(frontier.path, "load[0].poisson");  // the other path has no numbers
  EXPECT_THAT(frontier.values, testing::ElementsAre("300", "600", "1200"));
  ASSERT_EQ(frontier.rows.size(), 4U);
  EXPECT_EQ(frontier.rows[0].label, "frail");
  EXPECT_EQ(frontier.rows[0].others, (std::vector<Setting>{{"faults[0].fault", "\"flush\""}}));
  EXPECT_EQ(frontier.rows[0].first_lost, 2U);
  EXPECT_EQ(frontier.rows[0].returned[2].recovered, 1U);
  EXPECT_EQ(frontier.rows[0].returned[2].runs, 2U);
  EXPECT_EQ(frontier.rows[1].first_lost, std::nullopt);
  EXPECT_EQ(frontier.rows[2].first_lost, 0U);
}

TEST(Frontier, IsInTheResultForPlots) {
  const auto json = nlohmann::json::parse(to_json_text(example())).at("frontier");
  EXPECT_EQ(json.at("path"), "load[0].poisson");
  EXPECT_EQ(json.at("values"), nlohmann::json({300, 600, 1200}));
  const auto& frail = json.at("strategies").at(0);
  EXPECT_EQ(frail.at("label"), "frail");
  EXPECT_EQ(frail.at("point"), nlohmann::json({{"faults[0].fault", "flush"}}));
  EXPECT_EQ(frail.at("recovered_share"), nlohmann::json({1, 1, 0.5}));
  EXPECT_EQ(frail.at("smallest_not_recovered"), 1200);
  EXPECT_TRUE(json.at("strategies").at(1).at("smallest_not_recovered").is_null());
}

TEST(Frontier, StandsUnderTheTableOfTheSweep) {
  const std::string text = sweep_table(example(), {.width = 100});
  EXPECT_THAT(text, HasSubstr("by load[0].poisson"));
  EXPECT_THAT(text, HasSubstr("strategy                       300  600  1200\n"
                              "frail faults[0].fault=flush      +    +   1/2\n"
                              "robust faults[0].fault=flush     +    +     +\n"
                              "frail faults[0].fault=outage     -    -     -\n"));
}

TEST(Frontier, NeedsASweepAlongNumbersThatJudgedRecovery) {
  Result result = example();
  for (RunResult& run : result.runs) run.metrics.erase("recovered");
  EXPECT_FALSE(frontier_of(result));
  EXPECT_FALSE(nlohmann::json::parse(to_json_text(result)).contains("frontier"));
  result = example();
  result.sweep->vary.pop_back();
  EXPECT_FALSE(frontier_of(result));
  result.sweep.reset();
  EXPECT_FALSE(frontier_of(result));
}

// A run that was too short to tell is neither.
TEST(Frontier, LeavesOutRunsOfWhichNothingIsKnown) {
  Result result = example();
  result.runs[0].metrics.erase("recovered");
  const Frontier frontier = frontier_of(result).value();
  EXPECT_EQ(frontier.rows[0].label, "robust");
  EXPECT_EQ(frontier.rows[1].label, "frail");
  EXPECT_EQ(frontier.rows[1].first_lost, std::nullopt);
}

}  // namespace
}  // namespace stampede::reports

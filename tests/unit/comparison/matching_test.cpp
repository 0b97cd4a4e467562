// What belongs together, and what is said where nothing does.
#include <gmock/gmock.h>

#include "reports/comparison/differences.h"
#include "tests/unit/comparison/example_results.h"

namespace stampede::reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Result virtual_result(const std::vector<std::string>& labels) {
  std::vector<RunResult> runs;
  for (const std::string& label : labels) runs.push_back(made_run(label, "virtual", 0, {{"requests", 1}}));
  return made_result(runs);
}

TEST(ScenarioDifferences, AreNamedByPathWithBothValues) {
  const std::string before =
      R"({"name":"a","seed":1,"origin":{"capacity":4,"compute_time":"1s"},"load":[{"burst":5},{"burst":6}],"x":null})";
  const std::string after =
      R"({"name":"b","seed":2,"origin":{"capacity":null,"compute_time":"1s"},"load":[{"burst":5},{"burst":7}],"y":[1]})";
  EXPECT_THAT(scenario_differences(before, after, "virtual"),
              ElementsAre("load[1].burst: 6 in the baseline, 7 in the head",
                          "origin.capacity: 4 in the baseline, null in the head",
                          "y: absent in the baseline, [1] in the head"));
  EXPECT_THAT(scenario_differences(R"({"load":[1]})", R"({"load":[1,2]})", "live"),
              ElementsAre("load: [1] in the baseline, [1,2] in the head"));
}

TEST(ScenarioDifferences, WhatDoesNotChangeARunIsNone) {
  const std::string before =
      R"({"name":"a","summary":"s","objectives":{},"strategies":["a"],"repetitions":1,"ideal":true})";
  const std::string after = R"({"name":"b","description":"d","look_at":["x"],"objectives":{"x":1},"strategies":[]})";
  EXPECT_THAT(scenario_differences(before, after, "virtual"), IsEmpty());
  EXPECT_THAT(scenario_differences(R"({"client":{"timeout":null}})", "{}", "virtual"), IsEmpty())
      << "an entry that a later version knows, with nothing in it";
  const std::string near = R"({"network":{"one_way_delay":"20us"}})";
  const std::string far = R"({"network":{"one_way_delay":"9ms"}})";
  EXPECT_EQ(scenario_differences(near, far, "virtual").size(), 1U);
  EXPECT_THAT(scenario_differences(near, far, "live"), IsEmpty()) << "real time has a real network";
}

TEST(Matching, OfDifferentScenariosNothingIsCompared) {
  const Result before = virtual_result({"a", "b"});
  Result after = before;
  after.scenario_json = R"({"name":"cold","origin":{"compute_time":"2s"}})";
  const Comparison comparison = held_against(before, after);
  EXPECT_EQ(outcome_of(comparison), Outcome::nothing_to_compare);
  ASSERT_EQ(comparison.scenarios.size(), 1U);
  EXPECT_EQ(comparison.scenarios[0].strategies[1].status, Status::other_scenario);
  EXPECT_THAT(comparison.scenarios[0].strategies[1].reason,
              HasSubstr("origin.compute_time: \"1s\" in the baseline, \"2s\" in the head"));
}

TEST(Matching, StrategiesOfOneSideAreListed) {
  const Comparison comparison = held_against(virtual_result({"a", "b"}), virtual_result({"b", "c"}));
  const auto& strategies = comparison.scenarios.at(0).strategies;
  ASSERT_EQ(strategies.size(), 3U);
  EXPECT_EQ(strategies[0].status, Status::only_in_baseline);
  EXPECT_EQ(strategies[1].status, Status::identical);
  EXPECT_EQ(strategies[2].status, Status::only_in_head);
  EXPECT_EQ(outcome_of(comparison), Outcome::not_all_judged);
  EXPECT_EQ(outcome_of(held_against(virtual_result({"b"}), virtual_result({"b", "c"}))), Outcome::no_regression)
      << "a new one cannot have got worse";
}

TEST(Matching, ScenariosAreFoundByNameWhereverTheirFilesStand) {
  const Result first = virtual_result({"a"});
  Result second = virtual_result({"a"});
  second.scenario_name = "warm";
  const std::vector<ComparedFile> before{{"1", &first}, {"2", &second}};
  const std::vector<ComparedFile> after{{"3", &second}, {"4", &first}};
  const Comparison comparison = compare(before, after);
  ASSERT_EQ(comparison.scenarios.size(), 2U);
  EXPECT_EQ(comparison.scenarios[0].scenario, "cold");
  EXPECT_EQ(comparison.scenarios[0].head_file, "4");
  EXPECT_EQ(outcome_of(comparison), Outcome::no_regression);

  const Comparison one_side = compare(std::span(before).first(1), std::span(after).first(1));
  ASSERT_EQ(one_side.scenarios.size(), 2U);
  EXPECT_EQ(one_side.scenarios[0].strategies.at(0).status, Status::only_in_baseline);
  EXPECT_EQ(one_side.scenarios[1].strategies.at(0).status, Status::only_in_head);
  EXPECT_EQ(outcome_of(one_side), Outcome::nothing_to_compare);
}

TEST(Matching, WorldsAreKeptApart) {
  Result both = virtual_result({"a"});
  for (RunResult& run : live_runs("a", {{"requests", 1}})) both.runs.push_back(run);
  const Comparison comparison = held_against(both, both);
  ASSERT_EQ(comparison.scenarios.size(), 2U);
  EXPECT_EQ(comparison.scenarios[0].world, "virtual");
  EXPECT_EQ(comparison.scenarios[1].world, "live");
  EXPECT_EQ(outcome_of(comparison), Outcome::no_regression);
}

TEST(Matching, TwoResultsOfTheSameScenarioAreRefused) {
  const Result result = virtual_result({"a"});
  const std::vector<ComparedFile> twice{{"1", &result}, {"2", &result}};
  try {
    compare(twice, twice);
    FAIL() << "which belongs to which?";
  } catch (const ComparisonError& error) {
    EXPECT_STREQ(error.what(), "the baseline has two results of virtual runs of the scenario cold: 1 and 2. Name one");
  }
}

TEST(Matching, ParametersMustBeTheSame) {
  const Result before = virtual_result({"a"});
  Result after = before;
  after.runs[0].parameters["ttl"] = "2min";
  const Comparison comparison = held_against(before, after);
  EXPECT_EQ(only_strategy(comparison).reason, "Its parameters differ: ttl: 1min in the baseline, 2min in the head.");
  EXPECT_EQ(outcome_of(comparison), Outcome::nothing_to_compare);
}

TEST(Matching, ANewParameterOfALaterVersionIsNoObstacle) {
  const Result before = virtual_result({"a"});
  Result after = before;
  after.runs[0].parameters["jitter"] = "0";
  const Comparison comparison = held_against(before, after);
  EXPECT_EQ(only_strategy(comparison).status, Status::identical);
  EXPECT_THAT(only_strategy(comparison).remarks, ElementsAre("Parameters: jitter (0) only in the head."));
}

TEST(Matching, PointsOfASweepAreComparedEachWithItsOwn) {
  const auto sweep = [](double second) {
    Result result = made_result({made_run("a", "virtual", 0, {{"latency_ms.p99", 1}}),
                                 made_run("a", "virtual", 0, {{"latency_ms.p99", second}})});
    result.runs[0].point = {{"origin.capacity", "4"}};
    result.runs[1].point = {{"origin.capacity", "8"}};
    return result;
  };
  const Comparison comparison = held_against(sweep(1), sweep(2));
  const auto& strategies = comparison.scenarios.at(0).strategies;
  ASSERT_EQ(strategies.size(), 2U);
  EXPECT_EQ(strategies[0].status, Status::identical);
  EXPECT_EQ(strategies[1].label, "a at origin.capacity=8");
  EXPECT_EQ(verdict_of(strategies[1], "latency_ms.p99"), Verdict::regression);
}

TEST(Matching, LiveRunsOfAnotherMachineAreNotComparedUnlessAsked) {
  const Result before = made_result(live_runs("a", {{"latency_ms.p99", 100}}));
  Result after = made_result(live_runs("a", {{"latency_ms.p99", 200}}));
  after.context.host = "other";
  after.context.cpus = 64;
  after.context.build = "Debug";
  const Comparison refused = held_against(before, after);
  EXPECT_EQ(only_strategy(refused).status, Status::not_judged);
  EXPECT_THAT(only_strategy(refused).reason,
              HasSubstr("host: host in the baseline, other in the head; processors: 2 in the baseline, 64 in the head; "
                        "build: Release in the baseline, Debug in the head"));
  EXPECT_EQ(outcome_of(refused), Outcome::not_all_judged);
  const Comparison asked = held_against(before, after, {.across_machines = true});
  EXPECT_EQ(outcome_of(asked), Outcome::regression);
  EXPECT_THAT(asked.scenarios[0].remarks, ElementsAre(HasSubstr("Different machines or builds")));
}

TEST(Matching, VirtualRunsDoNotDependOnTheMachine) {
  const Result before = virtual_result({"a"});
  Result after = before;
  after.context.host = "other";
  const Comparison comparison = held_against(before, after);
  EXPECT_EQ(outcome_of(comparison), Outcome::no_regression);
  EXPECT_THAT(comparison.scenarios[0].remarks, IsEmpty());
}

TEST(Matching, VersionsThatDifferAreNamed) {
  const Result before = made_result(live_runs("a", {{"latency_ms.p99", 100}}));
  Result after = before;
  after.context.git = "def";
  after.context.compiler = "clang++ 14";
  after.context.redis_version = "7.2.0";
  after.context.plugins = {{"coin_flip.so", "0123456789abcdef", {"coin_flip"}}};
  EXPECT_THAT(
      held_against(before, after).scenarios[0].remarks,
      ElementsAre("Different versions: commit of stampede: abc in the baseline, def in the head; compiler: g++ "
                  "12.2.0 in the baseline, clang++ 14 in the head; version of Redis: 7.0.15 in the baseline, "
                  "7.2.0 in the head; plug-ins: none in the baseline, coin_flip.so (0123456789ab) in the head."));
}

TEST(Matching, InterruptionsAreNamed) {
  const Result before = virtual_result({"a", "b"});
  Result after = virtual_result({"a"});
  after.interrupted = true;
  const Comparison comparison = held_against(before, after);
  EXPECT_THAT(comparison.scenarios[0].remarks,
              ElementsAre("The head was interrupted: only the runs that were finished are compared."));
  EXPECT_EQ(outcome_of(comparison), Outcome::not_all_judged);
}

}  // namespace
}  // namespace stampede::reports

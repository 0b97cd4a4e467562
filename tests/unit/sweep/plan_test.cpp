// All combinations, checked before anything runs.
#include "simulator/sweep/plan.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "example_plan.h"

namespace stampede::sweep {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using Nodes = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

std::string problems_of(const std::vector<std::string>& vary, const std::vector<std::string>& set = {},
                        const std::vector<std::string>& strategies = {}, std::string_view text = kScenario) {
  const PlanResult result = plan_of(vary, 2, set, strategies, text);
  EXPECT_FALSE(result.plan);
  return result.problems;
}

TEST(Plan, MakesAllCombinationsTheFirstSlowest) {
  const Plan plan = good_plan({"topology.nodes=1,3", "topology.workers=5,6,7"});
  Nodes found;
  for (const Point& point : plan.points) {
    found.emplace_back(point.scenario.topology.nodes, point.scenario.topology.workers);
  }
  EXPECT_EQ(found, (Nodes{{1, 5}, {1, 6}, {1, 7}, {3, 5}, {3, 6}, {3, 7}}));
  EXPECT_THAT(plan.points[4].settings,
              ElementsAre(reports::Setting{"topology.nodes", "3"}, reports::Setting{"topology.workers", "6"}));
  EXPECT_EQ(plan.base.topology.nodes, 2U);
}

TEST(Plan, RunsEachStrategyWithEachSeed) {
  const Plan plan = good_plan({"topology.nodes=1,3"}, 3);
  ASSERT_EQ(plan.runs.size(), 2U * 2U * 3U);
  const PlannedRun& run = plan.runs[3 * 2 + 3 + 1];
  EXPECT_EQ(run.point, 1U);
  EXPECT_EQ(run.choice, 1U);
  EXPECT_EQ(run.repetition, 1U);
  EXPECT_EQ(plan.base.repetitions, 3U);
}

TEST(Plan, AppliesSetToAllPoints) {
  const Plan plan = good_plan({"topology.nodes=1,3"}, 1, {"seed=99", "topology.nodes=7"});
  EXPECT_EQ(plan.points[1].scenario.seed, 99U);
  EXPECT_EQ(plan.points[1].scenario.topology.nodes, 3U);
  EXPECT_EQ(plan.base.topology.nodes, 7U);
}

TEST(Plan, VariesParametersOfStrategies) {
  const Plan plan = good_plan({"strategies[1].mutex_stale.behaviour=documented,published"});
  EXPECT_EQ(plan.points[0].scenario.strategies[1].parameters.text("behaviour"), "documented");
  EXPECT_EQ(plan.points[1].scenario.strategies[1].parameters.text("behaviour"), "published");
}

TEST(Plan, SetsWhatIsInsideAnotherValueAfterIt) {
  const Plan plan = good_plan({"origin.pause.every=5,6", R"(origin.pause={"every": 1, "for": "1s"})"});
  EXPECT_EQ(plan.points[0].scenario.origin.pause->every, 5U);
  EXPECT_EQ(plan.points[1].scenario.origin.pause->every, 6U);
}

TEST(Plan, ReportsEachProblemOnceWithTheValueItComesFrom) {
  const std::string problems = problems_of({"topology.nodes=1,0,2", "origin.capacity=0,1,2", "topology.workers=5,6"});
  EXPECT_THAT(problems, AllOf(HasSubstr("small.json: --vary topology.nodes=0: topology.nodes: expected"),
                              HasSubstr("small.json: --vary origin.capacity=0: origin.capacity: expected")));
  EXPECT_EQ(std::count(problems.begin(), problems.end(), '\n'), 2) << problems;
}

TEST(Plan, NamesTheCombinationThatIsWrong) {
  const std::string problems = problems_of({"freshness.fresh_for=10ms,5s", "freshness.keep_for=1s,20s"});
  EXPECT_THAT(problems, HasSubstr("--vary freshness.fresh_for=\"5s\" and freshness.keep_for=\"1s\": "));
  EXPECT_EQ(std::count(problems.begin(), problems.end(), '\n'), 1) << problems;
}

TEST(Plan, NamesThePathThatIsUnknown) {
  const std::string problems = problems_of({"topology.workers=5,6", "orgin.capacity=1,2"});
  EXPECT_THAT(problems, AllOf(HasSubstr("--vary orgin.capacity: orgin: unknown key"), Not(HasSubstr("workers"))));
  EXPECT_THAT(problems_of({"load[7].burst=1,2"}), HasSubstr("--vary load[7].burst=1: \"load[7].burst=1\": load has 1"));
}

TEST(Plan, ReportsTheBaseAndThePointsTogether) {
  const std::string problems = problems_of({"topology.nodes=0,1"}, {"origin.capacity=0"}, {"plain_tl"});
  EXPECT_THAT(problems,
              AllOf(HasSubstr("small.json: origin.capacity: expected"), HasSubstr("did you mean \"plain_ttl\""),
                    HasSubstr("--vary topology.nodes=0: topology.nodes: expected")));
  EXPECT_EQ(std::count(problems.begin(), problems.end(), '\n'), 3) << problems;
}

TEST(Plan, ReportsBrokenTextOnce) {
  const std::string problems = problems_of({"topology.nodes=1,2"}, {}, {}, "{\"name\": ");
  EXPECT_THAT(problems, HasSubstr("small.json: line 1"));
  EXPECT_EQ(std::count(problems.begin(), problems.end(), '\n'), 1) << problems;
}

TEST(Plan, RefusesValuesThatChangeNothing) {
  EXPECT_THAT(problems_of({"origin.compute_time=1s,2s,1000ms"}),
              HasSubstr("\"1000ms\" gives the same scenario as \"1s\""));
  EXPECT_THAT(problems_of({"strategies[1].mutex_stale.behaviour=documented,published"}, {}, {"plain_ttl"}),
              HasSubstr("gives the same scenario"));
  EXPECT_THAT(problems_of({"topology.nodes=1,2", "topology[nodes]=3,4"}), HasSubstr("gives the same scenario"));
}

TEST(Plan, RefusesToVaryARowThatASweepDoesNotAdd) {
  EXPECT_THAT(problems_of({"ideal=true,false"}), HasSubstr("only where the list of strategies names it"));
}

TEST(Plan, RefusesToVaryTheRepetitions) {
  EXPECT_THAT(problems_of({"repetitions=1,2"}), HasSubstr("as many seeds as --seeds says"));
}

TEST(Plan, RefusesTooManyCombinations) {
  EXPECT_THAT(problems_of({"seed=1..2000 step 1", "topology.workers=1..2000 step 1"}),
              HasSubstr("more than 1000000 combinations"));
}

}  // namespace
}  // namespace stampede::sweep

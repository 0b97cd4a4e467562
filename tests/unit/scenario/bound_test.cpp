// The row that `run` adds to a scenario's own list of strategies, and where it does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/scenario/write.h"
#include "test_registry.h"

namespace stampede::scenario {
namespace {

using testing::ElementsAre;

const Registry& registry_with_bound() {
  static const Registry registry = [] {
    Registry all = test_registry();
    StrategyInfo bound;
    bound.name = "limit";
    bound.is_bound = true;
    all.add(bound);
    return all;
  }();
  return registry;
}

LoadResult load(std::string_view changes, bool add_bound = true, std::vector<std::string> strategies = {}) {
  const LoadOptions options{.registry = registry_with_bound(),
                            .metric_names = {},
                            .set = {},
                            .strategies = std::move(strategies),
                            .add_bound = add_bound};
  return load_scenario_text(with_changes(changes), "test.json", options);
}

std::vector<std::string> labels(const LoadResult& result) {
  EXPECT_EQ(problems_text(result), "");
  std::vector<std::string> all;
  for (const StrategyChoice& choice : result.scenario.value_or(Scenario{}).strategies) all.push_back(choice.label());
  return all;
}

TEST(AddedBound, IsTheLastOfSeveralStrategies) {
  EXPECT_THAT(labels(load(R"({"strategies": ["plain", "waiting"]})")), ElementsAre("plain", "waiting", "limit"));
  EXPECT_THAT(labels(load(R"({"strategies": ["waiting", {"waiting": {"retries": 1}}]})")),
              ElementsAre("waiting", "waiting:retries=1", "limit"));
}

TEST(AddedBound, IsNotAddedToOneStrategyNorWhereItIsListedNorAgainstTheScenariosWish) {
  EXPECT_THAT(labels(load(R"({"strategies": ["plain"]})")), ElementsAre("plain"));
  EXPECT_THAT(labels(load(R"({"strategies": ["limit", "plain"]})")), ElementsAre("limit", "plain"));
  EXPECT_THAT(labels(load(R"({"strategies": ["plain", "waiting"], "ideal": false})")), ElementsAre("plain", "waiting"));
  EXPECT_THAT(labels(load(R"({"strategies": ["plain", "waiting"]})", false)), ElementsAre("plain", "waiting"));
}

TEST(AddedBound, IsNotAddedToAListOfTheCommandLine) {
  const LoadResult result = load("{}", true, {"plain,waiting"});
  EXPECT_THAT(labels(result), ElementsAre("plain", "waiting"));
  EXPECT_FALSE(result.scenario->ideal);  // whoever runs the written scenario gets the same
  EXPECT_THAT(labels(load("{}", true, {"plain,limit"})), ElementsAre("plain", "limit"));
}

TEST(AddedBound, IsNotAddedWhereUsersWhoAreAnsweredAtOnceWouldAskWithoutEnd) {
  const auto with_think_time = [](const std::string& time) {
    return R"({"strategies": ["plain", "waiting"],
               "load": [{"burst": 1}, {"closed_loop": {"users": 3, "think_time": ")" +
           time + R"("}, "for": "1s"}]})";
  };
  EXPECT_THAT(labels(load(with_think_time("0s"))), ElementsAre("plain", "waiting"));
  EXPECT_THAT(labels(load(with_think_time("10ms"))), ElementsAre("plain", "waiting", "limit"));
}

TEST(AddedBound, IsNotAddedTwiceToAScenarioThatWasWritten) {
  const LoadResult first = load(R"({"strategies": ["plain", "waiting"]})");
  ASSERT_EQ(problems_text(first), "");
  const LoadOptions options{
      .registry = registry_with_bound(), .metric_names = {}, .set = {}, .strategies = {}, .add_bound = true};
  const LoadResult second = load_scenario_text(to_json_text(*first.scenario), "written", options);
  ASSERT_EQ(problems_text(second), "");
  EXPECT_EQ(*second.scenario, *first.scenario);
}

}  // namespace
}  // namespace stampede::scenario

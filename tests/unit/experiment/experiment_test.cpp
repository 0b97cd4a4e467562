// An experiment: which runs, in which order, and what is left when it ends early.
#include "simulator/experiment/experiment.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "simulator/measure/internal_error.h"
#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class ExperimentTest : public RunTest {
 protected:
  ExperimentTest() {
    registry_.add(Script::info("first"));
    registry_.add(Script::info("second"));
    scenario_.load = {scenario::PoissonLoad{.rate_per_s = 20, .from = 0s, .length = 1s}};
    scenario_.duration = 1s;
    scenario_.repetitions = 3;
    scenario_.strategies = {{"first", {}, {}}, {"second", {}, {}}};
    scenario_.seed = 7;
    hooks_.on_begin = [this](const Progress& progress) { begun_.push_back(progress); };
    hooks_.on_result = [this](const reports::Result& result) { finished_.push_back(result.runs.size()); };
  }

  ExperimentOutcome experiment() {
    World* const worlds[] = {&world_};
    return run_experiment(worlds, scenario_, registry_, {}, hooks_);
  }

  static std::vector<std::string> names(const ExperimentOutcome& outcome) {
    std::vector<std::string> names;
    for (const auto& run : outcome.result.runs) names.push_back(run.strategy + " " + std::to_string(run.repetition));
    return names;
  }

  Registry registry_;
  ExperimentHooks hooks_;
  std::vector<Progress> begun_;
  std::vector<std::size_t> finished_;
};

TEST_F(ExperimentTest, WorldsAreRunOneBesideTheOther) {
  FakeWorld second;
  World* const worlds[] = {&world_, &second};
  scenario_.repetitions = 1;
  const ExperimentOutcome outcome = run_experiment(worlds, scenario_, registry_, {}, hooks_);
  EXPECT_EQ(names(outcome), (std::vector<std::string>{"first 0", "first 0", "second 0", "second 0"}));
  EXPECT_EQ(world_.runs, 2U);
  EXPECT_EQ(second.runs, 2U);
  ASSERT_EQ(begun_.size(), 4U);
  EXPECT_EQ(begun_[1].now_running, "first, fake");
  EXPECT_EQ(begun_[1].total, 4U);
}

TEST_F(ExperimentTest, InterleavesRepetitionsEachWithItsSeed) {
  const auto outcome = experiment();
  EXPECT_EQ(names(outcome),
            (std::vector<std::string>{"first 0", "second 0", "first 1", "second 1", "first 2", "second 2"}));
  for (const auto& run : outcome.result.runs) EXPECT_EQ(run.seed, 7 + run.repetition);
  EXPECT_EQ(outcome.ending, Ending::complete);
  EXPECT_FALSE(outcome.result.interrupted);
  EXPECT_EQ(outcome.result.context.redis_version, "7.0.0");
  EXPECT_EQ(finished_, (std::vector<std::size_t>{1, 2, 3, 4, 5, 6}));
  ASSERT_EQ(begun_.size(), 6U);
  EXPECT_EQ(begun_[3].finished, 3U);
  EXPECT_EQ(begun_[3].total, 6U);
  EXPECT_EQ(begun_[3].now_running, "second");
}

TEST_F(ExperimentTest, WhereThereIsNoiseTheOrderIsRandomButTheResultIsNot) {
  registry_.add(Script::info("third"));
  scenario_.strategies.push_back({"third", {}, {}});
  scenario_.repetitions = 60;  // six orders: hardly one is missing
  world_.noisy = true;
  const auto outcome = experiment();
  std::vector<std::string> as_they_ran;
  for (const Progress& progress : begun_) as_they_ran.push_back(progress.now_running);
  std::map<std::string, std::set<std::vector<std::string>>> orders;  // by the first of them
  for (std::size_t i = 0; i < as_they_ran.size(); i += 3) {
    std::vector<std::string> order(as_they_ran.begin() + static_cast<std::ptrdiff_t>(i),
                                   as_they_ran.begin() + static_cast<std::ptrdiff_t>(i) + 3);
    orders[order.front()].insert(order);
    std::sort(order.begin(), order.end());
    EXPECT_EQ(order, (std::vector<std::string>{"first", "second", "third"})) << "each once per repetition";
  }
  EXPECT_EQ(orders.size(), 3U) << "each comes first at some time";
  for (const auto& [first, different] : orders) EXPECT_EQ(different.size(), 2U) << first;

  ASSERT_EQ(outcome.result.runs.size(), 180U);
  for (std::size_t i = 0; i < 180; ++i) {
    const auto& run = outcome.result.runs[i];
    EXPECT_EQ(run.strategy, scenario_.strategies[i % 3].name);
    EXPECT_EQ(run.repetition, i / 3);
    EXPECT_EQ(as_they_ran.at(run.order.value()), run.strategy);
    EXPECT_EQ(*run.order / 3, run.repetition);
  }
  const auto again = experiment();
  for (std::size_t i = 0; i < 180; ++i) EXPECT_EQ(again.result.runs[i].order, outcome.result.runs[i].order);
  scenario_.seed = 8;
  const auto other = experiment();
  bool differs = false;
  for (std::size_t i = 0; i < 180; ++i) differs = differs || other.result.runs[i].order != outcome.result.runs[i].order;
  EXPECT_TRUE(differs);
}

TEST_F(ExperimentTest, ASingleRepetitionKeepsTheScenariosOrder) {
  world_.noisy = true;
  scenario_.repetitions = 1;
  for (scenario_.seed = 1; scenario_.seed < 9; ++scenario_.seed) {
    begun_.clear();
    const auto outcome = experiment();
    EXPECT_EQ(begun_.front().now_running, "first");
    EXPECT_FALSE(outcome.result.runs.front().order);
  }
}

TEST_F(ExperimentTest, WithoutNoiseNoOrderIsRecorded) {
  for (const auto& run : experiment().result.runs) EXPECT_FALSE(run.order);
}

TEST_F(ExperimentTest, AllStrategiesMeetTheSameRequestsAndRepetitionsOthers) {
  std::vector<std::vector<Asked>> asked;
  hooks_.on_result = [&](const reports::Result&) {
    for (Asked& each : script_.asked) each.worker = 0;
    asked.push_back(std::exchange(script_.asked, {}));
  };
  experiment();
  EXPECT_EQ(asked[0], asked[1]);
  EXPECT_EQ(asked[2], asked[3]);
  EXPECT_NE(asked[0], asked[2]);
}

TEST_F(ExperimentTest, AnInterruptionLeavesTheFinishedRuns) {
  world_.interrupted_run = 3;
  const auto outcome = experiment();
  EXPECT_EQ(outcome.ending, Ending::interrupted);
  EXPECT_TRUE(outcome.result.interrupted);
  EXPECT_EQ(names(outcome), (std::vector<std::string>{"first 0", "second 0", "first 1"}));
}

TEST_F(ExperimentTest, AnInterruptionDuringThePrefillDoesSo) {
  world_.interrupted_run = 1;
  world_.interrupted_at = TimePoint(5ms);
  scenario_.prefill = scenario::Prefill::stale;
  const auto outcome = experiment();
  EXPECT_EQ(outcome.ending, Ending::interrupted);
  EXPECT_EQ(outcome.result.runs.size(), 1U);
}

TEST_F(ExperimentTest, AFailureOfTheEnvironmentLeavesTheFinishedRuns) {
  world_.fails_at = 4;
  const auto outcome = experiment();
  EXPECT_EQ(outcome.ending, Ending::environment_failed);
  EXPECT_EQ(outcome.failure, "the fake world is told to fail");
  EXPECT_TRUE(outcome.result.interrupted);
  EXPECT_EQ(outcome.result.runs.size(), 4U);
  EXPECT_EQ(world_.runs, 5U);
}

TEST_F(ExperimentTest, TheEnvironmentIsAskedOnlyAfterARunInWhichRedisWasLost) {
  hooks_.check_environment = [] { throw EnvironmentError("gone for good"); };
  EXPECT_EQ(experiment().ending, Ending::complete);
}

TEST_F(ExperimentTest, AContradictionInTheMeasurementsIsNoOrdinaryEnd) {
  script_.get = [](Environment&, const Key&) -> Answer { throw measure::InternalError("two and two are five"); };
  EXPECT_THROW(experiment(), measure::InternalError);
}

}  // namespace
}  // namespace stampede::experiment

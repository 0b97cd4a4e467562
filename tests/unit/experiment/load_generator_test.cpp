// The load: due times, keys and nodes follow from the scenario alone, and a generator that is late still sends all.
#include <gmock/gmock.h>

#include <algorithm>

#include "simulator/workload/arrivals.h"
#include "simulator/workload/keyspace.h"
#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class LoadTest : public RunTest {
 protected:
  LoadTest() { scenario_.topology = {.nodes = 3, .workers = 1000, .queue_limit = std::nullopt}; }

  // The requests of the load with this index, if all of them are taken at once.
  std::vector<Asked> expected_poisson(std::size_t index) const {
    const auto& load = std::get<scenario::PoissonLoad>(scenario_.load[index]);
    auto arrivals = workload::Arrivals::poisson(load.rate_per_s, load.from, load.length,
                                                measure::RandomStream(scenario_.seed, "arrivals", index));
    workload::KeyPicker picker(scenario_.keys, measure::RandomStream(scenario_.seed, "keys", index));
    std::vector<Asked> expected;
    for (std::size_t turn = index; const auto due = arrivals.next(); ++turn) {
      expected.push_back({TimePoint(*due), "item>" + std::to_string(picker.pick()), turn % 3, 0});
    }
    return expected;
  }

  std::vector<Asked> asked_without_workers() const {
    std::vector<Asked> asked = script_.asked;
    for (Asked& each : asked) each.worker = 0;
    return asked;
  }
};

TEST_F(LoadTest, TimesKeysAndNodesAreIndependentOfOtherLoadsAndOfTheStrategy) {
  scenario_.load = {
      scenario::PoissonLoad{.rate_per_s = 200, .from = 100ms, .length = 2s},
      scenario::ClosedLoop{.users = 7, .think_time = scenario::ConstantTime{3ms}, .from = 0s, .length = 2s},
      scenario::PoissonLoad{.rate_per_s = 50, .from = 0s, .length = 2s},
  };
  const auto compute = script_.get;
  const auto fail = [](Environment&, const Key&) { return Answer::error(ErrorKind::cold_cache); };
  const auto sleep = [](Environment& environment, const Key&) {
    environment.clock.sleep_for(700ms);
    return Answer::empty();
  };
  for (const auto& behaviour : std::vector<decltype(script_.get)>{compute, fail, sleep}) {
    script_.get = behaviour;
    run();
    const auto asked = asked_without_workers();
    EXPECT_THAT(asked, testing::IsSupersetOf(expected_poisson(0)));
    EXPECT_THAT(asked, testing::IsSupersetOf(expected_poisson(2)));
  }
}

TEST_F(LoadTest, AGeneratorThatIsLateSendsEverythingAndLatencyCountsFromTheIntendedTimes) {
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 1s}};
  bool blocked = false;
  script_.get = [&](Environment&, const Key&) {
    // The 96th request keeps the thread busy, over the due times of the last four.
    if (script_.asked.size() == 96 && !std::exchange(blocked, true)) world_.clock().advance(500ms);
    return Answer::empty();
  };
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 100);
  EXPECT_EQ(result.metrics.at("answers.empty"), 100);
  expect_about(result.metrics.at("generator_lag_ms.max"), 490);  // 500 ms but for the distance to the next one
  expect_about(result.metrics.at("latency_ms.max"), 500);        // of the one that blocked; its successors 490, ...
  EXPECT_TRUE(warns(result, "generator_late"));
  EXPECT_TRUE(warns(result, "rate_not_achieved"));
  EXPECT_FALSE(result.valid);
}

TEST_F(LoadTest, AGeneratorInTimeAchievesItsRate) {
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 1s}, scenario::Burst{50, 500ms}};
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 150);
  EXPECT_EQ(result.metrics.at("generator_lag_ms.max"), 0);
  EXPECT_TRUE(result.valid);
}

TEST_F(LoadTest, ALoadThatIsLateIsReportedWhateverComesAfterIt) {
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 1s},
                    scenario::ConstantLoad{.rate_per_s = 10, .from = 8s, .length = 2s}};
  bool blocked = false;
  script_.get = [&](Environment&, const Key&) {
    if (script_.asked.size() == 96 && !std::exchange(blocked, true)) world_.clock().advance(500ms);
    return Answer::empty();
  };
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 120);
  const auto warning = std::find_if(result.warnings.begin(), result.warnings.end(),
                                    [](const reports::Warning& each) { return each.id == "rate_not_achieved"; });
  ASSERT_NE(warning, result.warnings.end());
  // 99 gaps in 1.45 s instead of 0.99 s.
  EXPECT_THAT(warning->text, testing::HasSubstr("sent 68.3 requests/s where the scenario asks for 100 requests/s"));
}

TEST_F(LoadTest, LoadsInTimeWithGapsBetweenThemAchieveTheirRates) {
  scenario_.load = {scenario::PoissonLoad{.rate_per_s = 50, .from = 0s, .length = 1s}, scenario::Burst{20, 3s},
                    scenario::ConstantLoad{.rate_per_s = 10, .from = 8s, .length = 2s}};
  EXPECT_FALSE(warns(run(), "rate_not_achieved"));
}

TEST_F(LoadTest, ABurstAloneHasNoRate) {
  scenario_.load = {scenario::Burst{5, 0s}};
  bool blocked = false;
  script_.get = [&](Environment&, const Key&) {
    if (!std::exchange(blocked, true)) world_.clock().advance(500us);
    return Answer::empty();
  };
  EXPECT_FALSE(warns(run(), "rate_not_achieved"));
}

TEST_F(LoadTest, UsersOfAClosedLoopWaitThinkAndAskAgain) {
  scenario_.load = {
      scenario::ClosedLoop{.users = 5, .think_time = scenario::ConstantTime{40ms}, .from = 1s, .length = 1s}};
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 5 * 20);
  ASSERT_EQ(script_.asked.size(), 100U);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(script_.asked[i].at, TimePoint(1s + 50ms * (i / 5)));
  expect_about(result.metrics.at("latency_ms.max"), 10);
}

TEST_F(LoadTest, UsersThatGiveUpOrAreRejectedAskAgain) {
  scenario_.load = {
      scenario::ClosedLoop{.users = 2, .think_time = scenario::ConstantTime{5ms}, .from = 0s, .length = 100ms}};
  scenario_.client.timeout = 5ms;
  scenario_.topology.nodes = 1;
  EXPECT_EQ(run().metrics.at("errors.timeout"), 20);
  scenario_.topology = {.nodes = 1, .workers = 1, .queue_limit = 0};
  scenario_.client.timeout = std::nullopt;
  const auto metrics = run().metrics;
  EXPECT_GT(metrics.at("errors.rejected"), 5);
  EXPECT_GT(metrics.at("answers.fresh"), 5);
}

// Else virtual time, which passes only while somebody waits, would stand still.
TEST_F(LoadTest, UsersWhoDoNotThinkAndGetTheirAnswersAtOnceAskOncePerMicrosecond) {
  scenario_.load = {
      scenario::ClosedLoop{.users = 3, .think_time = scenario::ConstantTime{0s}, .from = 0s, .length = 1ms}};
  script_.get = [](Environment&, const Key&) { return Answer::empty(); };
  const auto result = run();
  EXPECT_EQ(result.metrics.at("answers.empty"), 3 * 1000);
  ASSERT_EQ(script_.asked.size(), 3000U);
  for (std::size_t i = 0; i < 3000; ++i) EXPECT_EQ(script_.asked[i].at, TimePoint(1us * (i / 3)));
}

TEST_F(LoadTest, UsersWhoDoNotThinkAndAreRejectedAskOncePerMicrosecond) {
  scenario_.load = {
      scenario::ClosedLoop{.users = 3, .think_time = scenario::ConstantTime{0s}, .from = 0s, .length = 1ms}};
  scenario_.topology = {.nodes = 1, .workers = 1, .queue_limit = 0};
  const auto result = run();
  EXPECT_EQ(result.metrics.at("errors.rejected"), 2 * 1000);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 1);  // after 10 ms, when the load is over
}

TEST_F(LoadTest, RequestsDuringTheWarmUpAreSentButNotMeasured) {
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 1s}};
  scenario_.warm_up = 300ms;
  const auto result = run();
  EXPECT_EQ(script_.asked.size(), 100U);
  EXPECT_EQ(result.metrics.at("requests"), 70);
  EXPECT_EQ(result.metrics.at("recomputations.total"), 70);
}

}  // namespace
}  // namespace stampede::experiment

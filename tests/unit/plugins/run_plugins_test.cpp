// Strategies of plug-ins in runs: exceptions cross the boundary, mistakes are told with their name, and the example
// does what its description says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/plugins/load_plugins.h"
#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::plugins {
namespace {

using namespace std::chrono_literals;

class RunPlugins : public testing::Test {
 protected:
  RunPlugins() {
    std::vector<std::string> paths;
    for (const char* const name : {"coin_flip", "boundary", "incomplete"}) {
      paths.push_back(std::string(STAMPEDE_TEST_PLUGINS) + "/" + name + ".so");
    }
    for (const std::string& problem : load_plugins(paths, registry_).problems) ADD_FAILURE() << problem;
  }

  reports::RunResult run(const scenario::Scenario& scenario, const std::string& strategy,
                         const std::map<std::string, std::string>& given = {}, std::uint32_t repetition = 0) const {
    const StrategyInfo& info = *registry_.find(strategy);
    return laws::run_virtually(scenario, info, laws::choice_of(info, given, scenario.freshness), repetition);
  }

  // Ten requests at once, and a second until the end.
  double ended_as(const std::string& metric, const std::string& strategy) const {
    scenario::Scenario scenario = laws::without_network();
    scenario.load = {scenario::Burst{.requests = 10, .at = 0s}};
    scenario.duration = 1s;
    const reports::RunResult result = run(scenario, strategy);
    EXPECT_EQ(result.metrics.at("requests"), 10);
    return result.metrics.at(metric);
  }

  std::string failure_of(const std::string& strategy) const {
    try {
      ended_as("requests", strategy);
    } catch (const std::logic_error& error) {
      return error.what();
    }
    return "none";
  }

  Registry registry_;
};

TEST_F(RunPlugins, CatchWhatTheProgramThrows) { EXPECT_EQ(ended_as("errors.rejected", "catches"), 10); }

TEST_F(RunPlugins, ThrowWhatTheProgramCatches) {
  EXPECT_EQ(ended_as("errors.redis", "throws"), 10);
  EXPECT_EQ(ended_as("errors.strategy", "throws_its_own"), 10);
}

TEST_F(RunPlugins, AreLeftInTheMiddleWhenARunEnds) { EXPECT_EQ(ended_as("errors.unanswered", "sleeps_on"), 10); }

TEST_F(RunPlugins, AreNamedWhenTheyCannotBeMade) {
  EXPECT_EQ(failure_of("creates_nothing"),
            "the strategy creates_nothing of the plug-in incomplete.so: its create returned nothing");
  EXPECT_THAT(failure_of("asks_for_more"),
              testing::StartsWith("the strategy asks_for_more of the plug-in incomplete.so: the strategy asks for a "
                                  "parameter ttl of type"));
}

// Reads of one key, which is there from the beginning and expires after a second.
scenario::Scenario reads(double rate_per_s, Duration compute_time, Duration from, Duration until) {
  scenario::Scenario scenario = laws::without_network();
  scenario.topology.workers = 1000;
  scenario.freshness.fresh_for = 1s;
  scenario.origin.compute_time = scenario::ConstantTime{compute_time};
  scenario.load = {scenario::PoissonLoad{.rate_per_s = rate_per_s, .from = from, .length = until - from}};
  scenario.duration = until;
  scenario.prefill = scenario::Prefill::fresh;
  return scenario;
}

TEST_F(RunPlugins, CoinFlipRecomputesAsOftenAsItsDescriptionSays) {
  constexpr double kRatePerS = 200;
  constexpr double kChance = 0.1;
  constexpr double kComputeTimeS = 0.025;
  // Nobody wins in time with probability e^-9, and no other window begins before the last request.
  const scenario::Scenario scenario = reads(kRatePerS, 25ms, 550ms, 1s);
  const auto expiries = static_cast<std::uint32_t>(160 * laws::kEffort);
  std::vector<double> means(laws::kRuns);
  std::uint32_t seed = 0;
  for (double& mean : means) {
    for (std::uint32_t index = 0; index < expiries; ++index) {
      const reports::RunResult result = run(scenario, "coin_flip", {{"chance", "0.1"}, {"window", "450ms"}}, seed++);
      ASSERT_EQ(result.metrics.at("answers.fresh"), result.metrics.at("requests"));
      mean += result.metrics.at("recomputations.total") / expiries;
    }
  }
  laws::expect_law("coin_flip: recomputations per expiry", laws::mean_of_runs(means),
                   1 + kChance * kRatePerS * kComputeTimeS);
}

TEST_F(RunPlugins, CoinFlipWithoutAChanceIsPlainTtl) {
  const scenario::Scenario scenario = reads(200, 25ms, 0s, 1500ms);
  const double recomputations = run(scenario, "coin_flip", {{"chance", "0"}}).metrics.at("recomputations.total");
  EXPECT_GT(recomputations, 1);
  EXPECT_EQ(recomputations, laws::run_built_in(scenario, "plain_ttl").metrics.at("recomputations.total"));
}

}  // namespace
}  // namespace stampede::plugins

// Virtual time is deterministic: a seed and a scenario determine every bit of a result, in this process or another one.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "simulator/experiment/experiment.h"
#include "simulator/experiment/virtual_world.h"
#include "tests/laws/fingerprints.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

void expect_equal(const reports::RunResult& left, const reports::RunResult& right, const std::string& which) {
  EXPECT_EQ(left.fingerprint, right.fingerprint) << which;
  EXPECT_EQ(left.metrics, right.metrics) << which;
  EXPECT_EQ(left.series, right.series) << which;
  EXPECT_EQ(left.histograms, right.histograms) << which;
  EXPECT_EQ(left.warnings, right.warnings) << which;
}

TEST(Determinism, EqualSeedsGiveEqualResultsBitForBit) {
  for (const scenario::Scenario& scenario : golden_scenarios()) {
    for (const scenario::StrategyChoice& choice : scenario.strategies) {
      const reports::RunResult first = run_choice(scenario, choice);
      ASSERT_FALSE(first.fingerprint.empty());
      expect_equal(first, run_choice(scenario, choice), scenario.name + ", " + choice.label());
    }
  }
}

// Nothing in the others but their arrivals has to be random; in the cold cache not even these are.
TEST(Determinism, OtherSeedsGiveOtherResults) {
  for (const scenario::Scenario& scenario : golden_scenarios()) {
    if (scenario.name == "cold-cache-1000") continue;
    for (const scenario::StrategyChoice& choice : scenario.strategies) {
      EXPECT_NE(run_choice(scenario, choice).fingerprint, run_choice(scenario, choice, 1).fingerprint)
          << scenario.name << ", " << choice.label();
    }
  }
}

std::map<std::string, std::string> fingerprints_of_experiment(const scenario::Scenario& scenario) {
  const Registry registry = Registry::built_in();
  const runtime::Interrupt interrupt;
  experiment::VirtualWorld world(interrupt);
  std::array<experiment::World*, 1> worlds{&world};
  const experiment::ExperimentOutcome outcome = experiment::run_experiment(worlds, scenario, registry, {}, {});
  std::map<std::string, std::string> fingerprints;
  for (const reports::RunResult& run : outcome.result.runs) fingerprints[run.label] = run.fingerprint;
  return fingerprints;
}

TEST(Determinism, AFurtherStrategyLeavesTheResultsOfTheOthersAsTheyAre) {
  for (scenario::Scenario& scenario : golden_scenarios()) {
    const std::map<std::string, std::string> all = fingerprints_of_experiment(scenario);
    std::vector<scenario::StrategyChoice> some;
    // In another order, too.
    for (std::size_t i = scenario.strategies.size(); i > 1; i -= 2) some.push_back(scenario.strategies[i - 1]);
    scenario.strategies = some;
    const std::map<std::string, std::string> of_some = fingerprints_of_experiment(scenario);
    EXPECT_EQ(of_some.size(), some.size());
    for (const auto& [label, fingerprint] : of_some) {
      EXPECT_EQ(fingerprint, all.at(label)) << scenario.name << ", " << label;
    }
  }
}

// The runs of a result file that the program has written.
nlohmann::json runs_of_process(const std::string& scenario, const std::filesystem::path& folder) {
  const std::string command = fmt::format("'{}' run {} --world virtual --set load[0].for=1s --quiet --out '{}'",
                                          STAMPEDE_PROGRAM, scenario, folder.string());
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  std::ifstream file(folder / "result.json");
  return nlohmann::json::parse(file).at("runs");
}

TEST(Determinism, TwoProcessesWriteTheSameResult) {
  const std::filesystem::path folder = fmt::format("{}/stampede-determinism-{}", testing::TempDir(), getpid());
  const nlohmann::json first = runs_of_process("writes-and-invalidations", folder / "first");
  const nlohmann::json second = runs_of_process("writes-and-invalidations", folder / "second");
  EXPECT_GE(first.size(), 7U);
  // Compared as text, since nobody could read the difference of two such files.
  EXPECT_TRUE(first.dump() == second.dump());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace stampede::laws

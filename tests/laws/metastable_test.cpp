// A load that only the cache lets the origin carry: below the origin's capacity everybody comes back after the cache
// was lost; above it, those who compute for every miss do not.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "strategies/layers.h"
#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr std::uint32_t kSeeds = kEffort < 1 ? 1 : 2;

const std::string kFlush = R"(faults[0]={"fault":"flush","at":"40s"})";
const std::string kOutage = R"(faults[0]={"fault":"origin_down","at":"40s","for":"10s"})";

// All runs of the shipped scenario, by their strategies' labels.
std::map<std::string, std::vector<reports::RunResult>> runs_at(const std::string& load, const std::string& trigger) {
  const scenario::Scenario scenario = shipped("metastable-frontier", {"load[1].poisson=" + load, trigger});
  const Registry registry = Registry::built_in();
  std::map<std::string, std::vector<reports::RunResult>> runs;
  for (const scenario::StrategyChoice& choice : scenario.strategies) {
    const StrategyInfo info = find_strategy_or_stack(registry, choice.name).value();
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
      runs[choice.label()].push_back(run_virtually(scenario, info, choice, seed));
    }
  }
  return runs;
}

class Metastable : public testing::TestWithParam<std::string> {};

TEST_P(Metastable, BelowTheOriginsCapacityEverybodyComesBack) {
  for (const auto& [label, runs] : runs_at("280", GetParam())) {
    for (const reports::RunResult& run : runs) {
      EXPECT_EQ(run.metrics.at("recovered"), 1) << label;
      EXPECT_LT(run.metrics.at("recovery_s"), 10) << label;
    }
  }
}

TEST_P(Metastable, AboveItThoseDoNotWhoComputeForEveryMissOrThrowAwayWhatNobodyWaitsFor) {
  const auto runs = runs_at("900", GetParam());
  for (const std::string label : {"plain_ttl", "soft_timeout:hard_timeout=1s:keep_computing=false"}) {
    for (const reports::RunResult& run : runs.at(label)) {
      EXPECT_EQ(run.metrics.at("recovered"), 0) << label;
      EXPECT_FALSE(run.metrics.contains("recovery_s")) << label;
      EXPECT_GT(run.metrics.at("recomputations.amplification"), 2) << label;
      EXPECT_LT(run.metrics.at("recomputations.amplification"), 11) << label;  // 1 / (1 - h) with h = 0.9
    }
  }
  for (const std::string label : {"single_flight", "lock_and_wait", "plain_ttl/origin_limit:concurrent=7:queue=50"}) {
    for (const reports::RunResult& run : runs.at(label)) {
      EXPECT_EQ(run.metrics.at("recovered"), 1) << label;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Triggers, Metastable, testing::Values(kFlush, kOutage),
                         [](const auto& trigger) { return trigger.param == kFlush ? "Flush" : "Outage"; });

}  // namespace
}  // namespace stampede::laws

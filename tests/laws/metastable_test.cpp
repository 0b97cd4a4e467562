// A load that only the cache lets the origin carry: below the origin's capacity everybody comes back after the cache
// was lost; above it, those do not whose fill dies with its caller, unless a lock outlives that as well.
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
constexpr const char* kSoftTimeout = "soft_timeout:hard_timeout=1s";

// All runs of the shipped scenario, by their strategies' labels.
std::map<std::string, std::vector<reports::RunResult>> runs_at(const std::string& load, const std::string& abandoned) {
  const scenario::Scenario scenario =
      shipped("metastable-frontier", {"load[1].poisson=" + load, "client.abandoned=" + abandoned});
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

void expect_recovered(const std::map<std::string, std::vector<reports::RunResult>>& runs,
                      const std::vector<std::string>& labels, bool expected) {
  for (const std::string& label : labels) {
    for (const reports::RunResult& run : runs.at(label)) {
      EXPECT_EQ(run.metrics.at("recovered"), expected ? 1 : 0) << label;
      EXPECT_EQ(run.metrics.contains("recovery_s"), expected) << label;
    }
  }
}

TEST(Metastable, BelowTheOriginsCapacityEverybodyComesBack) {
  for (const std::string abandoned : {"detach", "finish"}) {
    expect_recovered(runs_at("250", abandoned),
                     {"plain_ttl", "single_flight", "lock_and_wait", "lease", kSoftTimeout}, true);
  }
}

TEST(Metastable, AboveItThoseDoNotWhoseFillDiesWithItsCaller) {
  for (const std::string load : {"330", "900"}) {
    const auto runs = runs_at(load, "detach");
    expect_recovered(runs, {"plain_ttl", "single_flight"}, false);
    expect_recovered(runs, {"lock_and_wait", "lease", kSoftTimeout}, true);
  }
}

TEST(Metastable, WhereFillsSurviveWhoeverCoalescesComesBack) {
  for (const std::string load : {"330", "900"}) {
    expect_recovered(runs_at(load, "finish"), {"single_flight", "lock_and_wait", "lease", kSoftTimeout}, true);
  }
  expect_recovered(runs_at("330", "finish"), {"plain_ttl"}, true);
}

// 1 / (1 - h) with h = 0.9: all requests reach the origin, and before it was those behind a write.
TEST(Metastable, TheOriginBearsTenTimesAsMuch) {
  const auto runs = runs_at("900", "detach");
  for (const reports::RunResult& run : runs.at("plain_ttl")) {
    EXPECT_GT(run.metrics.at("recomputations.amplification"), 7.5);
    EXPECT_LT(run.metrics.at("recomputations.amplification"), 11);
  }
}

}  // namespace
}  // namespace stampede::laws

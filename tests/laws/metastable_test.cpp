// A load that only the cache lets the origin carry: below the origin's capacity everybody comes back after the cache
// was lost; above it, those do not whose fill dies with its caller, unless a lock outlives that as well.
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "strategies/layers.h"
#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr const char* kSoftTimeout = "soft_timeout:hard_timeout=1s";

// The run of the shipped scenario with the strategy of this label.
reports::RunResult run_at(const std::string& load, const std::string& abandoned, const std::string& label) {
  const scenario::Scenario scenario = shipped(
      "metastable-frontier", {"load[1].poisson=" + load, R"(load[1].for="55s")", "client.abandoned=" + abandoned});
  for (const scenario::StrategyChoice& choice : scenario.strategies) {
    if (choice.label() != label) continue;
    return run_virtually(scenario, find_strategy_or_stack(Registry::built_in(), choice.name).value(), choice, 0);
  }
  throw std::invalid_argument("the scenario has no " + label);
}

std::vector<std::string> loads_above() {
  if (kEffort < 1) return {"330"};
  return {"330", "900"};
}

void expect_recovered(const std::string& load, const std::string& abandoned, const std::vector<std::string>& labels,
                      bool expected) {
  for (const std::string& label : labels) {
    const reports::RunResult run = run_at(load, abandoned, label);
    EXPECT_EQ(run.metrics.at("recovered"), expected ? 1 : 0) << label;
    EXPECT_EQ(run.metrics.contains("recovery_s"), expected) << label;
  }
}

TEST(Metastable, BelowTheOriginsCapacityEverybodyComesBack) {
  expect_recovered("200", "detach", {"plain_ttl", "single_flight", "lock_and_wait", "lease", kSoftTimeout}, true);
  expect_recovered("200", "finish", {"plain_ttl", "single_flight"}, true);
}

TEST(Metastable, AboveItThoseDoNotWhoseFillDiesWithItsCaller) {
  for (const std::string& load : loads_above()) {
    expect_recovered(load, "detach", {"plain_ttl", "single_flight"}, false);
    expect_recovered(load, "detach", {"lock_and_wait", "lease", kSoftTimeout}, true);
  }
}

TEST(Metastable, WhereFillsSurviveThoseComeBackAsWell) {
  for (const std::string& load : loads_above()) expect_recovered(load, "finish", {"single_flight"}, true);
  expect_recovered("330", "finish", {"plain_ttl"}, true);
}

// 1 / (1 - h) with h = 0.9: all requests reach the origin, and before it was those behind a write.
TEST(Metastable, TheOriginBearsTenTimesAsMuch) {
  const double amplification = run_at("900", "detach", "plain_ttl").metrics.at("recomputations.amplification");
  EXPECT_GT(amplification, 7.5);
  EXPECT_LT(amplification, 11);
}

}  // namespace
}  // namespace stampede::laws

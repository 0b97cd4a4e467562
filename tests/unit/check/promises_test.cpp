// The strategies of the program keep their promises, as far as some seeds can tell; and where one is known to break,
// it is found.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "simulator/check/hunt.h"
#include "strategies/layers.h"

namespace stampede::check {
namespace {

constexpr std::uint64_t kSeeds = 100;

HuntPlan plan_of(const StrategyInfo& strategy, std::uint64_t seeds) {
  HuntPlan plan;
  plan.quarries.push_back({.name = strategy.name,
                           .arguments = {},
                           .strategy_argument = strategy.name,
                           .strategy = strategy,
                           .make = [strategy](std::uint64_t seed) { return random_case(strategy, seed); }});
  plan.seeds = seeds;
  plan.jobs = 2;
  return plan;
}

class OfEveryStrategy : public testing::TestWithParam<std::string> {};

TEST_P(OfEveryStrategy, WhatIsPromisedHoldsAndIsPutToTheTest) {
  const Registry registry = Registry::built_in();
  const StrategyInfo strategy = *find_strategy_or_stack(registry, GetParam());
  const runtime::Interrupt interrupt;
  const HuntResult result = hunt(plan_of(strategy, kSeeds), interrupt);
  EXPECT_EQ(result.seeds, kSeeds);
  for (const auto& [guarantee, tally] : result.tallies.front()) {
    EXPECT_EQ(tally.broken, 0U) << guarantee << ": seed " << tally.first_broken.value_or(0) << ", " << tally.what;
    EXPECT_GT(tally.tested(), 0U) << guarantee;
  }
}

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) names.push_back(info.is_guard ? info.name + "/plain_ttl" : info.name);
  return names;
}

std::string name_of_test(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Registry, OfEveryStrategy, testing::ValuesIn(all_names()), name_of_test);

TEST(Registry, EveryPromiseHasTheBoundThatItIsJudgedBy) {
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) {
    for (const Guarantee& promise : info.promises) {
      const bool has_limit = promise.kind == GuaranteeKind::hard_lifetime ||
                             promise.kind == GuaranteeKind::bounded_wait || promise.kind == GuaranteeKind::recovers;
      EXPECT_EQ(static_cast<bool>(promise.bound), has_limit) << info.name << ": " << name_of(promise.kind);
      EXPECT_EQ(static_cast<bool>(promise.applies), !promise.condition.empty()) << info.name;
    }
  }
}

}  // namespace
}  // namespace stampede::check

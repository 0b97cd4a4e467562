// Every kind of promise is found broken where a strategy breaks it rarely, and what shows it is made small.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

#include "simulator/check/hunt.h"
#include "simulator/check/shrink.h"
#include "simulator/check/timeline.h"
#include "tests/unit/check/planted.h"

namespace stampede::check {
namespace {

constexpr std::uint64_t kSeedsMax = 10'000;
constexpr std::uint64_t kSeedsAtOnce = 500;

HuntPlan plan_of(const StrategyInfo& strategy, std::uint64_t first_seed, std::uint64_t seeds, std::size_t jobs) {
  HuntPlan plan;
  plan.quarries.push_back({.name = strategy.name,
                           .arguments = {},
                           .strategy_argument = strategy.name,
                           .strategy = strategy,
                           .make = [strategy](std::uint64_t seed) { return random_case(strategy, seed); }});
  plan.first_seed = first_seed;
  plan.seeds = seeds;
  plan.jobs = jobs;
  return plan;
}

const Tally& tally_of(const HuntResult& result, const std::string& guarantee) {
  const auto& tallies = result.tallies.front();
  return std::find_if(tallies.begin(), tallies.end(), [&](const auto& entry) { return entry.first == guarantee; })
      ->second;
}

class PlantedError : public testing::TestWithParam<std::size_t> {
 protected:
  const Planted planted_ = planted_errors().at(GetParam());
  const std::string guarantee_{name_of(planted_.breaks)};
  runtime::Interrupt interrupt_;

  std::optional<std::uint64_t> first_broken() const {
    for (std::uint64_t seed = 0; seed < kSeedsMax; seed += kSeedsAtOnce) {
      const HuntResult result = hunt(plan_of(planted_.strategy, seed, kSeedsAtOnce, 2), interrupt_);
      if (const auto found = tally_of(result, guarantee_).first_broken) return found;
    }
    return std::nullopt;
  }
};

TEST_P(PlantedError, IsFoundWithinTenThousandSeedsAndShrinksToAFewRequestsAndOneFault) {
  const std::optional<std::uint64_t> seed = first_broken();
  ASSERT_TRUE(seed.has_value());
  const Shrunk shrunk = shrink(random_case(planted_.strategy, *seed), planted_.strategy, guarantee_, interrupt_);
  const auto requests = requests_in(shrunk.small.scenario);
  ASSERT_TRUE(requests.has_value());
  EXPECT_LE(*requests, 5U);
  EXPECT_LE(shrunk.small.scenario.faults.size(), 1U);

  // As its file would be tried.
  const Case again =
      case_in(shrunk.small.scenario, planted_.strategy, shrunk.small.choice.given, shrunk.small.scenario.seed);
  const Outcome outcome = try_case(again, planted_.strategy, interrupt_);
  const Judgement* const judgement = broken(outcome.judgements, guarantee_);
  ASSERT_NE(judgement, nullptr);
  EXPECT_EQ(outcome.fingerprint, shrunk.outcome.fingerprint);

  const std::vector<std::string> lines = timeline(again, planted_.strategy, *judgement, interrupt_);
  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(),
                          [](const std::string& line) { return line.find("IS BROKEN") != std::string::npos; }));
}

std::string name_of_test(const testing::TestParamInfo<std::size_t>& info) {
  return planted_errors().at(info.param).strategy.name;
}

INSTANTIATE_TEST_SUITE_P(EachKind, PlantedError, testing::Range<std::size_t>(0, kGuaranteeKinds), name_of_test);

TEST(Hunt, CountsTheSameHoweverManyJobsThereAre) {
  const StrategyInfo strategy = planted_errors().front().strategy;
  const runtime::Interrupt interrupt;
  const HuntResult alone = hunt(plan_of(strategy, 0, 200, 1), interrupt);
  const HuntResult many = hunt(plan_of(strategy, 0, 200, 5), interrupt);
  ASSERT_EQ(alone.tallies.front().size(), many.tallies.front().size());
  for (std::size_t i = 0; i < alone.tallies.front().size(); ++i) {
    const auto& [name, tally] = alone.tallies.front()[i];
    const auto& [other_name, other] = many.tallies.front()[i];
    EXPECT_EQ(name, other_name);
    EXPECT_EQ(tally.held, other.held) << name;
    EXPECT_EQ(tally.broken, other.broken) << name;
    EXPECT_EQ(tally.excluded, other.excluded) << name;
    EXPECT_EQ(tally.not_tested, other.not_tested) << name;
    EXPECT_EQ(tally.first_broken, other.first_broken) << name;
    EXPECT_EQ(tally.what, other.what) << name;
  }
}

}  // namespace
}  // namespace stampede::check

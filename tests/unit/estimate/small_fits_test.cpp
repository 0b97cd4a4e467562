// Sizes, writes, caches and the table of keys, in cases that can be worked out by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "simulator/estimate/key_table.h"
#include "simulator/estimate/replay_check.h"
#include "simulator/estimate/size_fit.h"
#include "simulator/estimate/write_fit.h"
#include "strategies/portable_math.h"

namespace stampede::estimate {
namespace {

TEST(SizeFit, OfSizesThatAreAlike) {
  EXPECT_FALSE(fit_sizes({}));
  EXPECT_FALSE(fit_sizes({0, 0}));
  const auto fit = fit_sizes({300, 0, 300, 301});
  ASSERT_TRUE(fit);
  EXPECT_TRUE(fit->is_constant);
  EXPECT_EQ(fit->keys, 3U);
  EXPECT_EQ(fit->median_bytes, 300);
  EXPECT_EQ(fit->p99_bytes, 300);
}

TEST(SizeFit, OfLognormalSizes) {
  std::vector<std::uint32_t> sizes;
  for (int i = 0; i < 10'000; ++i) {
    sizes.push_back(
        static_cast<std::uint32_t>(std::lround(5000 * std::exp(portable::normal_quantile((i + 0.5) / 10'000)))));
  }
  const auto fit = fit_sizes(sizes);
  ASSERT_TRUE(fit);
  EXPECT_FALSE(fit->is_constant);
  EXPECT_NEAR(fit->median_bytes, 5000, 5);
  EXPECT_NEAR(fit->p99_bytes, 5000 * std::exp(2.32635), 100);
  EXPECT_LT(fit->distance, 0.001);
}

TEST(SizeFit, SaysHowFarOtherSizesAreFromALognormal) {
  const auto fit = fit_sizes({100, 100, 100, 100, 10'000});
  ASSERT_TRUE(fit);
  EXPECT_GT(fit->distance, 0.3);
}

TEST(WriteFit, OfNoSets) {
  const WriteFit fit = fit_writes({.requests = 1000, .deletes = 7});
  EXPECT_EQ(fit.writes, 7);
  EXPECT_EQ(fit.share_of_sets, 0);
}

TEST(WriteFit, OfIndependentWrites) {
  // Of 100 sets beside 900 requests, a tenth come right after another one.
  const WriteFit fit = fit_writes({.requests = 900, .sets = 100, .deletes = 1, .sets_of_known = 100, .certain = 10});
  EXPECT_EQ(fit.writes, 101);
  EXPECT_EQ(fit.share_of_sets, 1);
  EXPECT_EQ(fit.sets_low, 10);
  EXPECT_EQ(fit.sets_high, 100);
}

TEST(WriteFit, OfFillsOnly) {
  const WriteFit fit = fit_writes({.requests = 10'000, .sets = 3000, .sets_of_known = 2500});
  EXPECT_EQ(fit.writes, 0);
  EXPECT_FALSE(fit.too_few_to_tell);
}

TEST(WriteFit, OfBoth) {
  // 500 writes and 1500 fills: a write comes right after a set with the probability 2000 / (10000 + 500).
  const WriteFit fit = fit_writes({.requests = 10'000, .sets = 2000, .sets_of_known = 2000, .certain = 95});
  EXPECT_NEAR(fit.writes, 500, 5);
}

TEST(WriteFit, OfTooFewToTell) {
  const WriteFit fit = fit_writes({.requests = 10'000, .sets = 20, .sets_of_known = 20});
  EXPECT_TRUE(fit.too_few_to_tell);
  EXPECT_EQ(fit.writes, 20);
}

TEST(LruHitRatio, IsThatOfACacheThatForgetsTheLeastRecentlyUsed) {
  EXPECT_EQ(lru_hit_ratio({0, 0, 0, 0}, 1), 0.75);
  EXPECT_EQ(lru_hit_ratio({0, 1, 0, 1}, 1), 0);
  EXPECT_EQ(lru_hit_ratio({0, 1, 0, 1}, 2), 0.5);
  // 2 drives out 1, since 0 was used after it; then 1 drives out 0.
  EXPECT_EQ(lru_hit_ratio({0, 1, 0, 2, 0, 1, 2, 0}, 2), 0.25);
  EXPECT_EQ(lru_hit_ratio({0, 1, 2, 0, 1, 2}, 2), 0);
  EXPECT_EQ(lru_hit_ratio({0, 1, 2, 0, 1, 2}, 3), 0.5);
}

TEST(ReplayCheck, TellsATraceWhoseRequestsComeTogetherInTime) {
  // Each key three times in a row: a cache for one key would answer two thirds, which no law of popularity explains.
  std::vector<std::uint32_t> trace;
  for (std::uint32_t i = 0; i < 30'000; ++i) trace.push_back(i / 3 % 1000);
  const ReplayCheck check = check_by_replay(trace, {.count = 1000}, measure::RandomStream(1, "check"));
  ASSERT_FALSE(check.lru.empty());
  EXPECT_NEAR(check.lru.front().trace, 2.0 / 3, 0.01);
  EXPECT_LT(check.lru.front().model, 0.02);
  EXPECT_EQ(check.trace_keys, 1000U);
}

TEST(KeyTable, KnowsKeysAgainUpToItsLimit) {
  KeyTable table(2);
  EXPECT_EQ(table.find_or_add("a"), 0U);
  EXPECT_EQ(table.find_or_add("b"), 1U);
  EXPECT_EQ(table.find_or_add("c"), std::nullopt);
  EXPECT_EQ(table.find_or_add("a"), 0U);
}

}  // namespace
}  // namespace stampede::estimate

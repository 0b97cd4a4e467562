// What is drawn from a known law is found again: exponent, share of the hot key, and number of keys, seen or not.
#include "simulator/estimate/popularity_fit.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <ostream>

#include "simulator/estimate/zipf.h"
#include "simulator/workload/keyspace.h"

namespace stampede::estimate {
namespace {

std::vector<CountOfKeys> drawn(std::uint64_t keys, const scenario::Popularity& popularity, std::uint64_t requests,
                               std::uint64_t seed) {
  workload::KeyPicker picker({.count = keys, .popularity = popularity}, measure::RandomStream(seed, "keys"));
  std::vector<std::uint32_t> counts(keys);
  for (std::uint64_t i = 0; i < requests; ++i) ++counts[picker.pick()];
  return counts_of_counts(counts);
}

struct Law {
  std::uint64_t keys = 1;
  double exponent = 0;
  std::uint64_t requests = 0;
  double keys_tolerance = 0.05;

  friend void PrintTo(const Law& law, std::ostream* out) {
    *out << fmt::format("{} keys, Zipf {}, {} requests", law.keys, law.exponent, law.requests);
  }
};

class ZipfIsFound : public testing::TestWithParam<Law> {};

TEST_P(ZipfIsFound, WithinFivePercent) {
  const Law law = GetParam();
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const PopularityFit fit =
        fit_popularity(drawn(law.keys, scenario::ZipfPopularity{law.exponent}, law.requests, seed));
    const auto* zipf = std::get_if<scenario::ZipfPopularity>(&fit.popularity);
    ASSERT_NE(zipf, nullptr);
    const auto keys = static_cast<double>(law.keys);
    EXPECT_NEAR(zipf->exponent, law.exponent, 0.05 * law.exponent);
    EXPECT_NEAR(fit.keys, keys, law.keys_tolerance * keys);
    EXPECT_TRUE(fit.keys_bounded);
  }
}

INSTANTIATE_TEST_SUITE_P(Laws, ZipfIsFound,
                         testing::Values(Law{100, 1.0, 20'000}, Law{1000, 0.6, 20'000}, Law{2000, 0.9, 100'000},
                                         Law{10'000, 0.8, 100'000}, Law{10'000, 1.0, 300'000}, Law{1000, 1.4, 200'000},
                                         Law{20, 1.0, 50'000}, Law{50'000, 0.7, 200'000}, Law{200, 2.0, 200'000, 0.2}));

TEST(PopularityFit, KnowsKeysThatAreAlike) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const PopularityFit fit = fit_popularity(drawn(2000, scenario::UniformPopularity{}, 100'000, seed));
    EXPECT_TRUE(std::holds_alternative<scenario::UniformPopularity>(fit.popularity));
    EXPECT_NEAR(fit.keys, 2000, 1);
    EXPECT_GT(*fit.ahead_of_hot_key, 0);
  }
}

// Hardly half of them were asked for. Of 20 intervals of 95 %, two at most miss the truth.
TEST(PopularityFit, KnowsHowManyKeysThereAreThatWereNotAskedFor) {
  int inside = 0;
  constexpr int kTraces = 20;
  for (int seed = 1; seed <= kTraces; ++seed) {
    const PopularityFit fit =
        fit_popularity(drawn(2000, scenario::UniformPopularity{}, 1500, static_cast<std::uint64_t>(seed)));
    EXPECT_TRUE(std::holds_alternative<scenario::UniformPopularity>(fit.popularity));
    EXPECT_NEAR(fit.keys, 2000, 300);
    inside += fit.keys_interval.low <= 2000 && fit.keys_interval.high >= 2000 ? 1 : 0;
  }
  EXPECT_GE(inside, kTraces - 2);
}

TEST(PopularityFit, KnowsAHotKey) {
  const PopularityFit fit = fit_popularity(drawn(500, scenario::HotKeyPopularity{0.3}, 20'000, 1));
  const auto* hot = std::get_if<scenario::HotKeyPopularity>(&fit.popularity);
  ASSERT_NE(hot, nullptr);
  EXPECT_NEAR(hot->share, 0.3, 0.015);
  EXPECT_NEAR(fit.keys, 500, 5);
  EXPECT_GT(*fit.ahead_of_uniform, 10);
  EXPECT_GT(*fit.ahead_of_zipf, 10);
}

// Nine of ten intervals hold the truth, at least: they are of 95 %, and rather too wide.
TEST(PopularityFit, HasIntervalsThatHoldTheTruth) {
  int keys_inside = 0;
  int exponents_inside = 0;
  constexpr int kTraces = 20;
  for (int seed = 0; seed < kTraces; ++seed) {
    const PopularityFit fit =
        fit_popularity(drawn(3000, scenario::ZipfPopularity{0.8}, 10'000, static_cast<std::uint64_t>(100 + seed)));
    ASSERT_TRUE(fit.exponent_interval);
    keys_inside += fit.keys_interval.low <= 3000 && fit.keys_interval.high >= 3000 ? 1 : 0;
    exponents_inside += fit.exponent_interval->low <= 0.8 && fit.exponent_interval->high >= 0.8 ? 1 : 0;
  }
  EXPECT_GE(keys_inside, 18);
  EXPECT_GE(exponents_inside, 18);
}

TEST(PopularityFit, SaysWhereATraceIsTooShort) {
  // Each key asked for once: there may be any number of them.
  EXPECT_FALSE(fit_popularity({{.requests = 1, .keys = 50}}).keys_bounded);
  const PopularityFit one = fit_popularity({{.requests = 1, .keys = 1}});
  EXPECT_FALSE(one.keys_bounded);
  EXPECT_FALSE(one.exponent_interval);
  const PopularityFit many = fit_popularity({{.requests = 1000, .keys = 1}});
  EXPECT_TRUE(many.keys_bounded);
  EXPECT_EQ(many.keys, 1);
}

TEST(CountsOfCounts, LeaveOutKeysThatWereNotAskedFor) {
  const auto counts = counts_of_counts({3, 0, 1, 3, 1, 1});
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].requests, 1);
  EXPECT_EQ(counts[0].keys, 3);
  EXPECT_EQ(counts[1].requests, 3);
  EXPECT_EQ(counts[1].keys, 2);
}

}  // namespace
}  // namespace stampede::estimate

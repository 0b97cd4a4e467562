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
  for (const std::uint64_t seed : {1, 2, 3}) {
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
                                         Law{10'000, 0.8, 100'000}, Law{10'000, 1.0, 300'000},
                                         Law{1000, 1.4, 200'000}, Law{20, 1.0, 50'000},
                                         Law{50'000, 0.7, 200'000}, Law{200, 2.0, 200'000, 0.2}));

}  // namespace
}  // namespace stampede::estimate

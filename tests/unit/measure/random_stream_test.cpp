// Streams: the same everywhere, independent of each other, uniform.
#include "simulator/measure/random_stream.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <set>

namespace stampede::measure {
namespace {

static_assert(std::uniform_random_bit_generator<RandomStream>);

TEST(RandomStream, NeverChangesWhatASeedAndANameGive) {
  RandomStream stream(42, "arrivals");
  const std::array<std::uint64_t, 3> drawn = {stream(), stream(), stream()};
  EXPECT_EQ(drawn, (std::array<std::uint64_t, 3>{0xb4c0f2a43fcb8505U, 0x19a104e8f94205c2U, 0x34e24cbe3ebe64e4U}));
}

TEST(RandomStream, DiffersBySeedByNameAndByEachIndex) {
  std::set<std::uint64_t> first_words;
  std::size_t streams = 0;
  for (const std::uint64_t seed : {0U, 1U, 42U}) {
    for (const char* name : {"", "a", "b", "arrivals"}) {
      for (std::uint64_t first = 0; first < 10; ++first) {
        for (std::uint64_t second = 0; second < 10; ++second) {
          first_words.insert(RandomStream(seed, name, first, second)());
          ++streams;
        }
      }
    }
  }
  EXPECT_EQ(first_words.size(), streams);
}

TEST(RandomStream, OfANameAloneIsThatOfIndicesZero) { EXPECT_EQ(RandomStream(5, "x")(), RandomStream(5, "x", 0, 0)()); }

TEST(RandomStream, NeighbouringStreamsAreUncorrelated) {
  constexpr int kStreams = 20'000;
  double product = 0;
  double previous = 0;
  for (int i = 0; i < kStreams; ++i) {
    const double value = RandomStream(1, "computation", static_cast<std::uint64_t>(i)).uniform() - 0.5;
    product += value * previous;
    previous = value;
  }
  // The standard deviation of the sum is sqrt(n) / 12.
  EXPECT_LT(std::abs(product), 4 * std::sqrt(kStreams) / 12);
}

TEST(RandomStream, UniformFillsTheUnitIntervalEvenly) {
  RandomStream stream(9, "uniform");
  constexpr int kDraws = 100'000;
  std::array<int, 10> bins{};
  for (int i = 0; i < kDraws; ++i) {
    const double value = stream.uniform();
    ASSERT_GE(value, 0);
    ASSERT_LT(value, 1);
    ++bins[static_cast<std::size_t>(value * 10)];
  }
  double chi_square = 0;
  for (const int bin : bins) {
    chi_square += std::pow(bin - kDraws / 10, 2) / (kDraws / 10);
  }
  EXPECT_LT(chi_square, 27.88);  // 9 degrees of freedom, p = 0.001
}

TEST(RandomStream, BelowGivesEveryNumberEquallyOftenAndNoOther) {
  RandomStream stream(9, "below");
  std::array<int, 7> seen{};
  for (int i = 0; i < 70'000; ++i) {
    ++seen.at(stream.below(7));
  }
  double chi_square = 0;
  for (const int count : seen) {
    chi_square += std::pow(count - 10'000, 2) / 10'000;
  }
  EXPECT_LT(chi_square, 22.46);  // 6 degrees of freedom, p = 0.001
  EXPECT_EQ(stream.below(1), 0U);
}

// 3 * 2^62 leaves a quarter of all words over: folding them back would make the lowest third twice as frequent.
TEST(RandomStream, BelowIsUnbiasedForHugeBounds) {
  RandomStream stream(9, "huge");
  constexpr std::uint64_t kThird = std::uint64_t{1} << 62U;
  int low = 0;
  constexpr int kDraws = 30'000;
  for (int i = 0; i < kDraws; ++i) {
    low += stream.below(3 * kThird) < kThird ? 1 : 0;
  }
  EXPECT_NEAR(low, kDraws / 3, 4 * std::sqrt(kDraws * 2.0 / 9));
}

TEST(StrategyRandom, HandsOutTheWordsOfItsStream) {
  RandomStream stream(4, "node", 2);
  StrategyRandom random{RandomStream(4, "node", 2)};
  Random& as_strategies_see_it = random;
  EXPECT_EQ(as_strategies_see_it.bits(), stream());
  EXPECT_EQ(as_strategies_see_it.uniform(), stream.uniform());
}

}  // namespace
}  // namespace stampede::measure

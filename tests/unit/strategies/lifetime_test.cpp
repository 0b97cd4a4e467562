// Jitter of lifetimes: shorter only, over the whole range, and nothing is drawn without it.
#include "strategies/lifetime.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/traces/scripted.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

// Weyl's sequence: as even as can be over any number of draws.
class EvenRandom final : public Random {
 public:
  std::uint64_t bits() override {
    ++drawn;
    return state_ += 0x9E3779B97F4A7C15U;
  }
  std::uint64_t drawn = 0;

 private:
  std::uint64_t state_ = 0;
};

TEST(Lifetime, WithoutJitterIsTheLongestAndDrawsNothing) {
  EvenRandom random;
  Lifetime lifetime(60s, 0, random);
  EXPECT_EQ(lifetime.next(), 60s);
  EXPECT_EQ(random.drawn, 0U);
}

TEST(Lifetime, WithJitterIsUniformlyShorter) {
  EvenRandom random;
  Lifetime lifetime(60s, 0.5, random);
  Duration shortest = 60s;
  Duration longest = 0s;
  Duration sum = 0s;
  constexpr int kDraws = 10'000;
  for (int i = 0; i < kDraws; ++i) {
    const Duration drawn = lifetime.next();
    shortest = std::min(shortest, drawn);
    longest = std::max(longest, drawn);
    sum += drawn;
  }
  EXPECT_GE(shortest, 30s);
  EXPECT_LT(shortest, 30s + 100ms);
  EXPECT_LE(longest, 60s);
  EXPECT_GT(longest, 60s - 100ms);
  EXPECT_NEAR(to_seconds(sum) / kDraws, 45, 0.05);
}

TEST(Lifetime, IsNeverShorterThanAMillisecond) {
  EvenRandom random;
  Lifetime lifetime(1ms, 1, random);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(lifetime.next(), 1ms);
}

}  // namespace
}  // namespace stampede

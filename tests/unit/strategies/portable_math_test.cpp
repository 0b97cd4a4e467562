// Accuracy against long double, the edges, and the very bits.
#include "strategies/portable_math.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "simulator/measure/random_stream.h"

namespace stampede::portable {
namespace {

using measure::RandomStream;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();
constexpr double kGreatest = std::numeric_limits<double>::max();
constexpr int kPoints = 200'000;

// The distance in units of the last place that a double of this size has.
double distance_ulps(double found, long double exact) {
  const double magnitude = std::abs(static_cast<double>(exact));
  const double next = std::nextafter(magnitude, kInfinity);
  const double ulp = std::isinf(next) ? magnitude - std::nextafter(magnitude, 0.0) : next - magnitude;
  return static_cast<double>(std::abs(static_cast<long double>(found) - exact) / static_cast<long double>(ulp));
}

// Any positive double, each binary exponent alike.
double any_positive(RandomStream& random) {
  return std::bit_cast<double>(1 + random.below(std::bit_cast<std::uint64_t>(kGreatest)));
}

double between(RandomStream& random, double from, double to) { return from + random.uniform() * (to - from); }

TEST(NaturalLogarithm, IsAccurateForEveryPositiveNumber) {
  RandomStream random(42, "ln");
  double worst = 0;
  for (int i = 0; i < kPoints; ++i) {
    for (const double x : {any_positive(random), between(random, 0, 1), between(random, 0.7, 1.5),
                           1 + between(random, -1e-6, 1e-6), between(random, 1, 1e6)}) {
      worst = std::max(worst, distance_ulps(ln(x), std::log(static_cast<long double>(x))));
    }
  }
  EXPECT_LT(worst, 0.55);
}

TEST(NaturalLogarithm, OfItsEdges) {
  EXPECT_EQ(ln(1), 0);
  EXPECT_FALSE(std::signbit(ln(1)));
  EXPECT_EQ(ln(0), -kInfinity);
  EXPECT_EQ(ln(-0.0), -kInfinity);
  EXPECT_EQ(ln(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(ln(-1)));
  EXPECT_TRUE(std::isnan(ln(-kInfinity)));
  EXPECT_TRUE(std::isnan(ln(kNotANumber)));
  EXPECT_DOUBLE_EQ(ln(kSmallest), std::log(kSmallest));
  EXPECT_DOUBLE_EQ(ln(kGreatest), std::log(kGreatest));
  EXPECT_DOUBLE_EQ(ln(std::nextafter(1.0, 2.0)), std::log(std::nextafter(1.0, 2.0)));
  EXPECT_DOUBLE_EQ(ln(std::nextafter(1.0, 0.0)), std::log(std::nextafter(1.0, 0.0)));
}

TEST(Exponential, IsAccurateOverItsWholeRange) {
  RandomStream random(42, "exp");
  double worst = 0;
  for (int i = 0; i < kPoints; ++i) {
    for (const double x : {between(random, -708, 709.78), between(random, -1, 1), between(random, -40, 40),
                           std::ldexp(between(random, -1, 1), -static_cast<int>(random.below(60)))}) {
      worst = std::max(worst, distance_ulps(exponential(x), std::exp(static_cast<long double>(x))));
    }
  }
  EXPECT_LT(worst, 0.85);
}

TEST(Exponential, FallsThroughTheSubnormalNumbersToZero) {
  RandomStream random(42, "exp");
  for (int i = 0; i < kPoints; ++i) {
    const double x = between(random, -746, -708);
    const double distance =
        static_cast<double>(std::abs(static_cast<long double>(exponential(x)) - std::exp(static_cast<long double>(x))));
    ASSERT_LE(distance, kSmallest) << x;
  }
}

TEST(Exponential, OfItsEdges) {
  EXPECT_EQ(exponential(0), 1);
  EXPECT_EQ(exponential(-0.0), 1);
  EXPECT_EQ(exponential(kSmallest), 1);
  EXPECT_EQ(exponential(kInfinity), kInfinity);
  EXPECT_EQ(exponential(-kInfinity), 0);
  EXPECT_TRUE(std::isnan(exponential(kNotANumber)));
  EXPECT_DOUBLE_EQ(exponential(709.782712893384), std::exp(709.782712893384));
  EXPECT_EQ(exponential(709.7827128933841), kInfinity);
  EXPECT_EQ(exponential(710.5), kInfinity);
  EXPECT_EQ(exponential(-745.13), kSmallest);
  EXPECT_EQ(exponential(-745.14), 0);
  EXPECT_EQ(exponential(-1e300), 0);
  EXPECT_EQ(exponential(1e300), kInfinity);
}

TEST(Power, IsAccurateWhereTheResultIsNeitherZeroNorInfinite) {
  RandomStream random(42, "power");
  double worst = 0;
  int compared = 0;
  for (int i = 0; i < kPoints; ++i) {
    struct Point {
      double base;
      double exponent;
    };
    const Point points[] = {
        {any_positive(random), between(random, -2, 2)},
        {between(random, 1, 1e6), between(random, -10, 10)},
        {between(random, 0, 1), between(random, -100, 0)},
        {1 + between(random, -1e-9, 1e-9), between(random, -1e11, 1e11)},
        {static_cast<double>(1 + random.below(1'000'000)), -static_cast<double>(random.below(300)) / 100},
    };
    for (const auto& [base, exponent] : points) {
      const long double exact = std::pow(static_cast<long double>(base), static_cast<long double>(exponent));
      if (exact < 2.3e-308L || exact > 1.7e308L) continue;
      ++compared;
      worst = std::max(worst, distance_ulps(power(base, exponent), exact));
    }
  }
  EXPECT_GT(compared, 4 * kPoints);
  EXPECT_LT(worst, 2);
}

TEST(Power, OfItsEdges) {
  EXPECT_EQ(power(2, 10), 1024);
  EXPECT_EQ(power(10, 2), 100);
  EXPECT_EQ(power(2, -1074), kSmallest);
  EXPECT_EQ(power(2, 1023), 0x1p1023);
  EXPECT_EQ(power(2, 1024), kInfinity);
  EXPECT_EQ(power(2, -1080), 0);
  EXPECT_EQ(power(7, 1), 7);
  EXPECT_EQ(power(0, 0), 1);
  EXPECT_EQ(power(kNotANumber, 0), 1);
  EXPECT_EQ(power(1, kNotANumber), 1);
  EXPECT_EQ(power(1, kInfinity), 1);
  EXPECT_EQ(power(0, 2), 0);
  EXPECT_EQ(power(0, -2), kInfinity);
  EXPECT_EQ(power(kInfinity, 2), kInfinity);
  EXPECT_EQ(power(kInfinity, -2), 0);
  EXPECT_EQ(power(2, kInfinity), kInfinity);
  EXPECT_EQ(power(2, -kInfinity), 0);
  EXPECT_EQ(power(0.5, kInfinity), 0);
  EXPECT_EQ(power(2, 1e300), kInfinity);
  EXPECT_EQ(power(2, -1e300), 0);
  EXPECT_TRUE(std::isnan(power(-1, 2)));
  EXPECT_TRUE(std::isnan(power(2, kNotANumber)));
  EXPECT_TRUE(std::isnan(power(kNotANumber, 2)));
}

TEST(SineAndCosine, AreAccurate) {
  RandomStream random(42, "sine");
  const long double turn = 2 * std::numbers::pi_v<long double>;
  double worst = 0;
  for (int i = 0; i < kPoints; ++i) {
    for (const double x : {between(random, -1, 1), between(random, -1e-6, 1e-6), between(random, -1000, 1000)}) {
      const long double rest = static_cast<long double>(x) - std::round(static_cast<long double>(x));
      worst = std::max(worst, static_cast<double>(std::abs(sine_of_turns(x) - std::sin(turn * rest))));
      worst = std::max(worst, static_cast<double>(std::abs(cosine_of_turns(x) - std::cos(turn * rest))));
    }
  }
  EXPECT_LT(worst, 2e-16);
}

TEST(SineAndCosine, OfTheirEdges) {
  for (const double turns : {0.0, 1.0, -3.0, 1e6, 0x1p50}) {
    EXPECT_EQ(sine_of_turns(turns), 0);
    EXPECT_EQ(cosine_of_turns(turns), 1);
    EXPECT_EQ(sine_of_turns(turns + 0.25), 1);
    EXPECT_EQ(cosine_of_turns(turns + 0.25), 0);
    EXPECT_EQ(sine_of_turns(turns + 0.5), 0);
    EXPECT_EQ(cosine_of_turns(turns + 0.5), -1);
    EXPECT_EQ(sine_of_turns(turns - 0.25), -1);
    EXPECT_EQ(cosine_of_turns(turns - 0.25), 0);
  }
  EXPECT_DOUBLE_EQ(sine_of_turns(0.125), cosine_of_turns(0.125));
  EXPECT_DOUBLE_EQ(sine_of_turns(1.0 / 12), 0.5);
  EXPECT_TRUE(std::isnan(sine_of_turns(kInfinity)));
  EXPECT_TRUE(std::isnan(cosine_of_turns(kNotANumber)));
}

TEST(NormalQuantile, IsTheInverseOfTheCumulativeDistribution) {
  RandomStream random(42, "normal");
  const auto cumulative = [](long double x) { return 0.5L * std::erfc(-x / std::sqrt(2.0L)); };
  const auto density = [](long double x) { return 0.398942280401432677939946059934381868L * std::exp(-x * x / 2); };
  double worst = 0;
  for (int i = 0; i < kPoints; ++i) {
    const double p = i % 2 == 0 ? random.uniform() + 0x1p-54
                                : std::ldexp(between(random, 0.5, 1), -static_cast<int>(random.below(1000)));
    const double x = normal_quantile(p);
    // By one step of Newton's, how far x is from the exact quantile.
    const long double off = (cumulative(x) - static_cast<long double>(p)) / density(x);
    worst =
        std::max(worst, static_cast<double>(std::abs(off) / std::max(std::abs(static_cast<long double>(x)), 1e-3L)));
  }
  EXPECT_LT(worst, 2e-15);
}

TEST(NormalQuantile, OfItsEdgesAndOfBothSidesOfItsSeams) {
  EXPECT_EQ(normal_quantile(0.5), 0);
  EXPECT_EQ(normal_quantile(0), -kInfinity);
  EXPECT_EQ(normal_quantile(1), kInfinity);
  EXPECT_TRUE(std::isnan(normal_quantile(-0.1)));
  EXPECT_TRUE(std::isnan(normal_quantile(1.1)));
  EXPECT_TRUE(std::isnan(normal_quantile(kNotANumber)));
  EXPECT_DOUBLE_EQ(normal_quantile(0.99), 2.3263478740408408);
  EXPECT_DOUBLE_EQ(normal_quantile(0.25), -0.6744897501960817);
  EXPECT_DOUBLE_EQ(normal_quantile(1e-20), -9.262340089798408);
  const double seam = exponential(-25);
  for (const double p : {0.075, 0.925, seam}) {
    EXPECT_NEAR(normal_quantile(p * (1 - 1e-12)), normal_quantile(p * (1 + 1e-12)), 3e-11);
    EXPECT_LT(normal_quantile(p * (1 - 1e-12)), normal_quantile(p * (1 + 1e-12)));
  }
  for (const double p : {0.25, 0.0625, 0x1p-30}) EXPECT_EQ(normal_quantile(p), -normal_quantile(1 - p));
}

TEST(PortableMath, HasTheseBitsOnEveryMachine) {
  const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
  EXPECT_EQ(bits(ln(2)), 0x3fe62e42fefa39efU);
  EXPECT_EQ(bits(ln(10)), 0x40026bb1bbb55516U);
  EXPECT_EQ(bits(ln(0.1)), 0xc0026bb1bbb55515U);
  EXPECT_EQ(bits(ln(1.0625)), 0x3faf0a30c01162a6U);
  EXPECT_EQ(bits(exponential(1)), 0x4005bf0a8b145769U);
  EXPECT_EQ(bits(exponential(-1)), 0x3fd78b56362cef38U);
  EXPECT_EQ(bits(exponential(100.25)), 0x48f8c39b9134bac4U);
  EXPECT_EQ(bits(power(10, 0.5)), 0x40094c583ada5b52U);
  EXPECT_EQ(bits(power(1000, -0.99)), 0x3f518e4717dfb182U);
  EXPECT_EQ(bits(normal_quantile(0.6)), 0x3fd036d6c4a04b59U);
  EXPECT_EQ(bits(normal_quantile(0.001)), 0xc008b8cbb7204470U);
  EXPECT_EQ(bits(normal_quantile(1e-15)), 0xc01fc3f007789667U);
}

// So many that a single fused multiplication, or another variant of a function, shows.
TEST(PortableMath, HasTheseBitsForManyArguments) {
  RandomStream random(42, "golden");
  std::uint64_t digest = 0;
  const auto add = [&](double value) {
    digest = std::rotl(digest, 7) * 0x9e3779b97f4a7c15U + std::bit_cast<std::uint64_t>(value);
  };
  for (int i = 0; i < 10'000; ++i) {
    const double share = 1 - random.uniform();
    add(ln(any_positive(random)));
    add(ln(share));
    add(exponential(between(random, -746, 710)));
    add(power(share, between(random, -20, 20)));
    add(normal_quantile(share));
  }
  EXPECT_EQ(digest, 0xb6db320fc5dadbecU);
}

TEST(SineAndCosine, HaveTheseBitsForManyArguments) {
  RandomStream random(42, "golden");
  std::uint64_t digest = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double turns = between(random, -10, 10);
    for (const double value : {sine_of_turns(turns), cosine_of_turns(turns)}) {
      digest = std::rotl(digest, 7) * 0x9e3779b97f4a7c15U + std::bit_cast<std::uint64_t>(value);
    }
  }
  EXPECT_EQ(digest, 0x6b643fa7bb573391U);
}

}  // namespace
}  // namespace stampede::portable

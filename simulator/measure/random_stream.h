// Named streams of random numbers, all derived from the run's seed: a new stream shifts none of the others, and
// the n-th computation of a key draws the same whatever else happens.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "strategies/environment.h"

namespace stampede::measure {

// xoshiro256++ (Blackman, Vigna), seeded through SplitMix64. Satisfies UniformRandomBitGenerator; equal on every
// machine and compiler.
class RandomStream {
 public:
  using result_type = std::uint64_t;

  RandomStream(std::uint64_t seed, std::string_view name) : RandomStream(seed, name, 0, 0) {}
  // One of many streams of this name, such as that of computation `second` of key `first`.
  RandomStream(std::uint64_t seed, std::string_view name, std::uint64_t first, std::uint64_t second = 0);

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  result_type operator()();

  double uniform() { return static_cast<double>((*this)() >> 11U) * 0x1.0p-53; }  // [0, 1)
  std::uint64_t below(std::uint64_t bound);  // uniform over 0 .. bound - 1, unbiased; precondition: bound > 0

 private:
  std::array<std::uint64_t, 4> state_{};
};

// A stream as strategies see it.
class StrategyRandom : public Random {
 public:
  explicit StrategyRandom(RandomStream stream) : stream_(stream) {}
  std::uint64_t bits() override { return stream_(); }

 private:
  RandomStream stream_;
};

}  // namespace stampede::measure

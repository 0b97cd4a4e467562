// In what keys differ from each other: plain data. What is drawn, is drawn once for each key.
#pragma once

#include <cstdint>
#include <variant>

#include "strategies/time.h"

namespace stampede::scenario {

// A working set that moves over the keys: of all requests, so many go to this share of the keys, all alike, and every
// so long, this part of them makes room for others.
struct MovingPopularity {
  double share = 0.1;
  Duration every{};
  double by = 1;
  double requests = 1;
  bool operator==(const MovingPopularity&) const = default;
};

struct UniformSize {
  std::uint64_t min_bytes = 0;
  std::uint64_t max_bytes = 0;
  bool operator==(const UniformSize&) const = default;
};
struct LognormalSize {
  std::uint64_t median_bytes = 0;
  std::uint64_t p99_bytes = 0;
  bool operator==(const LognormalSize&) const = default;
};
using SizeDistribution = std::variant<UniformSize, LognormalSize>;

struct UniformFactor {
  double min = 1;
  double max = 1;
  bool operator==(const UniformFactor&) const = default;
};
struct LognormalFactor {  // of median 1
  double p99 = 1;
  bool operator==(const LognormalFactor&) const = default;
};
// This share of the keys has the factor, the others have 1.
struct DearKeys {
  double share = 0;
  double factor = 1;
  bool operator==(const DearKeys&) const = default;
};
using FactorDistribution = std::variant<UniformFactor, LognormalFactor, DearKeys>;

}  // namespace stampede::scenario

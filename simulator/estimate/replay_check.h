// The fitted law against the trace itself: the trace's first requests, and as many that are drawn from the law.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/measure/random_stream.h"
#include "simulator/scenario/scenario.h"

namespace stampede::estimate {

inline constexpr std::size_t kRequestsCompared = 1'000'000;

struct Compared {
  double share_of_keys = 0;  // of those that were asked for in the trace
  double trace = 0;
  double model = 0;
};

struct ReplayCheck {
  std::uint64_t requests = 0;
  std::uint64_t trace_keys = 0;  // different ones
  std::uint64_t model_keys = 0;
  double hottest_trace = 0;  // share of the requests to the most popular key
  double hottest_model = 0;
  std::vector<Compared> concentration;  // share of the requests to the most popular keys
  // Greatest difference of these shares, over all numbers of keys (Kolmogorov-Smirnov).
  double distance = 0;
  std::vector<Compared>
      lru;  // hit ratio of a cache for so many keys that evicts what was not used for the longest time
};

// Keys are numbers. `law` has as many keys as were estimated.
ReplayCheck check_by_replay(const std::vector<std::uint32_t>& trace, const scenario::Keys& law,
                            measure::RandomStream stream);

// From an empty cache on.
double lru_hit_ratio(const std::vector<std::uint32_t>& requests, std::uint64_t items);

}  // namespace stampede::estimate

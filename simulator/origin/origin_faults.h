// What is wrong with the origin at present.
#pragma once

#include <cstdint>
#include <optional>

#include "simulator/scenario/faults.h"

namespace stampede::origin {

struct OriginFaults {
  double slow_factor = 1;    // of the time of computations that begin
  double failing_share = 0;  // of computations that begin
  std::optional<scenario::Outage> outage;
};

// How many computations met one of these.
struct OriginFaultCounts {
  std::uint64_t slowed = 0;
  std::uint64_t failed = 0;
  std::uint64_t refused = 0;  // at once, or in the middle
  std::uint64_t held = 0;     // until the origin was back
};

}  // namespace stampede::origin

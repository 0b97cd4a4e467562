// How large a change of a median between two series of live runs must be to count: below that, two results of the same
// program on the same machine differ as well.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace stampede::reports {

struct NoiseFloor {
  std::string_view metrics;  // a name; a '*' stands for anything
  double relative = 0;       // of the baseline's median
  double absolute = 0;       // in the metric's unit; the larger of both counts
  std::string_view reason;
};

// The first that matches a metric is its own.
std::span<const NoiseFloor> noise_floors();

// Null: a metric that is unknown here.
const NoiseFloor* find_noise_floor(std::string_view metric);

// In the metric's unit; a change must be larger than this.
double noise_floor(std::string_view metric, double baseline);

}  // namespace stampede::reports

// How large values are: all alike, or lognormal.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace stampede::estimate {

struct SizeFit {
  std::uint64_t keys = 0;  // whose size is known
  bool is_constant = true;
  double median_bytes = 0;
  double p99_bytes = 0;
  double mean_bytes = 0;  // as measured
  // Greatest difference between the measured distribution and the fitted one (Kolmogorov-Smirnov); 0 if constant.
  double distance = 0;
};

// Of the latest value of each key; 0: unknown. Lognormal by maximum likelihood: mean and deviation of the logarithms.
// Nothing if no size is known.
std::optional<SizeFit> fit_sizes(std::vector<std::uint32_t> sizes_bytes);

}  // namespace stampede::estimate

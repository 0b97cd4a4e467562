// Quantiles out of the histograms of a result, and the few of them that a picture needs.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

class Quantiles {
 public:
  // Empty: the run has no such histogram, or nothing in it. No quantile is above the run's latency_ms.max.
  static std::optional<Quantiles> of_latency(const RunResult& run);

  // The least value that at least this share of the samples does not exceed, as exact as the buckets are.
  double at(double share) const;
  std::uint64_t count() const { return count_; }

 private:
  std::vector<double> values_;        // rising
  std::vector<std::uint64_t> up_to_;  // samples with this value or less
  std::uint64_t count_ = 0;
};

struct QuantilePoint {
  double one_in = 1;  // 1 / (1 - share): 100 for the 99th percentile
  double middle = 0;  // median of the repetitions
  double low = 0;
  double high = 0;
};

// From 0 % to beyond what the samples can tell, where it is the maximum. Points that only repeat their neighbours are
// left out. Empty without any.
std::vector<QuantilePoint> quantile_points(const std::vector<Quantiles>& repetitions);

}  // namespace stampede::reports

// Percentiles from the counts of a histogram, at the levels that HdrHistogram's own output has.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

// Repetitions taken together.
struct MergedHistogram {
  std::vector<std::pair<double, std::uint64_t>> buckets;  // highest value and count, in rising order, none empty
  std::uint64_t total = 0;
  double max = 0;  // as recorded, where that is known: at most the highest value of the last bucket
};

// `max` of the runs, if they know it.
void add(MergedHistogram& merged, const HistogramData& histogram, std::optional<double> max);

struct PercentileLine {
  double value = 0;
  double percentile = 0;    // 0 to 1
  std::uint64_t up_to = 0;  // how many were recorded up to this value
  double inverse_rest = 0;  // 1/(1 - percentile); 0 in the last line, where it is infinite
};

// Five per half of the rest, as HdrHistogram: 0, 0.1 ... 0.5, 0.55 ... 0.75, 0.775 ..., until the last bucket is
// reached, then 1. No other levels: plotters put the lines of several files side by side by their number. A value is
// the highest of the first bucket at which at least this share is reached, and at most `max`.
std::vector<PercentileLine> percentile_lines(const MergedHistogram& histogram);

// The same at 1 - 1/one_in: 100 is the 99th percentile. Precondition: not empty.
double value_below_one_in(const MergedHistogram& histogram, std::uint64_t one_in);

}  // namespace stampede::reports

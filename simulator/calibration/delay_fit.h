// From what two messages together take, there and back, to what one takes.
#pragma once

#include "simulator/scenario/scenario.h"

namespace stampede::calibration {

// Of the sum of two delays, both drawn alike, independently, in nanoseconds. Where the 99th percentile is beyond 1.5
// times the median, a lognormal distribution whose sums have both; else the constant half of the median.
scenario::TimeDistribution one_way_delay(double sum_median_ns, double sum_p99_ns);

}  // namespace stampede::calibration

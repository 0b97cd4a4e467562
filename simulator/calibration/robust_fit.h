// A straight line through measured points, of which some are wrong because the machine did something else.
#pragma once

#include <span>
#include <vector>

namespace stampede::calibration {

struct Point {
  double x = 0;
  double y = 0;
};

struct Line {
  double intercept = 0;
  double slope = 0;
  // How far the points are from the line, as a rule (the median), in shares of its rise from the first to the last.
  double residual_share = 0;
};

// By Theil and Sen: the median of the slopes of all pairs; up to 29 % of the points may be anything. Throws
// std::invalid_argument for less than two different x.
Line fit_line(std::span<const Point> points);

// Between the two values around it where it falls between them. Throws std::invalid_argument if there are none.
double quantile(std::vector<double> values, double share);
inline double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

}  // namespace stampede::calibration

#include "simulator/calibration/robust_fit.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace stampede::calibration {

double quantile(std::vector<double> values, double share) {
  if (values.empty()) throw std::invalid_argument("a quantile of nothing");
  std::sort(values.begin(), values.end());
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (place - std::floor(place)) * (values[above] - values[below]);
}

Line fit_line(std::span<const Point> points) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      if (points[i].x == points[j].x) continue;
      slopes.push_back((points[j].y - points[i].y) / (points[j].x - points[i].x));
    }
  }
  if (slopes.empty()) throw std::invalid_argument("a line needs two points with different x");
  Line line{.intercept = 0, .slope = median(std::move(slopes)), .residual_share = 0};
  std::vector<double> intercepts;
  for (const Point& point : points) intercepts.push_back(point.y - line.slope * point.x);
  line.intercept = median(intercepts);
  std::vector<double> distances;
  for (const double intercept : intercepts) distances.push_back(std::abs(intercept - line.intercept));
  const auto [first, last] =
      std::minmax_element(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
  const double rise = std::abs(line.slope) * (last->x - first->x);
  const double distance = median(std::move(distances));
  line.residual_share = rise > 0 ? distance / rise : distance > 0 ? 1 : 0;
  return line;
}

}  // namespace stampede::calibration

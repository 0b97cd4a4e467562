// Minima and maxima by stretch.
#include "reports/chart/downsample.h"

#include <algorithm>
#include <set>

namespace stampede::reports {
namespace {

constexpr std::size_t kKeptPerCurve = 3;  // lowest, highest, gap

void keep_extremes(const Curve& curve, std::size_t begin, std::size_t end, std::set<std::size_t>& kept) {
  std::optional<std::size_t> lowest;
  std::optional<std::size_t> highest;
  std::optional<std::size_t> gap;
  for (std::size_t i = begin; i < std::min(end, curve.size()); ++i) {
    if (!curve[i]) {
      gap = gap.value_or(i);
      continue;
    }
    if (!lowest || *curve[i] < *curve[*lowest]) lowest = i;
    if (!highest || *curve[i] > *curve[*highest]) highest = i;
  }
  for (const auto& step : {lowest, highest, gap}) {
    if (step) kept.insert(*step);
  }
}

}  // namespace

std::vector<std::size_t> steps_to_draw(const std::vector<Curve>& curves, std::size_t points_max) {
  std::size_t steps = 0;
  for (const Curve& curve : curves) steps = std::max(steps, curve.size());
  std::vector<std::size_t> drawn;
  if (steps <= points_max) {
    for (std::size_t i = 0; i < steps; ++i) drawn.push_back(i);
    return drawn;
  }
  const std::size_t stretches = std::max<std::size_t>(1, points_max / (kKeptPerCurve * curves.size()));
  std::set<std::size_t> kept;
  for (std::size_t stretch = 0; stretch < stretches; ++stretch) {
    const std::size_t begin = steps * stretch / stretches;
    const std::size_t end = steps * (stretch + 1) / stretches;
    for (const Curve& curve : curves) keep_extremes(curve, begin, end, kept);
  }
  return {kept.begin(), kept.end()};
}

std::size_t steps_per_point(std::size_t steps, std::size_t points_max) {
  const std::size_t points = std::max<std::size_t>(1, points_max);
  return std::max<std::size_t>(1, (steps + points - 1) / points);
}

}  // namespace stampede::reports

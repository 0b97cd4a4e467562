// Long series made short so that their peaks survive.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace stampede::reports {

using Curve = std::vector<std::optional<double>>;  // empty: no value in that step

// Which steps to draw of curves that share them, in order: the lowest and the highest of each curve, and a gap, per
// stretch of equal length, so that at most points_max steps are left and no extreme is lost. All, if they are not more.
// At least three steps per curve are kept, whatever points_max says.
std::vector<std::size_t> steps_to_draw(const std::vector<Curve>& curves, std::size_t points_max);

// Neighbouring steps taken together until at most `points_max` are left: how many go into one.
std::size_t steps_per_point(std::size_t steps, std::size_t points_max);

}  // namespace stampede::reports

// The combinations of several lists of values, numbered: the first list varies slowest.
#pragma once

#include <cstddef>
#include <vector>

#include "reports/result/result.h"

namespace stampede::sweep {

class Grid {
 public:
  // Each variation has at least one value. `vary` must outlive the grid.
  explicit Grid(const std::vector<reports::Variation>& vary) : vary_(vary) {}

  // At most `limit`, however many there are.
  std::size_t point_count(std::size_t limit) const {
    std::size_t count = 1;
    for (const reports::Variation& variation : vary_) {
      if (count > limit / variation.values.size()) return limit;
      count *= variation.values.size();
    }
    return count;
  }

  // For each variation the index of its value.
  std::vector<std::size_t> at(std::size_t point) const {
    std::vector<std::size_t> indices(vary_.size());
    for (std::size_t axis = vary_.size(); axis-- > 0;) {
      indices[axis] = point % vary_[axis].values.size();
      point /= vary_[axis].values.size();
    }
    return indices;
  }

  std::vector<reports::Setting> settings(std::size_t point) const {
    const std::vector<std::size_t> indices = at(point);
    std::vector<reports::Setting> settings;
    for (std::size_t axis = 0; axis < vary_.size(); ++axis) {
      settings.push_back({vary_[axis].path, vary_[axis].values[indices[axis]]});
    }
    return settings;
  }

 private:
  const std::vector<reports::Variation>& vary_;
};

}  // namespace stampede::sweep

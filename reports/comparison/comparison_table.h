// A comparison for a terminal: what got worse first.
#pragma once

#include <cstddef>
#include <string>

#include "reports/comparison/comparison.h"

namespace stampede::reports {

// Intervals are left out where they would not fit into the width.
std::string comparison_table(const Comparison& comparison, std::size_t width);

// What the strategies have in common that have no change to be shown: sentences, for every output.
struct Rest {
  std::vector<std::string> not_judged;  // with the reason
  std::vector<std::string> remarks;
  std::vector<std::string> unchanged;
};
Rest rest_of(const ScenarioComparison& scenario);

std::string title_of(const ScenarioComparison& scenario);  // "cold-cache-1000, live"

}  // namespace stampede::reports

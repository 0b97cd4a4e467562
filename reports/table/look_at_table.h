// The metrics in which a scenario shows what it is about, side by side.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

// One row per strategy, one column per metric; what does not fit into the width goes into further tables below.
// Medians, where there are repetitions. Empty if no metric is named.
std::string look_at_table(const std::vector<RunResult>& runs, const std::vector<std::string>& metrics,
                          std::size_t width);

}  // namespace stampede::reports

// Live and virtual runs of the same strategies, side by side, with the differences.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

// One line for each strategy and metric that either world has something to say about. The median over the repetitions
// of each world. Strategies that ran in one world only are left out.
std::string world_comparison(const std::vector<RunResult>& runs);

}  // namespace stampede::reports

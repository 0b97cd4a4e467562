// The warnings of runs as remarks: once per warning, with the names of all strategies that have it.
#pragma once

#include <vector>

#include "reports/notable.h"
#include "reports/strategy_row.h"

namespace stampede::reports {

std::vector<Observation> warning_remarks(const std::vector<StrategyRow>& rows);

}  // namespace stampede::reports

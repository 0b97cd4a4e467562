// The warnings of runs as remarks: once per warning, with the names of all strategies that have it.
#pragma once

#include <vector>

#include "reports/result/strategy_row.h"
#include "reports/table/notable.h"

namespace stampede::reports {

std::vector<Observation> warning_remarks(const std::vector<StrategyRow>& rows);

}  // namespace stampede::reports

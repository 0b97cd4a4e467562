// The figures that the summary table shows of each strategy.
#pragma once

#include <vector>

#include "reports/result/strategy_row.h"
#include "reports/table/text_columns.h"

namespace stampede::reports {

// Columns that concern no row are left out: old versions where nothing is written, statements to the
// database where nobody keeps anything there, objectives where there are none.
std::vector<Column> figure_columns(const std::vector<StrategyRow>& rows);

}  // namespace stampede::reports

// The columns of a sweep's table, as many as fit.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/result/sweep_rows.h"
#include "reports/table/text_columns.h"

namespace stampede::reports {

// As in the summary table, and the spreads over the seeds where they lie apart.
std::vector<Column> sweep_figures(const std::vector<SweepRow>& rows);

// Leaves out what a sweep can do without, the least important first, until the columns take no more than `width`.
// False if they still do: columns that show harm are never left out.
bool drop_until_fits(std::vector<Column>& columns, std::size_t width);

// "none", "999 cold_cache", "12 in 2 kinds".
std::string errors_text(const StrategyRow& row);

}  // namespace stampede::reports

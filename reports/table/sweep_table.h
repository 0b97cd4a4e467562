// The table that a sweep prints: one row per point and strategy.
#pragma once

#include <cstddef>
#include <string>

#include "reports/result/result.h"
#include "reports/table/summary_table.h"

namespace stampede::reports {

inline constexpr std::size_t kSweepRowsMax = 60;

// Medians over the seeds, and how far the seeds lie apart where they do. Where there are more rows than rows_max, the
// values of each path are thinned out evenly, the first and the last stay, and the extremes of all points are named.
std::string sweep_table(const Result& result, const TableStyle& style = {}, std::size_t rows_max = kSweepRowsMax);

}  // namespace stampede::reports

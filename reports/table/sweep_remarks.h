// What stands under a sweep's table.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/result/sweep_rows.h"

namespace stampede::reports {

// `rows` are all, also those that the table does not show; `is_shown` says which it does.
std::string sweep_remarks(const Result& result, const std::vector<SweepRow>& rows, const std::vector<bool>& is_shown,
                          std::size_t width);

}  // namespace stampede::reports

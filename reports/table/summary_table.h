// The table that a run prints: one row per strategy.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

inline constexpr std::size_t kTableWidthMin = 80;

struct TableStyle {
  std::size_t width = 100;  // never exceeded; at least kTableWidthMin
  bool colour = false;      // only ever underlines what the words say, too
};

std::string summary_table(const std::vector<RunResult>& runs, const TableStyle& style = {});

}  // namespace stampede::reports

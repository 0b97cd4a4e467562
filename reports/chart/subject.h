// What charts are about: the strategies of a result, each with its runs, its name and its colour.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/chart/chart.h"
#include "reports/result/strategy_row.h"

namespace stampede::reports {

struct Figure {
  double value = 0;  // as the tables show it: mostly the median
  double low = 0;    // over the repetitions
  double high = 0;
};

struct Subject {
  std::string name;        // printable and unique; says what must be known: "(bound)", "(not valid)"
  std::size_t colour = 0;  // its place in the order of colours
  StrategyRow row;
  std::vector<const RunResult*> runs;  // the valid ones; all if none is valid

  bool is_valid() const { return row.not_valid < row.repetitions; }
  std::optional<Figure> figure(std::string_view metric) const;
};

// In the order in which the strategies first appear.
std::vector<Subject> subjects_of(const std::vector<RunResult>& runs, const ChartOptions& options);

}  // namespace stampede::reports

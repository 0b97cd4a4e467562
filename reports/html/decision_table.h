// The table on top of a scenario: one row per strategy, what it achieved and what that cost.
#pragma once

#include <string>
#include <vector>

#include "reports/html/markup.h"
#include "reports/html/standing.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports::html {

struct Section;

// Complete without any script, which only sorts it.
Html decision_table(const Section& section, const std::vector<const measure::MetricInfo*>& metrics);

// One figure with its unit, marked if it is a lower bound; the tables of sweeps show the same.
Html figure_cell(const std::vector<RunResult>& runs, const StrategyRow& row, const measure::MetricInfo& metric,
                 bool is_best = false);
Html errors_cell(const StrategyRow& row);
Html objectives_cell(const Standing& standing);
// The strategy's name, its colour in the charts if it has one there, and the marks that belong to it.
Html strategy_heading(const Standing& standing, const std::string& colour = {});

// Heads of columns that sort: two lines, groups above.
struct TableColumn {
  std::string group;
  std::string name;
  std::string metric;  // explained in the glossary; empty: `meaning` says it
  std::string meaning;
};
Html table_head(const std::string& id, const std::vector<TableColumn>& columns);
TableColumn column_of(const measure::MetricInfo& metric);
// What the marks in such a table mean.
Html table_legend(const std::vector<Standing>& standings, bool marks_best);

}  // namespace stampede::reports::html

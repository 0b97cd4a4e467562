// Charts of a result as Vega-Lite specifications. Start here: charts_of().
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "reports/chart/table.h"
#include "reports/result/history.h"
#include "reports/result/result.h"

namespace stampede::reports {

struct Chart {
  std::string id;                        // "trade-off": the same for the same kind of chart in every result
  std::string title;                     // "What each strategy costs"
  std::string description;               // for those who cannot see it: one or two sentences with the main figures
  nlohmann::ordered_json specification;  // its data is named, not part of it
  std::string table;                     // the name of its data in the set's tables, as in the specification
  bool stretches = false;                // its "width" may be replaced, by a number or by "container"
};

struct ChartSet {
  std::map<std::string, Table> tables;  // shared by charts
  std::vector<Chart> charts;            // the most important first
  std::vector<std::string> left_out;    // full sentences: which chart there is none of, and why
};

struct ChartOptions {
  // Strategies, by their labels, in the order in which colours are given to them: where several results are shown
  // together, each has one colour in all of them. Those that are not named come after them.
  std::vector<std::string> strategies = {};
  std::size_t points_max = 400;  // per series; longer ones are thinned out so that their extremes survive
  // Earlier runs, of any scenarios: their trend is shown of the strategies and the scenario of the result.
  std::span<const HistoryEntry> history = {};
};

// Of one scenario, or of one sweep. Without runs: no charts.
ChartSet charts_of(const Result& result, const ChartOptions& options = {});

// The whole specification with its data in it, for notebooks and slides: what a .vl.json file holds.
nlohmann::ordered_json standalone(const Chart& chart, const ChartSet& set, const std::string& subtitle = {});

// Colours and fonts for light paper; a page has its own.
nlohmann::ordered_json light_config();

}  // namespace stampede::reports

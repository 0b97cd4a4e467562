// The kinds of charts, one function each: what charts_of() puts together.
#pragma once

#include <vector>

#include "reports/chart/chart.h"
#include "reports/chart/subject.h"

namespace stampede::reports {

struct ChartSource {
  const Result& result;
  const std::vector<Subject>& subjects;
  const ChartOptions& options;
};

// Each adds its charts and their tables, or a sentence on why there are none.
void add_trade_off(const ChartSource& source, ChartSet& set);
void add_percentiles(const ChartSource& source, ChartSet& set);
void add_recomputations(const ChartSource& source, ChartSet& set);
void add_redis_cost(const ChartSource& source, ChartSet& set);
void add_timelines(const ChartSource& source, ChartSet& set);
void add_staleness(const ChartSource& source, ChartSet& set);
// Without a history: nothing.
void add_trend(const ChartSource& source, ChartSet& set);

// Of a sweep, instead of those above.
void add_sweep_charts(const Result& result, const ChartOptions& options, ChartSet& set);

}  // namespace stampede::reports

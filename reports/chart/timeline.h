// One small picture over time per strategy, below each other, with the faults of its run behind it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "reports/chart/downsample.h"
#include "reports/chart/kinds.h"
#include "reports/chart/scale.h"
#include "reports/chart/table.h"

namespace stampede::reports {

// Rows of faults: strategy, t and t_end in seconds, fault; the other columns are empty.
void add_faults(const Subject& subject, Table& table);

// The median of a series over the repetitions, and how far they lie apart, step by step.
struct Curves {
  double step_s = 0.1;
  Curve middle;
  Curve low;
  Curve high;
  std::size_t repetitions = 0;
};
Curves curves_of(const Subject& subject, const std::string& series);

// The rows of a curve, thinned out: strategy, t, value, and with repetitions low and high.
void add_curve(const Subject& subject, const Curves& curves, const ChartOptions& options, const std::string& series,
               Table& table, Extent& extent);

bool any_repetitions(const std::vector<Subject>& subjects);

// {"facet": ..., "spec": {"layer": [...]}}: `layers` drawn over the bands of the faults, one view per strategy.
void fill_facets(const std::vector<Subject>& subjects, nlohmann::ordered_json layers,
                 nlohmann::ordered_json& specification);

// "t" as seconds since the load began.
nlohmann::ordered_json time_channel(std::string_view field = "t");

}  // namespace stampede::reports

// Runs of one strategy, in a baseline and in a head.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/comparison/comparison.h"
#include "reports/result/result.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports {

struct RunGroup {
  std::string label;
  std::vector<const RunResult*> runs;  // not empty; of one world
};

// Exactly, seed by seed.
StrategyComparison compare_virtual(const RunGroup& baseline, const RunGroup& head);

// Medians, intervals and tests; judge_live() then says what they mean together.
StrategyComparison compare_live(const RunGroup& baseline, const RunGroup& head, std::size_t repetitions_min);
void judge_live(double significance, std::size_t repetitions_min, ScenarioComparison& comparison);

// Of the bound, nothing is better or worse: it is no strategy.
measure::Better direction_of(std::string_view metric, bool bound);

// Names in the registry's order, those that it does not know at the end.
std::vector<std::string> metric_names(const std::vector<const RunResult*>& runs);

// Whether the metric counts work, and that run was cut off while some was going on.
bool is_lower_bound(const RunResult& run, std::string_view metric);

// Better or worse for certain, also where one side or both are lower bounds; else `changed`. Precondition: the values
// differ.
Verdict judge(measure::Better better, const Figure& baseline, const Figure& head);

}  // namespace stampede::reports

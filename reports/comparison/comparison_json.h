// A comparison for programs: everything that was looked at, also what did not change in live runs.
#pragma once

#include <string>
#include <string_view>

#include "reports/comparison/compare.h"

namespace stampede::reports {

inline constexpr std::string_view kComparisonSchema = "stampede.comparison/1";

std::string_view to_text(Verdict verdict);  // "regression"
std::string_view to_text(Status status);    // "only_in_head"
std::string_view to_text(Outcome outcome);  // "not_all_judged"

// { "schema", "outcome", "settings": { "repetitions_min", "significance", "across_machines" },
//   "summary": { "regressions", "improvements", "changed" (metrics), "compared", "identical", "not_judged",
//                "new" (strategies) },
//   "scenarios": [ { "scenario", "world", "baseline_file", "head_file", "remarks",
//     "strategies": [ { "label", "status", "reason", "remarks", "baseline_runs": { "all", "valid" }, "head_runs",
//                       "metrics_compared",
//       "metrics": [ { "metric", "unit", "better", "verdict",
//                      "baseline": { "value", "low", "high" (95 % interval of the median), "at_least" }, "head",
//                      "relative_change", "p_value", "p_holm", "effect" (Vargha and Delaney's A), "cliffs_delta",
//                      "noise_floor" (in the metric's unit), "note" } ] } ] } ] }
// What does not apply is absent.
std::string comparison_json(const Comparison& comparison, const ComparisonSettings& settings);

}  // namespace stampede::reports

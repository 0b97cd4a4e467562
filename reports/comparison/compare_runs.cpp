// What virtual and live comparisons share.
#include "reports/comparison/compare_runs.h"

#include <algorithm>
#include <set>

#include "simulator/measure/warnings.h"

namespace stampede::reports {

measure::Better direction_of(std::string_view metric, bool bound) {
  const measure::MetricInfo* const info = measure::find_metric(metric);
  return info == nullptr || bound ? measure::Better::neither : info->better;
}

std::vector<std::string> metric_names(const std::vector<const RunResult*>& runs) {
  std::set<std::string> all;
  for (const RunResult* run : runs) {
    for (const auto& [name, value] : run->metrics) all.insert(name);
  }
  std::vector<std::string> names;
  for (const measure::MetricInfo& info : measure::all_metrics()) {
    if (all.erase(std::string(info.name)) > 0) names.emplace_back(info.name);
  }
  names.insert(names.end(), all.begin(), all.end());
  return names;
}

bool is_lower_bound(const RunResult& run, std::string_view metric) {
  const bool counts_work = metric.starts_with("recomputations.") || metric.starts_with("redis.") ||
                           metric.starts_with("rows.") || metric.starts_with("origin.") ||
                           metric == "invalidations.lost";
  const std::string_view cut_off = measure::id_of(measure::WarningKind::not_at_rest);
  return counts_work && std::any_of(run.warnings.begin(), run.warnings.end(),
                                    [&](const Warning& warning) { return warning.id == cut_off; });
}

Verdict judge(measure::Better better, const Figure& baseline, const Figure& head) {
  const bool rose = head.value > baseline.value;
  // What rose from a lower bound may have been as high before; what fell to one may not have fallen.
  if (better == measure::Better::neither || (rose ? baseline.at_least : head.at_least)) return Verdict::changed;
  return rose == (better == measure::Better::higher) ? Verdict::improvement : Verdict::regression;
}

}  // namespace stampede::reports

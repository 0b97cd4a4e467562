// The list, and when each of it is worth a column.
#include "reports/html/figures.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "reports/html/value_text.h"

namespace stampede::reports::html {
namespace {

enum class Shown { always, if_any };  // if_any: where it is not 0 for every strategy

struct Candidate {
  std::string_view metric;
  Shown shown;
};
constexpr Candidate kCandidates[] = {
    {"latency_ms.p50", Shown::always},
    {"latency_ms.p99", Shown::always},
    {"latency_ms.max", Shown::always},
    {"recomputations.total", Shown::always},
    {"recomputations.redundant", Shown::if_any},
    {"recomputations.peak", Shown::always},
    {"answers.stale", Shown::always},
    {"answers.outdated", Shown::if_any},
    {"answers.empty", Shown::always},
    {"answers.foreign", Shown::if_any},
    {"stale_by_s.max", Shown::if_any},
    {"outdated_by_s.max", Shown::if_any},
    {"invalidations.lost", Shown::if_any},
    {"versions.regressions", Shown::if_any},
    {"recovered", Shown::always},
    {"recovery_s", Shown::if_any},
    {"redis.commands_per_request", Shown::always},
    {"redis.bytes_per_request", Shown::if_any},
    {"rows.statements_per_request", Shown::if_any},
    {"workers.waiting_share", Shown::if_any},
};

bool is_worth_showing(const Candidate& candidate, const std::vector<Standing>& standings) {
  return std::any_of(standings.begin(), standings.end(), [&candidate](const Standing& standing) {
    const std::optional<double> value = standing.row.metric(candidate.metric);
    return value && (candidate.shown == Shown::always || *value != 0);
  });
}

}  // namespace

std::vector<const measure::MetricInfo*> shown_metrics(const std::vector<Standing>& standings,
                                                      const std::vector<std::string>& look_at,
                                                      const std::vector<std::string>& of_objectives) {
  std::vector<const measure::MetricInfo*> metrics;
  std::vector<std::string> groups;
  const auto add = [&](std::string_view name) {
    const measure::MetricInfo* const metric = measure::find_metric(name);
    const bool known = std::find(metrics.begin(), metrics.end(), metric) != metrics.end();
    if (metric == nullptr || known || name.starts_with("errors.")) {
      return;
    }
    const auto any = std::any_of(standings.begin(), standings.end(),
                                 [name](const Standing& standing) { return standing.row.metric(name).has_value(); });
    if (any) {
      metrics.push_back(metric);
      groups.push_back(heading_of(name).group);
    }
  };
  for (const Candidate& candidate : kCandidates) {
    if (is_worth_showing(candidate, standings)) {
      add(candidate.metric);
    }
  }
  std::for_each(of_objectives.begin(), of_objectives.end(), add);
  std::for_each(look_at.begin(), look_at.end(), add);
  // Groups in the order of their first metric.
  std::stable_sort(metrics.begin(), metrics.end(), [&](const auto* left, const auto* right) {
    const auto place = [&](const auto* metric) {
      return std::find(groups.begin(), groups.end(), heading_of(metric->name).group);
    };
    return place(left) < place(right);
  });
  return metrics;
}

std::vector<std::string> objective_metrics(const std::vector<RunResult>& runs) {
  std::vector<std::string> metrics;
  for (const RunResult& run : runs) {
    for (const ObjectiveOutcome& outcome : run.objectives) {
      if (std::find(metrics.begin(), metrics.end(), outcome.metric) == metrics.end()) {
        metrics.push_back(outcome.metric);
      }
    }
  }
  return metrics;
}

}  // namespace stampede::reports::html

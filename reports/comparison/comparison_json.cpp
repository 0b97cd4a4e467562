// The JSON, member by member.
#include "reports/comparison/comparison_json.h"

#include <nlohmann/json.hpp>

#include "reports/result/json_printer.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Figure& figure) {
  Json json{{"value", figure.value}};
  if (figure.interval) {
    json["low"] = figure.interval->low;
    json["high"] = figure.interval->high;
  }
  if (figure.at_least) json["at_least"] = true;
  return json;
}

Json to_json(const MetricComparison& metric) {
  Json json{{"metric", metric.metric}};
  if (const measure::MetricInfo* const info = measure::find_metric(metric.metric)) {
    json["unit"] = info->unit;
    json["better"] = measure::to_text(info->better);
  }
  json["verdict"] = to_text(metric.verdict);
  if (metric.baseline) json["baseline"] = to_json(*metric.baseline);
  if (metric.head) json["head"] = to_json(*metric.head);
  if (const auto change = metric.relative_change()) json["relative_change"] = *change;
  if (metric.evidence) {
    json["p_value"] = metric.evidence->p_value;
    json["p_holm"] = metric.evidence->p_holm;
    json["effect"] = metric.evidence->effect;
    json["cliffs_delta"] = 2 * metric.evidence->effect - 1;
    json["noise_floor"] = metric.evidence->floor;
  }
  if (!metric.note.empty()) json["note"] = metric.note;
  return json;
}

Json to_json(const RunCount& runs) { return {{"all", runs.all}, {"valid", runs.valid}}; }

Json to_json(const StrategyComparison& strategy) {
  Json json{{"label", strategy.label}, {"status", to_text(strategy.status)}};
  if (!strategy.reason.empty()) json["reason"] = strategy.reason;
  if (!strategy.remarks.empty()) json["remarks"] = strategy.remarks;
  json["baseline_runs"] = to_json(strategy.baseline);
  json["head_runs"] = to_json(strategy.head);
  json["metrics_compared"] = strategy.metrics_compared;
  json["metrics"] = Json::array();
  for (const MetricComparison& metric : strategy.metrics) json["metrics"].push_back(to_json(metric));
  return json;
}

Json to_json(const ScenarioComparison& scenario) {
  Json json{{"scenario", scenario.scenario}, {"world", scenario.world}};
  if (!scenario.baseline_file.empty()) json["baseline_file"] = scenario.baseline_file;
  if (!scenario.head_file.empty()) json["head_file"] = scenario.head_file;
  json["remarks"] = scenario.remarks;
  json["strategies"] = Json::array();
  for (const StrategyComparison& strategy : scenario.strategies) json["strategies"].push_back(to_json(strategy));
  return json;
}

}  // namespace

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::regression:
      return "regression";
    case Verdict::improvement:
      return "improvement";
    case Verdict::changed:
      return "changed";
    case Verdict::not_judged:
      return "not_judged";
    case Verdict::unchanged:
      break;
  }
  return "unchanged";
}

std::string_view to_text(Status status) {
  switch (status) {
    case Status::identical:
      return "identical";
    case Status::not_judged:
      return "not_judged";
    case Status::other_scenario:
      return "other_scenario";
    case Status::only_in_baseline:
      return "only_in_baseline";
    case Status::only_in_head:
      return "only_in_head";
    case Status::compared:
      break;
  }
  return "compared";
}

std::string_view to_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::regression:
      return "regression";
    case Outcome::not_all_judged:
      return "not_all_judged";
    case Outcome::nothing_to_compare:
      return "nothing_to_compare";
    case Outcome::no_regression:
      break;
  }
  return "no_regression";
}

std::string comparison_json(const Comparison& comparison, const ComparisonSettings& settings) {
  const ComparisonTally tally = tally_of(comparison.scenarios);
  Json json{{"schema", kComparisonSchema}, {"outcome", to_text(outcome_of(comparison))}};
  json["settings"] = {{"repetitions_min", settings.repetitions_min},
                      {"significance", settings.significance},
                      {"across_machines", settings.across_machines}};
  json["summary"] = {{"regressions", tally.regressions},
                     {"improvements", tally.improvements},
                     {"changed", tally.changed},
                     {"compared", tally.compared},
                     {"identical", tally.identical},
                     {"not_judged", tally.not_judged},
                     {"new", tally.new_ones}};
  json["scenarios"] = Json::array();
  for (const ScenarioComparison& scenario : comparison.scenarios) json["scenarios"].push_back(to_json(scenario));
  return print_json(json) + "\n";
}

}  // namespace stampede::reports

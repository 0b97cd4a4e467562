// Grouping of runs, medians.
#include "reports/result/strategy_row.h"

#include <algorithm>
#include <set>
#include <utility>

#include "reports/result/display_text.h"
#include "simulator/measure/warnings.h"

namespace stampede::reports {
namespace {

constexpr std::string_view kErrorsPrefix = "errors.";

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::map<std::string, double> medians(const std::vector<const RunResult*>& runs) {
  std::map<std::string, std::vector<double>> values;
  for (const RunResult* run : runs) {
    for (const auto& [name, value] : run->metrics) {
      values[name].push_back(value);
    }
  }
  std::map<std::string, double> result;
  for (auto& [name, all] : values) {
    result[name] = is_rare_harm(name) ? *std::max_element(all.begin(), all.end()) : median(std::move(all));
  }
  return result;
}

// A warning of a later version of the program, unknown here, may be the reason as well.
bool invalidates(const Warning& warning) {
  const auto kind = measure::find_warning(warning.id);
  return !kind || measure::invalidates(*kind);
}

// By the metric that the warning is about. What no metric tells counts as equally bad.
double severity(const RunResult& run, const Warning& warning) {
  const auto metric = [&run](const char* name) {
    const auto found = run.metrics.find(name);
    return found == run.metrics.end() ? 0.0 : found->second;
  };
  const auto kind = measure::find_warning(warning.id);
  if (kind == measure::WarningKind::generator_late) {
    return metric("generator_lag_ms.p99");
  }
  if (kind == measure::WarningKind::rate_not_achieved || kind == measure::WarningKind::few_samples) {
    return -metric("requests");
  }
  return kind == measure::WarningKind::undecodable_values ? metric("answers.undecodable") : 0;
}

void add_warning(const RunResult& run, const Warning& warning, StrategyRow& row) {
  auto known = std::find_if(row.warnings.begin(), row.warnings.end(),
                            [&](const RowWarning& other) { return other.id == warning.id; });
  const RowWarning added{warning.id, warning.text, !run.valid && invalidates(warning), 1, severity(run, warning)};
  if (known == row.warnings.end()) {
    row.warnings.push_back(added);
    return;
  }
  ++known->repetitions;
  known->makes_not_valid = known->makes_not_valid || added.makes_not_valid;
  if (added.severity > known->severity) {
    known->severity = added.severity;
    known->text = added.text;
  }
}

void add_remarks(const RunResult& run, StrategyRow& row) {
  for (const Warning& warning : run.warnings) {
    add_warning(run, warning, row);
  }
  for (const ObjectiveOutcome& objective : run.objectives) {
    row.has_objectives = true;
    const bool known = std::any_of(row.missed.begin(), row.missed.end(),
                                   [&](const ObjectiveOutcome& other) { return other.metric == objective.metric; });
    if (!objective.met && !known) {
      row.missed.push_back(objective);
    }
  }
}

StrategyRow row_of(const std::vector<const RunResult*>& runs, bool name_world) {
  StrategyRow row;
  row.label = display_label(*runs.front()) + (name_world ? " (" + printable(runs.front()->world) + ")" : "");
  row.strategy = runs.front()->strategy;
  row.is_bound = runs.front()->bound;
  row.repetitions = runs.size();
  std::vector<const RunResult*> valid;
  for (const RunResult* run : runs) {
    if (run->valid) {
      valid.push_back(run);
    }
    add_remarks(*run, row);
  }
  row.not_valid = runs.size() - valid.size();
  row.metrics = medians(valid.empty() ? runs : valid);
  return row;
}

}  // namespace

std::optional<double> StrategyRow::metric(std::string_view name) const {
  const auto found = metrics.find(std::string(name));
  return found == metrics.end() ? std::nullopt : std::optional(found->second);
}

double StrategyRow::metric_or_zero(std::string_view name) const { return metric(name).value_or(0); }

const RowWarning* StrategyRow::warning(std::string_view id) const {
  const auto found =
      std::find_if(warnings.begin(), warnings.end(), [id](const RowWarning& warning) { return warning.id == id; });
  return found == warnings.end() ? nullptr : &*found;
}

bool StrategyRow::cut_off() const { return warning(measure::id_of(measure::WarningKind::not_at_rest)) != nullptr; }

std::string display_label(const RunResult& run) { return printable(run.label) + (run.bound ? " (bound)" : ""); }

bool is_rare_harm(std::string_view metric) {
  return metric.starts_with(kErrorsPrefix) || metric == "answers.foreign" || metric == "answers.undecodable" ||
         metric == "invalidations.lost" || metric == "versions.regressions";
}

std::vector<StrategyRow> rows_of(const std::vector<RunResult>& runs) {
  std::vector<std::pair<std::pair<std::string, std::string>, std::vector<const RunResult*>>> groups;
  std::set<std::string> worlds;
  for (const RunResult& run : runs) {
    const std::pair<std::string, std::string> name(run.label, run.world);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& other) { return other.first == name; });
    if (group == groups.end()) {
      group = groups.insert(groups.end(), {name, {}});
    }
    group->second.push_back(&run);
    worlds.insert(run.world);
  }
  std::vector<StrategyRow> rows;
  for (const auto& [name, members] : groups) {
    rows.push_back(row_of(members, worlds.size() > 1));
    for (const RunResult* member : members) {
      rows.back().runs.push_back(static_cast<std::size_t>(member - runs.data()));
    }
  }
  return rows;
}

std::vector<ErrorCount> errors_of(const StrategyRow& row) {
  std::vector<ErrorCount> errors;
  for (const auto& [name, count] : row.metrics) {
    if (name.starts_with(kErrorsPrefix) && count > 0) {
      errors.push_back({name.substr(kErrorsPrefix.size()), count});
    }
  }
  std::stable_sort(errors.begin(), errors.end(),
                   [](const ErrorCount& left, const ErrorCount& right) { return left.count > right.count; });
  return errors;
}

}  // namespace stampede::reports

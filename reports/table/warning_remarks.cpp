// Grouping of warnings by their id, and the text of the worst of each.
#include "reports/table/warning_remarks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "reports/result/display_text.h"
#include "reports/table/sentence.h"
#include "simulator/measure/warnings.h"

namespace stampede::reports {
namespace {

// The table already marks each row that is not valid, and the text to come is long.
constexpr std::size_t kNamesBeforeText = 3;

struct Bearer {
  const StrategyRow* row;
  const RowWarning* warning;
};

std::string name_of(const StrategyRow& row, std::size_t repetitions) {
  return repetitions == row.repetitions
             ? row.label
             : fmt::format("{} ({} of {} repetitions)", row.label, repetitions, row.repetitions);
}

// The worst first, if the warning can be worse or better.
std::vector<Bearer> bearers_of(const std::vector<StrategyRow>& rows, std::string_view id) {
  std::vector<Bearer> bearers;
  for (const StrategyRow& row : rows) {
    if (const RowWarning* warning = row.warning(id)) {
      bearers.push_back({&row, warning});
    }
  }
  std::stable_sort(bearers.begin(), bearers.end(), [](const Bearer& left, const Bearer& right) {
    return left.warning->severity > right.warning->severity;
  });
  return bearers;
}

std::string names_of(const std::vector<Bearer>& bearers) {
  std::vector<std::string> names;
  for (const auto& [row, warning] : bearers) {
    names.push_back(name_of(*row, warning->repetitions));
  }
  return names_text(names, kNamesBeforeText);
}

std::string not_valid_text(const std::vector<Bearer>& bearers) {
  const bool same_text = std::all_of(bearers.begin(), bearers.end(), [&](const Bearer& bearer) {
    return bearer.warning->text == bearers.front().warning->text;
  });
  const std::string worst = same_text ? "" : fmt::format(" (worst: {})", bearers.front().row->label);
  return fmt::format("{} cannot be trusted{}. {}", names_of(bearers), worst, printable(bearers.front().warning->text));
}

// In the order of the closed list; then those that only a later version of the program knows.
std::vector<std::string> reasons_not_valid(const std::vector<StrategyRow>& rows) {
  std::set<std::string> ids;
  for (const StrategyRow& row : rows) {
    for (const RowWarning& warning : row.warnings) {
      if (warning.makes_not_valid) {
        ids.insert(warning.id);
      }
    }
  }
  std::vector<std::string> ordered;
  for (const measure::WarningKind kind : measure::all_warnings()) {
    if (ids.erase(std::string(measure::id_of(kind))) > 0) {
      ordered.emplace_back(measure::id_of(kind));
    }
  }
  ordered.insert(ordered.end(), ids.begin(), ids.end());
  return ordered;
}

void add_unexplained(const std::vector<StrategyRow>& rows, std::vector<Observation>& remarks) {
  std::vector<std::string> names;
  for (const StrategyRow& row : rows) {
    const bool explained = std::any_of(row.warnings.begin(), row.warnings.end(),
                                       [](const RowWarning& warning) { return warning.makes_not_valid; });
    if (row.not_valid > 0 && !explained) {
      names.push_back(name_of(row, row.not_valid));
    }
  }
  if (!names.empty()) {
    remarks.push_back(
        {ObservationKind::not_valid, names_text(names) + " cannot be trusted, though no warning says why."});
  }
}

void add_remark(const std::vector<StrategyRow>& rows, measure::WarningKind warning, ObservationKind kind,
                std::string_view predicate, std::vector<Observation>& remarks) {
  if (const auto bearers = bearers_of(rows, measure::id_of(warning)); !bearers.empty()) {
    remarks.push_back(
        {kind, fmt::format("{} {}: {}", names_of(bearers), predicate, printable(bearers.front().warning->text))});
  }
}

}  // namespace

std::vector<Observation> warning_remarks(const std::vector<StrategyRow>& rows) {
  std::vector<Observation> remarks;
  std::vector<StrategyRow> strategies = rows;
  std::erase_if(strategies, [](const StrategyRow& row) { return row.is_bound; });
  for (const std::string& id : reasons_not_valid(rows)) {
    remarks.push_back({ObservationKind::not_valid, not_valid_text(bearers_of(rows, id))});
  }
  add_unexplained(rows, remarks);
  add_remark(strategies, measure::WarningKind::not_at_rest, ObservationKind::not_at_rest, "had not come to rest",
             remarks);
  add_remark(strategies, measure::WarningKind::strategy_failed, ObservationKind::failed_strategies, "failed by itself",
             remarks);
  add_remark(strategies, measure::WarningKind::trace_lines_skipped, ObservationKind::trace_lines_skipped,
             "had less than the whole trace", remarks);
  add_remark(strategies, measure::WarningKind::trace_values_enlarged, ObservationKind::trace_values_enlarged,
             "had larger values than the trace", remarks);
  add_remark(strategies, measure::WarningKind::few_samples, ObservationKind::few_samples, "had few requests", remarks);
  return remarks;
}

}  // namespace stampede::reports

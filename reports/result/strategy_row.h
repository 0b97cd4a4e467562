// The repetitions of one strategy taken together: what the table and the remarks under it speak of.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

// One warning over all repetitions that have it.
struct RowWarning {
  std::string id;
  std::string text;  // of the worst
  bool makes_not_valid = false;
  std::size_t repetitions = 0;
  double severity = 0;  // comparable between rows, for the same id
};

struct StrategyRow {
  std::string label;      // as display_label() gives it
  std::string strategy;   // without parameters
  bool is_bound = false;  // no strategy: nothing is said for or against it
  std::size_t repetitions = 0;
  std::size_t not_valid = 0;
  std::vector<std::size_t> runs;  // its repetitions, as indexes into what rows_of() was given
  // Median per metric over the valid repetitions, over all if none is valid; of errors and wrong answers the worst.
  std::map<std::string, double> metrics;
  std::vector<RowWarning> warnings;  // each id once
  bool has_objectives = false;
  std::vector<ObjectiveOutcome> missed;  // each metric once

  std::optional<double> metric(std::string_view name) const;
  double metric_or_zero(std::string_view name) const;

  const RowWarning* warning(std::string_view id) const;  // nullptr: none of the repetitions has it
  // Whether counting stopped while work was going on, so that counts of work are lower bounds.
  bool cut_off() const;
};

// Printable, and marked where it is a bound.
std::string display_label(const RunResult& run);

// For below a table with a bound in it.
inline constexpr std::string_view kBoundLegend =
    "(bound)  no strategy: worked out by the harness, which knows the future\n";

// What happens in one repetition of many must not vanish in a median: errors and wrong answers.
bool is_rare_harm(std::string_view metric);

// In the order in which the labels first appear. Runs of the same label in different worlds are different rows.
std::vector<StrategyRow> rows_of(const std::vector<RunResult>& runs);

struct ErrorCount {
  std::string kind;  // "cold_cache"
  double count = 0;
};
// The most frequent first.
std::vector<ErrorCount> errors_of(const StrategyRow& row);

}  // namespace stampede::reports

// Rules and warnings put in order, and laid out.
#include "reports/table/notable.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "reports/result/display_text.h"
#include "reports/result/strategy_row.h"
#include "reports/table/deeds.h"
#include "reports/table/sentence.h"
#include "reports/table/warning_remarks.h"

namespace stampede::reports {
namespace {

std::optional<Observation> observation(const Rule& rule, const std::vector<StrategyRow>& rows) {
  std::vector<Doer> doers;
  for (const StrategyRow& row : rows) {
    if (row.is_bound) {
      continue;
    }
    if (std::optional<Deed> deed = rule.deed(row)) {
      doers.push_back({row.label, std::move(*deed)});
    }
  }
  if (doers.empty()) {
    return std::nullopt;
  }
  return Observation{rule.kind, sentence(rule.verb, std::move(doers))};
}

}  // namespace

std::vector<Observation> observations(const std::vector<RunResult>& runs) {
  const std::vector<StrategyRow> rows = rows_of(runs);
  std::vector<Observation> all = warning_remarks(rows);
  for (const Rule& rule : all_rules()) {
    if (std::optional<Observation> made = observation(rule, rows)) {
      all.push_back(std::move(*made));
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Observation& left, const Observation& right) { return left.kind < right.kind; });
  return all;
}

std::string notable_text(const std::vector<RunResult>& runs, std::size_t width, std::size_t observations_max) {
  constexpr std::size_t kIndent = 2;
  std::string text;
  const std::vector<Observation> all = observations(runs);
  for (std::size_t index = 0; index < std::min(all.size(), observations_max); ++index) {
    bool first = true;
    for (const std::string& line : wrap(all[index].text, width - kIndent)) {
      text += (first ? "* " : "  ") + line + "\n";
      first = false;
    }
  }
  return text;
}

}  // namespace stampede::reports

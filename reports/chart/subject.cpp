// Runs by strategy and world, named and counted.
#include "reports/chart/subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace stampede::reports {
namespace {

std::string remark(const StrategyRow& row) {
  if (row.not_valid == 0) return "";
  if (row.not_valid == row.repetitions) return " (not valid)";
  return fmt::format(" ({} of {} runs not valid)", row.not_valid, row.repetitions);
}

// What every object of JavaScript has by its nature: Vega stumbles over values of these names.
bool is_name_of_language(const std::string& name) {
  constexpr std::string_view kNames[] = {"constructor",    "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable",
                                         "toLocaleString", "toString",       "valueOf"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// Two labels that differ in what cannot be printed may look the same.
std::string unique(const std::string& name, std::set<std::string>& taken) {
  const std::string visible = name.find_first_not_of(' ') == std::string::npos ? "(without a name)" : name;
  std::string candidate = visible;
  for (int number = 2; !taken.insert(candidate).second; ++number) candidate = fmt::format("{} #{}", visible, number);
  return candidate;
}

std::size_t place_of(const std::string& label, std::vector<std::string>& order) {
  const auto found = std::find(order.begin(), order.end(), label);
  if (found != order.end()) return static_cast<std::size_t>(found - order.begin());
  order.push_back(label);
  return order.size() - 1;
}

}  // namespace

std::optional<Figure> Subject::figure(std::string_view metric) const {
  const std::optional<double> value = row.metric(metric);
  if (!value) return std::nullopt;
  Figure figure{*value, *value, *value};
  for (const RunResult* run : runs) {
    const auto found = run->metrics.find(std::string(metric));
    if (found == run->metrics.end()) continue;
    figure.low = std::min(figure.low, found->second);
    figure.high = std::max(figure.high, found->second);
  }
  return figure;
}

std::vector<Subject> subjects_of(const std::vector<RunResult>& runs, const ChartOptions& options) {
  // As rows_of() groups them, in the same order.
  std::vector<std::pair<std::string, std::string>> names;
  std::vector<std::vector<const RunResult*>> groups;
  for (const RunResult& run : runs) {
    const std::pair<std::string, std::string> name(run.label, run.world);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) groups.emplace_back();
    groups[static_cast<std::size_t>(found - names.begin())].push_back(&run);
    if (found == names.end()) names.push_back(name);
  }
  std::vector<std::string> order = options.strategies;
  std::set<std::string> taken;
  std::vector<StrategyRow> rows = rows_of(runs);
  std::vector<Subject> subjects;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Subject subject;
    subject.name =
        unique(rows[i].label + (is_name_of_language(rows[i].label) ? " (strategy)" : "") + remark(rows[i]), taken);
    subject.colour = rows[i].is_bound ? 0 : place_of(names[i].first, order);
    subject.row = std::move(rows[i]);
    subject.runs = std::move(groups[i]);
    if (subject.is_valid()) std::erase_if(subject.runs, [](const RunResult* run) { return !run->valid; });
    subjects.push_back(std::move(subject));
  }
  return subjects;
}

}  // namespace stampede::reports

// The summary table's figures with further columns between them.
#include "reports/table/sweep_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "reports/result/display_text.h"
#include "reports/table/table_figures.h"
#include "simulator/measure/human_units.h"

namespace stampede::reports {
namespace {

constexpr std::string_view kLatency = "latency";
constexpr std::string_view kRecomputations = "recomputations";
constexpr std::string_view kSpreadOfP99 = "p99 min..max";
constexpr std::string_view kSpread = "min..max";

// "3.20..5.10 ms", "900 us..1.20 s"; one value where all are the same.
std::string spread_text(const std::optional<Spread>& spread, std::string (*text)(double)) {
  if (!spread) {
    return "-";
  }
  std::string min = text(spread->min);
  std::string max = text(spread->max);
  if (min == max) {
    return max;
  }
  const auto unit_of = [](const std::string& value) { return value.substr(std::min(value.rfind(' '), value.size())); };
  const bool is_time = text == measure::human_milliseconds;
  if (is_time && unit_of(min) == unit_of(max)) {
    min.erase(min.size() - unit_of(min).size());
  }
  return fmt::format("{}..{}", min, max);
}

// After the column `name` of `group`.
void insert_after(std::vector<Column>& columns, std::string_view group, std::string_view name, Column added) {
  const auto place = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& column) { return column.group == group && column.name == name; });
  columns.insert(place == columns.end() ? place : place + 1, std::move(added));
}

Column spread_column(const std::vector<SweepRow>& rows, std::string_view group, std::string_view name,
                     std::optional<Spread> SweepRow::*spread, std::string (*text)(double)) {
  Column column{std::string(group), std::string(name), {}, {}};
  for (const SweepRow& row : rows) {
    column.cells.push_back({spread_text(row.*spread, text), ""});
  }
  return column;
}

bool lies_apart(const std::vector<SweepRow>& rows, std::optional<Spread> SweepRow::*spread) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const SweepRow& row) { return row.*spread && (row.*spread)->min != (row.*spread)->max; });
}

bool is_zero(const Column& column) {
  return std::all_of(column.cells.begin(), column.cells.end(),
                     [](const Cell& cell) { return cell.number == "0" || cell.number == "-"; });
}

struct Droppable {
  std::string_view group;
  std::string_view name;
  bool only_zero = false;
};
constexpr Droppable kDroppable[] = {{kLatency, "max"},          {"statements", "/request"}, {"commands", "/request"},
                                    {"answers", "empty", true}, {"answers", "stale", true}, {kRecomputations, kSpread},
                                    {kRecomputations, "peak"},  {kLatency, "p50"}};

}  // namespace

std::vector<Column> sweep_figures(const std::vector<SweepRow>& rows) {
  std::vector<StrategyRow> strategy_rows;
  std::transform(rows.begin(), rows.end(), std::back_inserter(strategy_rows),
                 [](const SweepRow& row) { return row.row; });
  std::vector<Column> columns = figure_columns(strategy_rows);
  if (lies_apart(rows, &SweepRow::latency_p99_ms)) {
    insert_after(columns, kLatency, "p99",
                 spread_column(rows, kLatency, kSpreadOfP99, &SweepRow::latency_p99_ms, measure::human_milliseconds));
  }
  if (lies_apart(rows, &SweepRow::recomputations)) {
    insert_after(columns, kRecomputations, "total",
                 spread_column(rows, kRecomputations, kSpread, &SweepRow::recomputations, measure::human_count));
  }
  return columns;
}

bool drop_until_fits(std::vector<Column>& columns, std::size_t width) {
  for (const Droppable& droppable : kDroppable) {
    if (TextColumns(columns).width() <= width) {
      return true;
    }
    std::erase_if(columns, [&](const Column& column) {
      return column.group == droppable.group && column.name == droppable.name &&
             (!droppable.only_zero || is_zero(column));
    });
  }
  return TextColumns(columns).width() <= width;
}

std::string errors_text(const StrategyRow& row) {
  const std::vector<ErrorCount> errors = errors_of(row);
  if (errors.empty()) {
    return "none";
  }
  if (errors.size() == 1) {
    return measure::human_count(errors.front().count) + " " + printable(errors.front().kind);
  }
  double all = 0;
  for (const ErrorCount& error : errors) {
    all += error.count;
  }
  return fmt::format("{} in {} kinds", measure::human_count(all), errors.size());
}

}  // namespace stampede::reports

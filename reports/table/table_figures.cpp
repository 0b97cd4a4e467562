// Metrics as cells.
#include "reports/table/table_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/measure/human_units.h"

namespace stampede::reports {
namespace {

const Cell kAbsent{"-", ""};

Cell time_cell(const StrategyRow& row, std::string_view metric) {
  const std::optional<double> value = row.metric(metric);
  if (!value) {
    return kAbsent;
  }
  const std::string text = measure::human_milliseconds(*value);
  const std::size_t space = std::min(text.find(' '), text.size());
  return {text.substr(0, space), text.substr(space)};
}

std::string count_text(double value) {
  constexpr double kMillion = 1e6;
  return value >= kMillion ? measure::human_number(value / kMillion) + " M" : measure::human_count(value);
}

Cell count_cell(const StrategyRow& row, std::string_view metric) {
  const std::optional<double> value = row.metric(metric);
  return value ? Cell{count_text(*value), ""} : kAbsent;
}

Cell lower_bound(const StrategyRow& row, Cell cell) {
  if (row.cut_off() && cell.number != kAbsent.number) {
    cell.suffix.push_back('+');
  }
  return cell;
}

Cell per_request_cell(const StrategyRow& row, std::string_view metric) {
  const std::optional<double> value = row.metric(metric);
  return value ? Cell{measure::human_number(*value), ""} : kAbsent;
}

Cell objectives_cell(const StrategyRow& row) {
  if (!row.has_objectives) {
    return kAbsent;
  }
  return {row.missed.empty() ? std::string("met") : fmt::format("{} missed", row.missed.size()), ""};
}

template <typename MakeCell>
Column column(std::string group, std::string name, const std::vector<StrategyRow>& rows, MakeCell make) {
  Column column{std::move(group), std::move(name), {}, {}};
  std::transform(rows.begin(), rows.end(), std::back_inserter(column.cells), make);
  return column;
}

}  // namespace

std::vector<Column> figure_columns(const std::vector<StrategyRow>& rows) {
  const auto any = [&rows](auto has) { return std::any_of(rows.begin(), rows.end(), has); };
  const auto time = [](std::string_view metric) {
    return [metric](const StrategyRow& row) { return time_cell(row, metric); };
  };
  const auto count = [](std::string_view metric) {
    return [metric](const StrategyRow& row) { return count_cell(row, metric); };
  };
  std::vector<Column> columns = {
      column("latency", "p50", rows, time("latency_ms.p50")),
      column("latency", "p99", rows, time("latency_ms.p99")),
      column("latency", "max", rows, time("latency_ms.max")),
      column("recomputations", "total", rows,
             [](const StrategyRow& row) { return lower_bound(row, count_cell(row, "recomputations.total")); }),
      column("recomputations", "peak", rows, count("recomputations.peak")),
      column("answers", "stale", rows, count("answers.stale")),
      column("answers", "empty", rows, count("answers.empty")),
  };
  if (any([](const StrategyRow& row) { return row.metric_or_zero("answers.outdated") > 0; })) {
    columns.push_back(column("answers", "outdated", rows, count("answers.outdated")));
  }
  const auto per_request = [](std::string_view metric) {
    return [metric](const StrategyRow& row) { return lower_bound(row, per_request_cell(row, metric)); };
  };
  columns.push_back(column("commands", "/request", rows, per_request("redis.commands_per_request")));
  columns.back().above = std::string("Redis");
  if (any([](const StrategyRow& row) { return row.metric_or_zero("rows.statements_per_request") > 0; })) {
    columns.push_back(column("statements", "/request", rows, per_request("rows.statements_per_request")));
    columns.back().above = std::string("database");
  }
  if (any([](const StrategyRow& row) { return row.has_objectives; })) {
    columns.push_back(column("", "objectives", rows, objectives_cell));
  }
  return columns;
}

}  // namespace stampede::reports

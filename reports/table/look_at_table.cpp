#include "reports/table/look_at_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "reports/result/display_text.h"
#include "reports/result/strategy_row.h"
#include "reports/table/text_columns.h"
#include "simulator/measure/human_units.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports {
namespace {

constexpr std::string_view kHeading = "strategy";

std::string text_of(const StrategyRow& row, const measure::MetricInfo& metric) {
  const std::optional<double> value = row.metric(metric.name);
  if (!value) return "-";
  if (metric.unit == "ms") return measure::human_milliseconds(*value);
  constexpr double kMillisecondsPerSecond = 1000;
  if (metric.unit == "s") return measure::human_milliseconds(*value * kMillisecondsPerSecond);
  if (metric.unit == "share") return measure::human_share(*value);
  const std::string text =
      metric.kind == measure::MetricKind::count ? measure::human_count(*value) : measure::human_number(*value);
  return metric.unit == "1/s" ? fmt::format("{} /s", text) : text;
}

Column column_of(const std::vector<StrategyRow>& rows, const measure::MetricInfo& metric) {
  const std::size_t dot = std::min(metric.name.find('.'), metric.name.size());
  // "latency_ms.p99": the unit stands beside each figure.
  std::string_view group = metric.name.substr(0, dot);
  for (const std::string_view unit : {"_ms", "_per_s", "_s"}) {
    if (group.ends_with(unit)) group.remove_suffix(unit.size());
  }
  Column column;
  column.name = std::string(dot == metric.name.size() ? group : metric.name.substr(dot + 1));
  if (dot != metric.name.size()) column.group = std::string(group);
  for (const StrategyRow& row : rows) {
    const std::string text = text_of(row, metric);
    const std::size_t space = std::min(text.rfind(' '), text.size());
    const bool unit_follows = space < text.size() && (text.back() < '0' || text.back() > '9');
    const std::string lower_bound = row.cut_off() && metric.name.starts_with("recomputations.") ? "+" : "";
    column.cells.push_back(unit_follows ? Cell{text.substr(0, space), text.substr(space)} : Cell{text, lower_bound});
  }
  return column;
}

std::string render(const std::vector<StrategyRow>& rows, const TextColumns& columns, std::size_t label_width) {
  std::string text;
  std::vector<std::string> lines = columns.heading();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string label(i + 1 == lines.size() ? kHeading : "");
    const std::string line = fmt::format("{:{}}{}", label, label_width, lines[i]);
    if (line.find_first_not_of(' ') != std::string::npos) text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string gap(label_width - display_width(rows[i].label), ' ');
    const std::string line = rows[i].label + gap + columns.row(i);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

}  // namespace

std::string look_at_table(const std::vector<RunResult>& runs, const std::vector<std::string>& metrics,
                          std::size_t width) {
  const std::vector<StrategyRow> rows = rows_of(runs);
  std::size_t label_width = kHeading.size();
  for (const StrategyRow& row : rows) label_width = std::max(label_width, display_width(row.label));
  std::string text;
  std::vector<Column> columns;
  const auto flush = [&] {
    if (!columns.empty() && !text.empty()) text += '\n';
    if (!columns.empty()) text += render(rows, TextColumns(columns), label_width);
    columns.clear();
  };
  for (const std::string& name : metrics) {
    const measure::MetricInfo* const metric = measure::find_metric(name);
    if (metric == nullptr) continue;
    columns.push_back(column_of(rows, *metric));
    if (columns.size() == 1 || label_width + TextColumns(columns).width() <= width) continue;
    columns.pop_back();
    flush();
    columns.push_back(column_of(rows, *metric));
  }
  flush();
  return text;
}

}  // namespace stampede::reports

#include "reports/table/world_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "reports/result/display_text.h"
#include "reports/result/strategy_row.h"
#include "simulator/measure/human_units.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports {
namespace {

// What a person compares first; all errors come after these.
constexpr std::string_view kCompared[] = {
    "recomputations.total", "recomputations.peak",        "answers.fresh",          "answers.stale",
    "answers.empty",        "answers.outdated",           "latency_ms.p50",         "latency_ms.p99",
    "latency_ms.max",       "redis.commands_per_request", "redis.bytes_per_request"};

using Cells = std::array<std::string, 5>;

bool is_time(std::string_view metric) { return metric.starts_with("latency_ms."); }

std::string display(std::string_view metric, double value) {
  if (is_time(metric)) return measure::human_milliseconds(value);
  const measure::MetricInfo* info = measure::find_metric(metric);
  const bool is_count = info != nullptr && info->kind == measure::MetricKind::count;
  // The median of an even number of repetitions may lie between two counts.
  return is_count && value == std::floor(value) ? measure::human_count(value) : measure::human_number(value);
}

std::string difference(std::string_view metric, double live, double simulated) {
  const double gap = simulated - live;
  if (gap == 0) return "none";
  std::string amount = fmt::format("{}{}", gap > 0 ? "+" : "-", display(metric, std::abs(gap)));
  if (live == 0) return amount;
  return fmt::format("{} ({:+.3g} %)", amount, 100.0 * gap / live);
}

std::vector<std::string> metrics_to_compare(const StrategyRow& live, const StrategyRow& simulated) {
  std::vector<std::string> names(std::begin(kCompared), std::end(kCompared));
  for (const measure::MetricInfo& info : measure::all_metrics()) {
    if (info.name.starts_with("errors.")) names.emplace_back(info.name);
  }
  std::erase_if(names, [&](const std::string& name) {
    return live.metric_or_zero(name) == 0 && simulated.metric_or_zero(name) == 0;
  });
  return names;
}

// Work that goes on after a run's last answer, and that the end of its run may have cut off.
bool is_work(std::string_view metric) { return metric.starts_with("recomputations.") || metric.starts_with("redis."); }

struct Side {
  const StrategyRow& row;
  std::string_view metric;

  std::optional<double> value() const { return row.metric(metric); }
  bool is_at_least() const { return row.cut_off() && is_work(metric); }
  std::string text() const {
    if (!value()) return "-";
    const char* const not_valid = row.not_valid == row.repetitions ? " !" : "";
    return fmt::format("{}{}{}", display(metric, *value()), is_at_least() ? "+" : "", not_valid);
  }
};

void add_lines(const StrategyRow& live, const StrategyRow& simulated, std::vector<Cells>& lines) {
  std::string label = live.label;
  for (const std::string& name : metrics_to_compare(live, simulated)) {
    const Side left{live, name};
    const Side right{simulated, name};
    const bool comparable = left.value() && right.value() && !left.is_at_least() && !right.is_at_least();
    lines.push_back({std::exchange(label, {}), name, left.text(), right.text(),
                     comparable ? difference(name, *left.value(), *right.value()) : "-"});
  }
}

std::vector<RunResult> runs_of(const std::vector<RunResult>& runs, std::string_view world) {
  std::vector<RunResult> some;
  std::copy_if(runs.begin(), runs.end(), std::back_inserter(some),
               [&](const RunResult& run) { return run.world == world; });
  return some;
}

std::string format_line(const Cells& cells, const std::array<std::size_t, 5>& widths) {
  std::string line = pad_right(cells[0], widths[0]) + "  " + pad_right(cells[1], widths[1]);
  for (std::size_t i = 2; i < cells.size(); ++i) line += "  " + pad_left(cells[i], widths[i]);
  return line + "\n";
}

}  // namespace

std::string world_comparison(const std::vector<RunResult>& runs) {
  const std::vector<StrategyRow> live_rows = rows_of(runs_of(runs, "live"));
  const std::vector<StrategyRow> virtual_rows = rows_of(runs_of(runs, "virtual"));
  std::vector<Cells> lines{{"strategy", "metric", "live", "virtual", "difference"}};
  bool not_valid = false;
  bool cut_off = false;
  for (const StrategyRow& live : live_rows) {
    const auto simulated = std::find_if(virtual_rows.begin(), virtual_rows.end(),
                                        [&](const StrategyRow& row) { return row.label == live.label; });
    if (simulated == virtual_rows.end()) continue;
    add_lines(live, *simulated, lines);
    cut_off = cut_off || live.cut_off() || simulated->cut_off();
    not_valid = not_valid || live.not_valid == live.repetitions || simulated->not_valid == simulated->repetitions;
  }
  std::array<std::size_t, 5> widths{};
  for (const Cells& cells : lines) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], display_width(cells[i]));
  }
  std::string text;
  for (const Cells& cells : lines) text += format_line(cells, widths);
  const bool has_bound =
      std::any_of(live_rows.begin(), live_rows.end(), [](const StrategyRow& row) { return row.is_bound; });
  if (has_bound) text += kBoundLegend;
  if (cut_off) text += "+  at least: work was still going on when counting stopped\n";
  if (not_valid) text += "!  not valid: these numbers are not to be trusted; see the warnings in the result file.\n";
  return text;
}

}  // namespace stampede::reports

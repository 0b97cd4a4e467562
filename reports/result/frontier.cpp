// Runs by strategy and other settings, along the axis.
#include "reports/result/frontier.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/result/display_text.h"
#include "reports/result/sweep_rows.h"

namespace stampede::reports {
namespace {

constexpr std::string_view kStrategy = "strategy";

std::optional<double> number_of(const std::string& json) {
  const auto value = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

bool is_axis(const Variation& variation) {
  return variation.values.size() > 1 && std::all_of(variation.values.begin(), variation.values.end(),
                                                    [](const std::string& value) { return number_of(value); });
}

FrontierRow& row_of(const std::string& label, const std::vector<Setting>& others, Frontier& frontier) {
  const auto found = std::find_if(frontier.rows.begin(), frontier.rows.end(),
                                  [&](const FrontierRow& row) { return row.label == label && row.others == others; });
  if (found != frontier.rows.end()) {
    return *found;
  }
  return frontier.rows.emplace_back(FrontierRow{label, others, std::vector<Returned>(frontier.values.size()), {}});
}

void add_run(const RunResult& run, Frontier& frontier) {
  const auto recovered = run.metrics.find("recovered");
  std::vector<Setting> others = run.point;
  const auto own =
      std::find_if(others.begin(), others.end(), [&](const Setting& setting) { return setting.path == frontier.path; });
  if (recovered == run.metrics.end() || own == others.end()) {
    return;
  }
  const auto value = std::find(frontier.values.begin(), frontier.values.end(), own->value);
  if (value == frontier.values.end()) {
    return;
  }
  others.erase(own);
  Returned& returned =
      row_of(run.label, others, frontier).returned[static_cast<std::size_t>(value - frontier.values.begin())];
  ++returned.runs;
  returned.recovered += recovered->second > 0 ? 1 : 0;
}

// "+", "-", "2/5"; "?" where nothing is known.
std::string cell(const Returned& returned) {
  if (returned.runs == 0) return "?";
  if (returned.recovered == returned.runs) return "+";
  return returned.recovered == 0 ? "-" : fmt::format("{}/{}", returned.recovered, returned.runs);
}

std::string label_of(const FrontierRow& row) {
  std::string label = printable(row.label);
  for (const Setting& setting : row.others) {
    label += fmt::format(" {}={}", printable(setting.path), setting_text(setting.value));
  }
  return label;
}

}  // namespace

std::optional<Frontier> frontier_of(const Result& result) {
  if (!result.sweep) {
    return std::nullopt;
  }
  const auto axis = std::find_if(result.sweep->vary.begin(), result.sweep->vary.end(), is_axis);
  if (axis == result.sweep->vary.end()) {
    return std::nullopt;
  }
  Frontier frontier{axis->path, axis->values, {}};
  std::stable_sort(frontier.values.begin(), frontier.values.end(),
                   [](const std::string& a, const std::string& b) { return *number_of(a) < *number_of(b); });
  for (const RunResult& run : result.runs) {
    add_run(run, frontier);
  }
  if (frontier.rows.empty()) {
    return std::nullopt;
  }
  for (FrontierRow& row : frontier.rows) {
    const auto lost = std::find_if(row.returned.begin(), row.returned.end(),
                                   [](const Returned& returned) { return returned.recovered < returned.runs; });
    if (lost != row.returned.end()) {
      row.first_lost = static_cast<std::size_t>(lost - row.returned.begin());
    }
  }
  return frontier;
}

std::string frontier_table(const Result& result, std::size_t width) {
  const std::optional<Frontier> frontier = frontier_of(result);
  if (!frontier) {
    return {};
  }
  std::size_t label_width = kStrategy.size();
  for (const FrontierRow& row : frontier->rows) {
    label_width = std::max(label_width, display_width(label_of(row)));
  }
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < frontier->values.size(); ++i) {
    std::size_t widest = frontier->values[i].size();
    for (const FrontierRow& row : frontier->rows) {
      widest = std::max(widest, cell(row.returned[i]).size());
    }
    widths.push_back(widest);
  }
  const std::string title = fmt::format(
      "Who comes back after the last fault, by {} (+ with every seed, - with none, 1/5 with one of five, ? "
      "unknown, as where the strategy does not carry the load even without faults):",
      printable(frontier->path));
  std::string text;
  for (const std::string& line : wrap(title, width)) {
    text += line + "\n";
  }
  text += pad_right(std::string(kStrategy), label_width);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    text += fmt::format("  {:>{}}", frontier->values[i], widths[i]);
  }
  text += "\n";
  for (const FrontierRow& row : frontier->rows) {
    text += pad_right(label_of(row), label_width);
    for (std::size_t i = 0; i < widths.size(); ++i) {
      text += fmt::format("  {:>{}}", cell(row.returned[i]), widths[i]);
    }
    text += "\n";
  }
  return text;
}

}  // namespace stampede::reports

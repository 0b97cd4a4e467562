// Rows and cells.
#include "reports/export/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <vector>

#include "reports/export/metric_order.h"
#include "simulator/measure/metric_registry.h"
#include "simulator/measure/warnings.h"

namespace stampede::reports {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kFormulaStarts = "=+-@\t\r\n'";
constexpr std::string_view kQuoted = ",;\"\r\n\t";  // some spreadsheets separate by ; or tabs

std::string in_quotes(std::string_view text) {
  const bool has_outer_space = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!has_outer_space && text.find_first_of(kQuoted) == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char character : text) {
    cell += character;
    if (character == '"') cell += '"';
  }
  return cell + '"';
}

// The shortest text that reads back as the same number.
std::string number(double value) { return fmt::format("{}", value); }

std::string flag(bool value) { return value ? "true" : "false"; }

std::string row(const std::vector<std::string>& cells) { return fmt::format("{}{}", fmt::join(cells, ","), kLineEnd); }

std::string parameters_text(const RunResult& run) {
  return nlohmann::ordered_json(run.parameters).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string warnings_text(const RunResult& run) {
  std::vector<std::string> ids;
  std::transform(run.warnings.begin(), run.warnings.end(), std::back_inserter(ids),
                 [](const Warning& warning) { return warning.id; });
  return fmt::format("{}", fmt::join(ids, " "));
}

std::string_view unit_of(std::string_view metric) {
  const measure::MetricInfo* info = measure::find_metric(metric);
  return info == nullptr ? std::string_view() : info->unit;
}

// Series that are no metrics over time. The others of theirs have a metric's name, and its unit.
std::string_view unit_of_series(std::string_view series) {
  struct Unit {
    std::string_view series;
    std::string_view unit;
  };
  static constexpr Unit kUnits[] = {
      {"arrivals", "requests"},       {"errors", "requests"},
      {"answers.good", "answers"},    {"recomputations_under_way", "computations"},
      {"redis_commands", "commands"}, {"stale_share", "share"},
      {"workers_busy", "workers"},
  };
  const auto* found =
      std::find_if(std::begin(kUnits), std::end(kUnits), [series](const Unit& unit) { return unit.series == series; });
  return found == std::end(kUnits) ? unit_of(series) : found->unit;
}

bool was_at_rest(const RunResult& run) {
  const std::string_view id = measure::id_of(measure::WarningKind::not_at_rest);
  return std::none_of(run.warnings.begin(), run.warnings.end(),
                      [id](const Warning& warning) { return warning.id == id; });
}

bool counts_work(std::string_view metric) {
  return metric.starts_with("recomputations.") || metric.starts_with("redis.") || metric.starts_with("rows.");
}

// A text of a setting without its quotes, numbers as they are.
std::string setting_cell(const RunResult& run, const std::string& path) {
  const auto found = std::find_if(run.point.begin(), run.point.end(),
                                  [&path](const Setting& setting) { return setting.path == path; });
  if (found == run.point.end()) return {};
  const auto value = nlohmann::ordered_json::parse(found->value, nullptr, /*allow_exceptions=*/false);
  if (value.is_number()) return in_quotes(found->value);
  return csv_text(value.is_string() ? value.get<std::string>() : found->value);
}

std::vector<std::string> varied_paths(const NamedResults& results) {
  std::vector<std::string> paths;
  for (const NamedResult& named : results) {
    for (const RunResult& run : named.result->runs) {
      for (const Setting& setting : run.point) {
        if (std::find(paths.begin(), paths.end(), setting.path) == paths.end()) paths.push_back(setting.path);
      }
    }
  }
  return paths;
}

std::string metrics_heading(const std::vector<std::string>& paths) {
  std::vector<std::string> cells = {"result", "scenario", "strategy", "label", "parameters"};
  for (const std::string& path : paths) cells.push_back(csv_text("point." + path));
  for (const char* name :
       {"world", "repetition", "seed", "bound", "valid", "warnings", "metric", "unit", "value", "at_least"}) {
    cells.emplace_back(name);
  }
  return row(cells);
}

// Cells that are the same in all rows of a run, with a comma after each.
std::string which_run(const NamedResult& named, const RunResult& run, const std::vector<std::string>& between) {
  std::vector<std::string> cells = {csv_text(named.file), csv_text(named.result->scenario_name), csv_text(run.strategy),
                                    csv_text(run.label)};
  cells.insert(cells.end(), between.begin(), between.end());
  for (std::string& cell : std::vector<std::string>{csv_text(run.world), number(run.repetition),
                                                    fmt::format("{}", run.seed), flag(run.bound), flag(run.valid)}) {
    cells.push_back(std::move(cell));
  }
  return fmt::format("{},", fmt::join(cells, ","));
}

void add_metrics(const NamedResult& named, const RunResult& run, const std::vector<std::string>& paths,
                 std::string& text) {
  std::vector<std::string> between = {csv_text(parameters_text(run))};
  for (const std::string& path : paths) between.push_back(setting_cell(run, path));
  const std::string begin = which_run(named, run, between) + csv_text(warnings_text(run)) + ",";
  const bool at_rest = was_at_rest(run);
  for (const auto& [name, value] : in_registry_order(run.metrics)) {
    if (!std::isfinite(value)) continue;
    text += begin;
    text += row({csv_text(name), csv_text(unit_of(name)), number(value), flag(!at_rest && counts_work(name))});
  }
}

void add_series(const NamedResult& named, const RunResult& run, std::string& text) {
  const std::string begin = which_run(named, run, {});
  constexpr double kNanosecondsPerSecond = 1e9;
  for (const auto& [name, values] : run.series.columns) {
    const std::string column = csv_text(name) + "," + csv_text(unit_of_series(name)) + ",";
    for (std::size_t index = 0; index < values.size(); ++index) {
      if (!values[index] || !std::isfinite(*values[index])) continue;
      // 3 times 0.1 is 0.3, not 0.30000000000000004.
      const double time_s =
          std::round(static_cast<double>(index) * run.series.step_s * kNanosecondsPerSecond) / kNanosecondsPerSecond;
      fmt::format_to(std::back_inserter(text), "{}{}{},{}{}", begin, column, time_s, *values[index], kLineEnd);
    }
  }
}

}  // namespace

std::string csv_text(std::string_view text) {
  const bool guarded = !text.empty() && kFormulaStarts.find(text.front()) != std::string_view::npos;
  return in_quotes(fmt::format("{}{}", guarded ? "'" : "", text));
}

std::string metrics_csv(const NamedResults& results) {
  const std::vector<std::string> paths = varied_paths(results);
  std::string text = metrics_heading(paths);
  for (const NamedResult& named : results) {
    for (const RunResult& run : named.result->runs) add_metrics(named, run, paths, text);
  }
  return text;
}

std::string series_csv(const NamedResults& results) {
  std::string text = row({"result", "scenario", "strategy", "label", "world", "repetition", "seed", "bound", "valid",
                          "series", "unit", "time_s", "value"});
  for (const NamedResult& named : results) {
    for (const RunResult& run : named.result->runs) add_series(named, run, text);
  }
  return text;
}

std::filesystem::path series_file(const std::filesystem::path& csv_file) {
  std::filesystem::path file = csv_file;
  const std::string extension = csv_file.extension().string();
  return file.replace_extension(".series" + (extension.empty() ? std::string(".csv") : extension));
}

}  // namespace stampede::reports

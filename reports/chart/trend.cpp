// What earlier runs of the same scenario measured, from the history: one line per strategy, one panel per metric.
#include <fmt/format.h>

#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "reports/chart/figures.h"
#include "reports/chart/kinds.h"
#include "reports/chart/style.h"
#include "reports/result/display_text.h"

namespace stampede::reports {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* kTrendTable = "trend";
constexpr std::array kMeasures{measures::kLatencyP99, measures::kRecomputations, measures::kStale, measures::kOutdated,
                               measures::kWithoutValue};

// Those that belong together: repetitions of one strategy in one experiment.
using Moment = std::tuple<std::string, std::string, std::string>;  // time, hash of the conditions, version

std::map<Moment, std::vector<RunResult>> moments_of(const ChartSource& source, const Subject& subject) {
  std::map<Moment, std::vector<RunResult>> moments;
  const RunResult& own = *subject.runs.front();
  for (const HistoryEntry& entry : source.options.history) {
    const bool is_of_subject = entry.scenario == source.result.scenario_name && entry.run.point.empty() &&
                               entry.run.label == own.label && entry.run.world == own.world;
    if (is_of_subject) moments[{entry.time, entry.scenario_hash, entry.git}].push_back(entry.run);
  }
  return moments;
}

Table table_of(const ChartSource& source) {
  std::vector<std::string> columns{"strategy", "status", "time", "version", "conditions", "runs"};
  for (const Measure& measure : kMeasures) {
    for (const char* suffix : {"", "_low", "_high", "_text"}) columns.push_back(std::string(measure.field) + suffix);
  }
  Table table(std::move(columns));
  for (const Subject& subject : source.subjects) {
    if (subject.row.is_bound) continue;
    for (const auto& [moment, runs] : moments_of(source, subject)) {
      const auto& [time, conditions, version] = moment;
      const Subject then = subjects_of(runs, {}).front();
      std::vector<json> row{subject.name,          then.is_valid() ? "valid" : "not valid",
                            printable(time),       printable(version),
                            printable(conditions), then.runs.size()};
      for (const Measure& measure : kMeasures) {
        const std::optional<Figure> figure = figure_of(then, measure);
        row.push_back(figure ? json(figure->value) : json());
        row.push_back(figure ? json(figure->low) : json());
        row.push_back(figure ? json(figure->high) : json());
        row.push_back(figure_text(then, measure));
      }
      table.add(std::move(row));
    }
  }
  return table;
}

Extent extent_of_column(const Table& table, const std::string& field) {
  Extent extent;
  for (const char* suffix : {"_low", "_high"}) {
    for (const json& value : table.column(field + suffix)) {
      if (value.is_number()) extent.add(value.get<double>());
    }
  }
  return extent;
}

ordered_json panel(const std::vector<Subject>& subjects, const Measure& measure, const Extent& extent, bool first) {
  const std::string field(measure.field);
  ordered_json layers = ordered_json::parse(R"json([
    {"mark": {"type": "rule", "strokeWidth": 1.5, "aria": false}},
    {"mark": {"type": "line", "strokeWidth": 2, "aria": false}},
    {"mark": {"type": "point", "size": 45, "strokeWidth": 1.5}}
  ])json");
  for (ordered_json& layer : layers) {
    ordered_json& encoding = layer["encoding"];
    encoding["x"] = ordered_json::parse(R"json({"field": "time", "type": "temporal", "title": null,
      "scale": {"type": "utc"}, "axis": {"labelOverlap": true, "tickCount": 4}})json");
    encoding["y"] = quantitative(field, title_of(measure), choose_scale(extent));
    encoding["color"] = colour_channel(subjects);
    encoding["opacity"] = shown_opacity();
  }
  layers[0]["transform"] = ordered_json::array();
  layers[0]["transform"].push_back({{"filter", fmt::format("datum.{0}_low < datum.{0}_high", field)}});
  layers[0]["encoding"]["y"]["field"] = field + "_low";
  layers[0]["encoding"]["y2"] = {{"field", field + "_high"}};
  // Lines join what was measured under the same conditions, and may be compared.
  layers[1]["transform"] = ordered_json::array();
  layers[1]["transform"].push_back({{"filter", "datum.status == 'valid'"}});
  layers[1]["encoding"]["detail"] = {{"field", "conditions"}, {"type", "nominal"}};
  layers[1]["encoding"]["strokeDash"] = dash_channel(subjects);
  if (first) layers[2]["params"] = ordered_json::array({legend_parameter()});
  ordered_json& points = layers[2]["encoding"];
  points["shape"] = shape_channel(subjects);
  points["fill"] = colour_channel(subjects);
  points["fillOpacity"] = {{"condition", {{"test", "datum.status == 'not valid'"}, {"value", 0}}}, {"value", 0.9}};
  points["tooltip"] = ordered_json::array(
      {tip("strategy", "strategy"), tip("time", "when (UTC)"), tip("version", "version"),
       tip(field + "_text", title_of(measure)), tip(field + "_low", "least of the runs", ".5~r"),
       tip(field + "_high", "most of the runs", ".5~r"), tip("status", "status"), tip("runs", "runs")});
  ordered_json view;
  view["width"] = 330;
  view["height"] = 200;
  view["layer"] = std::move(layers);
  return view;
}

}  // namespace

void add_trend(const ChartSource& source, ChartSet& set) {
  if (source.options.history.empty()) return;
  Table table = table_of(source);
  if (table.rows() == 0) {
    set.left_out.push_back("No trend: the history has no run of these strategies in this scenario.");
    return;
  }
  Chart chart{"trend", "What earlier runs measured", "", {}, kTrendTable, false};
  chart.specification = chart_frame(chart);
  chart.specification["title"] = {
      {"text", chart.title},
      {"subtitle",
       "from the history; lines join valid runs of one scenario under the same conditions; hollow: not valid"}};
  chart.specification["columns"] = 2;
  ordered_json& views = chart.specification["concat"] = ordered_json::array();
  std::string shown;
  for (const Measure& measure : kMeasures) {
    const Extent extent = extent_of_column(table, std::string(measure.field));
    const bool always =
        measure.field == measures::kLatencyP99.field || measure.field == measures::kRecomputations.field;
    if (extent.empty() || (!always && extent.high() <= 0)) continue;
    shown += fmt::format("{}{}", shown.empty() ? "" : ", ", title_of(measure));
    views.push_back(panel(source.subjects, measure, extent, views.empty()));
  }
  chart.description = fmt::format("{} of earlier runs, {} figures of each.", shown, table.rows());
  chart.specification["description"] = chart.description;
  set.tables.emplace(kTrendTable, std::move(table));
  set.charts.push_back(std::move(chart));
}

}  // namespace stampede::reports

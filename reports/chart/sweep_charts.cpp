// Metrics against what a sweep varied, and up to where its strategies come back from their faults.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include "reports/chart/figures.h"
#include "reports/chart/kinds.h"
#include "reports/chart/style.h"
#include "reports/result/display_text.h"
#include "reports/result/frontier.h"
#include "reports/result/sweep_rows.h"

namespace stampede::reports {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* kSweepTable = "sweep";
constexpr const char* kFrontierTable = "frontier";
constexpr std::array kMeasures{measures::kLatencyP99, measures::kRecomputations, measures::kStale, measures::kOutdated,
                               measures::kWithoutValue};

std::optional<double> number_of(const std::string& text) {
  const json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

// The path along which charts are drawn: the one with the most values, numbers preferred.
struct Axis {
  std::size_t index = 0;
  std::string name;
  bool is_numeric = false;
  ordered_json texts = ordered_json::array();  // in the order of the values
};

Axis axis_of(const Sweep& sweep) {
  const auto rank = [](const Variation& variation) {
    const bool numeric = std::all_of(variation.values.begin(), variation.values.end(),
                                     [](const std::string& value) { return number_of(value).has_value(); });
    return std::pair(numeric && variation.values.size() > 1, variation.values.size());
  };
  const auto best =
      std::max_element(sweep.vary.begin(), sweep.vary.end(),
                       [&](const Variation& left, const Variation& right) { return rank(left) < rank(right); });
  Axis axis{static_cast<std::size_t>(best - sweep.vary.begin()), printable(best->path), rank(*best).first,
            ordered_json::array()};
  for (const std::string& value : best->values) axis.texts.push_back(setting_text(value));
  return axis;
}

// What the other paths were set to; empty if there are none.
std::string others_text(const Sweep& sweep, const std::vector<Setting>& point, const Axis& axis) {
  const std::vector<std::string> names = short_names(sweep.vary);
  std::string text;
  for (std::size_t i = 0; i < point.size() && i < names.size(); ++i) {
    if (i != axis.index)
      text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", names[i], setting_text(point[i].value));
  }
  return text;
}

const Subject* same_subject(const std::vector<Subject>& all, const Subject& one) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Subject& other) { return other.row.label == one.row.label; });
  return found == all.end() ? nullptr : &*found;
}

void add_point(const Sweep& sweep, const Axis& axis, const std::vector<RunResult>& runs,
               const std::vector<Subject>& all, Table& table) {
  const std::vector<Setting>& point = runs.front().point;
  if (axis.index >= point.size()) return;
  const std::string& setting = point[axis.index].value;
  for (const Subject& subject : subjects_of(runs, {})) {
    const Subject* known = same_subject(all, subject);
    if (known == nullptr) continue;
    std::vector<json> row{known->name, subject.is_valid() ? "valid" : "not valid",
                          axis.is_numeric ? json(number_of(setting).value_or(0)) : json(setting_text(setting)),
                          others_text(sweep, point, axis)};
    for (const Measure& measure : kMeasures) {
      const std::optional<Figure> figure = figure_of(subject, measure);
      row.push_back(figure ? json(figure->value) : json());
      row.push_back(figure ? json(figure->low) : json());
      row.push_back(figure ? json(figure->high) : json());
      row.push_back(figure_text(subject, measure));
    }
    table.add(std::move(row));
  }
}

Table sweep_table_of(const Result& result, const Axis& axis, const std::vector<Subject>& all) {
  std::vector<std::string> columns{"strategy", "status", "setting", "others"};
  for (const Measure& measure : kMeasures) {
    for (const char* suffix : {"", "_low", "_high", "_text"}) columns.push_back(std::string(measure.field) + suffix);
  }
  Table table(std::move(columns));
  for (auto begin = result.runs.begin(); begin != result.runs.end();) {
    const auto end =
        std::find_if(begin, result.runs.end(), [&](const RunResult& run) { return run.point != begin->point; });
    add_point(*result.sweep, axis, {begin, end}, all, table);
    begin = end;
  }
  return table;
}

ordered_json axis_channel(const Axis& axis, const Table& table) {
  if (!axis.is_numeric) {
    ordered_json channel;
    channel["field"] = "setting";
    channel["type"] = "ordinal";
    channel["title"] = axis.name;
    channel["sort"] = axis.texts;
    channel["axis"] = {{"labelAngle", 0}, {"labelOverlap", true}};
    return channel;
  }
  Extent extent;
  for (const json& value : table.column("setting")) extent.add(value.get<double>());
  constexpr double kMargin = 0.02;
  ordered_json channel = quantitative("setting", axis.name, with_margin(choose_scale(extent), kMargin, kMargin));
  channel["axis"]["labelOverlap"] = true;
  return channel;
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

ordered_json layers_of(const std::vector<Subject>& subjects, const Measure& measure, const Axis& axis,
                       const Table& table) {
  const std::string field(measure.field);
  ordered_json layers = ordered_json::parse(R"json([
    {"mark": {"type": "rule", "strokeWidth": 1.5, "aria": false}},
    {"mark": {"type": "line", "strokeWidth": 2, "aria": false}},
    {"mark": {"type": "point", "size": 45, "strokeWidth": 1.5}}
  ])json");
  for (ordered_json& layer : layers) {
    layer["encoding"]["x"] = axis_channel(axis, table);
    layer["encoding"]["y"] = quantitative(field, title_of(measure), choose_scale(extent_of_column(table, field)));
    layer["encoding"]["color"] = colour_channel(subjects);
    layer["encoding"]["opacity"] = shown_opacity();
  }
  layers[0]["transform"] = ordered_json::array();
  layers[0]["transform"].push_back({{"filter", fmt::format("datum.{0}_low < datum.{0}_high", field)}});
  layers[0]["encoding"]["y"]["field"] = field + "_low";
  layers[0]["encoding"]["y2"] = {{"field", field + "_high"}};
  layers[1]["encoding"]["strokeDash"] = dash_channel(subjects);
  layers[2]["params"] = ordered_json::array({legend_parameter()});
  ordered_json& points = layers[2]["encoding"];
  points["shape"] = shape_channel(subjects);
  points["fill"] = colour_channel(subjects);
  points["fillOpacity"] = {{"condition", {{"test", "datum.status == 'not valid'"}, {"value", 0}}}, {"value", 0.9}};
  points["tooltip"] =
      ordered_json::array({tip("strategy", "strategy"), tip("setting", axis.name), tip("others", "with"),
                           tip(field + "_text", title_of(measure)), tip(field + "_low", "least of the seeds", ".5~r"),
                           tip(field + "_high", "most of the seeds", ".5~r"), tip("status", "runs")});
  return layers;
}

// In the order of the sweep.
ordered_json distinct(const std::vector<json>& values) {
  ordered_json found = ordered_json::array();
  for (const json& value : values) {
    if (std::find(found.begin(), found.end(), ordered_json(value)) == found.end()) found.push_back(ordered_json(value));
  }
  return found;
}

void add_measure(const Measure& measure, const std::vector<Subject>& subjects, const Axis& axis, bool faceted,
                 ChartSet& set) {
  const Table& table = set.tables.at(kSweepTable);
  const Extent extent = extent_of_column(table, std::string(measure.field));
  const bool always = measure.field == measures::kLatencyP99.field || measure.field == measures::kRecomputations.field;
  if (extent.empty() || (!always && extent.high() <= 0)) return;
  std::string id = "sweep-" + std::string(measure.field);
  std::replace(id.begin(), id.end(), '_', '-');
  Chart chart{std::move(id), fmt::format("{} by {}", title_of(measure), axis.name), "", {}, kSweepTable, !faceted};
  // As it begins a line.
  if (chart.title.front() >= 'a' && chart.title.front() <= 'z' && !chart.title.starts_with("p99")) {
    chart.title.front() = static_cast<char>(chart.title.front() - 'a' + 'A');
  }
  chart.description =
      fmt::format("{} over {} values of {}, one line per strategy.", title_of(measure), axis.texts.size(), axis.name);
  chart.specification = chart_frame(chart);
  ordered_json layers = layers_of(subjects, measure, axis, table);
  if (!faceted) {
    chart.specification["width"] = 560;
    chart.specification["height"] = 300;
    chart.specification["layer"] = std::move(layers);
  } else {
    chart.specification["facet"] = ordered_json::parse(
        R"json({"field": "others", "type": "nominal", "title": null, "header": {"labelAnchor": "start"}})json");
    chart.specification["facet"]["sort"] = distinct(table.column("others"));
    chart.specification["columns"] = 2;
    chart.specification["spec"]["width"] = 320;
    chart.specification["spec"]["height"] = 200;
    chart.specification["spec"]["layer"] = std::move(layers);
  }
  set.charts.push_back(std::move(chart));
}

std::string row_name(const FrontierRow& row) {
  std::string name = printable(row.label);
  for (const Setting& setting : row.others) {
    name += fmt::format(", {} = {}", printable(setting.path), setting_text(setting.value));
  }
  return name;
}

void add_frontier(const Result& result, ChartSet& set) {
  const std::optional<Frontier> frontier = frontier_of(result);
  if (!frontier) return;
  Table table({"strategy", "setting", "share", "text"});
  ordered_json names = ordered_json::array();
  ordered_json settings = ordered_json::array();
  for (const std::string& value : frontier->values) settings.push_back(setting_text(value));
  std::size_t everywhere = 0;
  for (const FrontierRow& row : frontier->rows) {
    names.push_back(row_name(row));
    everywhere += row.first_lost ? 0 : 1;
    for (std::size_t i = 0; i < row.returned.size(); ++i) {
      const Returned& returned = row.returned[i];
      if (returned.runs == 0) continue;
      table.add({row_name(row), settings[i],
                 static_cast<double>(returned.recovered) / static_cast<double>(returned.runs),
                 fmt::format("{}/{}", returned.recovered, returned.runs)});
    }
  }
  Chart chart{"frontier", "Who came back after the faults", "", {}, kFrontierTable, false};
  chart.description = fmt::format("{} of {} came back in every run, at every value of {}.", everywhere,
                                  frontier->rows.size(), printable(frontier->path));
  chart.specification = chart_frame(chart);
  const ordered_json body = ordered_json::parse(R"json({
    "width": {"step": 62}, "height": {"step": 24},
    "encoding": {"x": {"field": "setting", "type": "ordinal", "axis": {"labelAngle": 0, "domain": false}},
                 "y": {"field": "strategy", "type": "nominal", "title": null, "axis": {"labelLimit": 300, "domain": false}}},
    "layer": [
      {"mark": {"type": "rect", "strokeWidth": 2, "stroke": "#ffffff"},
       "encoding": {"color": {"field": "share", "type": "quantitative", "title": "runs that came back",
                              "scale": {"domain": [0, 0.5, 1], "range": ["#d55e00", "#f2ead3", "#0072b2"]},
                              "legend": {"format": ".0%", "values": [0, 0.5, 1]}},
                    "tooltip": [{"field": "strategy", "type": "nominal", "title": "strategy"},
                                {"field": "setting", "type": "nominal", "title": "value"},
                                {"field": "text", "type": "nominal", "title": "runs that came back"}]}},
      {"mark": {"type": "text", "fontSize": 11, "aria": false},
       "encoding": {"text": {"field": "text", "type": "nominal"},
                    "color": {"condition": {"test": "datum.share > 0.25 && datum.share < 0.75", "value": "#14181c"},
                              "value": "#ffffff"}}}
    ]})json");
  for (const auto& [key, value] : body.items()) chart.specification[key] = value;
  ordered_json& encoding = chart.specification["encoding"];
  encoding["x"]["title"] = printable(frontier->path);
  encoding["x"]["sort"] = std::move(settings);
  encoding["y"]["sort"] = std::move(names);
  set.tables.emplace(kFrontierTable, std::move(table));
  set.charts.push_back(std::move(chart));
}

}  // namespace

void add_sweep_charts(const Result& result, const ChartOptions& options, ChartSet& set) {
  add_frontier(result, set);
  if (result.sweep->vary.empty()) {
    set.left_out.emplace_back("No charts of metrics: the sweep varied nothing.");
    return;
  }
  const Axis axis = axis_of(*result.sweep);
  const std::vector<Subject> subjects = subjects_of(result.runs, options);
  set.tables.emplace(kSweepTable, sweep_table_of(result, axis, subjects));
  for (const Measure& measure : kMeasures) {
    add_measure(measure, subjects, axis, result.sweep->vary.size() > 1, set);
  }
}

}  // namespace stampede::reports

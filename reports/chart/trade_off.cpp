// Every strategy as a point: p99 latency against recomputations, staleness, and requests that got no value.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "reports/chart/figures.h"
#include "reports/chart/kinds.h"
#include "reports/chart/labels.h"
#include "reports/chart/pareto.h"
#include "reports/chart/style.h"

namespace stampede::reports {
namespace {

using nlohmann::ordered_json;

constexpr int kWidth = 250;  // of a panel
constexpr int kHeight = 260;
constexpr int kLabelGap = 11;

std::vector<Measure> panels_of(const std::vector<Subject>& subjects) {
  std::vector<Measure> panels{measures::kRecomputations};
  const bool outdated = any_positive(subjects, measures::kOutdated);
  if (!outdated || any_positive(subjects, measures::kStale)) panels.push_back(measures::kStale);
  if (outdated) panels.push_back(measures::kOutdated);
  if (any_positive(subjects, measures::kWithoutValue)) panels.push_back(measures::kWithoutValue);
  return panels;
}

ordered_json tooltips(const std::vector<Measure>& panels) {
  ordered_json tips = ordered_json::array({tip("strategy", "strategy"), tip("latency_p99_text", "p99 latency")});
  for (const Measure& panel : panels) tips.push_back(tip(std::string(panel.field) + "_text", panel.words));
  tips.push_back(tip("runs", "runs"));
  tips.push_back(tip("front", "on the Pareto front"));
  return tips;
}

ScaleChoice scale_of(const std::vector<Subject>& subjects, const Measure& measure) {
  // So that points on the edge are whole.
  constexpr double kMargin = 0.04;
  return with_margin(choose_scale(extent_of(subjects, measure)), kMargin, kMargin);
}

ordered_json channel(const Measure& measure, const std::vector<Subject>& subjects) {
  return quantitative(measure.field, title_of(measure), scale_of(subjects, measure));
}

// A line from low to high along one axis, where the repetitions lie apart.
ordered_json spread_layer(const Measure& along, bool horizontal) {
  const std::string field(along.field);
  ordered_json layer;
  layer["transform"] = ordered_json::array();
  layer["transform"].push_back({{"filter", fmt::format("datum.{0}_low < datum.{0}_high", field)}});
  layer["mark"] = {{"type", "rule"}, {"strokeWidth", 1.5}};
  ordered_json& encoding = layer["encoding"];
  encoding[horizontal ? "x" : "y"] = {{"field", field + "_low"}, {"type", "quantitative"}};
  encoding[horizontal ? "x2" : "y2"] = {{"field", field + "_high"}};
  encoding["opacity"] = shown_opacity(0.6);
  return layer;
}

// What cannot be done better.
ordered_json bound_layer(bool vertical, const ordered_json& channel) {
  ordered_json layer;
  layer["transform"] = ordered_json::array();
  layer["transform"].push_back({{"filter", "datum.status == 'bound'"}});
  layer["mark"] = {{"type", "rule"}, {"strokeDash", {4, 4}}, {"opacity", 0.6}};
  layer["encoding"][vertical ? "x" : "y"] = channel;
  return layer;
}

ordered_json points_layer(const std::vector<Subject>& subjects, const std::vector<Measure>& panels, bool first) {
  ordered_json layer;
  if (first) layer["params"] = ordered_json::array({legend_parameter()});
  layer["mark"] = {{"type", "point"}, {"size", 70}, {"strokeWidth", 2}};
  ordered_json& encoding = layer["encoding"];
  encoding["shape"] = shape_channel(subjects);
  // Filled with the strategy's own colour; hollow: not valid.
  encoding["fillOpacity"] = {{"condition", {{"test", "datum.status == 'not valid'"}, {"value", 0}}}, {"value", 0.85}};
  encoding["fill"] = colour_channel(subjects);
  encoding["opacity"] = shown_opacity();
  encoding["tooltip"] = tooltips(panels);
  return layer;
}

ordered_json front_layer() {
  return ordered_json::parse(R"({
    "transform": [{"filter": "datum.front == 'yes'"}],
    "mark": {"type": "point", "shape": "circle", "filled": false, "size": 260, "strokeWidth": 1.5},
    "encoding": {}
  })");
}

// Names beside the points.
ordered_json label_layer(const std::vector<Subject>& subjects, const Measure& own) {
  const ScaleChoice x = scale_of(subjects, own);
  const ScaleChoice y = scale_of(subjects, measures::kLatencyP99);
  std::vector<LabelledPoint> points;
  const std::vector<bool> front = pareto_front(subjects);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto horizontal = figure_of(subjects[i], own);
    const auto vertical = figure_of(subjects[i], measures::kLatencyP99);
    if (!horizontal || !vertical) continue;
    points.push_back({subjects[i].name, horizontal->value, vertical->value, place_on(x, horizontal->value) * kWidth,
                      (1 - place_on(y, vertical->value)) * kHeight, front[i]});
  }
  ordered_json layer = ordered_json::parse(R"json({
    "mark": {"type": "text", "dx": {"expr": "datum.dx"}, "dy": {"expr": "datum.dy"}, "align": {"expr": "datum.align"},
             "baseline": "middle", "fontSize": 10, "limit": 240, "aria": false},
    "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"},
                 "text": {"field": "label", "type": "nominal"},
                 "tooltip": [{"field": "names", "type": "nominal", "title": "here"}]}
  })json");
  ordered_json& values = layer["data"]["values"] = ordered_json::array();
  for (const PlacedLabel& label : place_labels(points, kWidth, kHeight)) {
    ordered_json row;
    row["x"] = label.x;
    row["y"] = label.y;
    row["label"] = label.text;
    row["names"] = label.names;
    row["dx"] = label.right_of_point ? kLabelGap : -kLabelGap;
    row["dy"] = label.down;
    row["align"] = label.right_of_point ? "left" : "right";
    values.push_back(std::move(row));
  }
  return layer;
}

ordered_json panel(const std::vector<Subject>& subjects, const std::vector<Measure>& panels, std::size_t index) {
  const Measure& own = panels[index];
  ordered_json view;
  view["width"] = kWidth;
  view["height"] = kHeight;
  const ordered_json x = channel(own, subjects);
  ordered_json y = channel(measures::kLatencyP99, subjects);
  if (index > 0) y["title"] = nullptr;
  ordered_json front = front_layer();
  front["encoding"]["opacity"] = shown_opacity();
  ordered_json layers = ordered_json::array({spread_layer(own, true), spread_layer(measures::kLatencyP99, false),
                                             std::move(front), points_layer(subjects, panels, index == 0)});
  for (ordered_json& layer : layers) {
    // What a layer has of its own goes along the axis that the others give.
    if (!layer["encoding"].contains("x")) layer["encoding"]["x"] = x;
    if (!layer["encoding"].contains("y")) layer["encoding"]["y"] = y;
  }
  view["layer"] = ordered_json::array({bound_layer(true, x), bound_layer(false, y)});
  for (ordered_json& layer : layers) view["layer"].push_back(std::move(layer));
  // Names have the colour of text, all else that of its strategy.
  for (ordered_json& layer : view["layer"]) layer["encoding"]["color"] = colour_channel(subjects);
  view["layer"].push_back(label_layer(subjects, own));
  return view;
}

std::string describe(const std::vector<Subject>& subjects) {
  const std::vector<bool> front = pareto_front(subjects);
  std::vector<std::string> on_front;
  std::vector<std::string> not_compared;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (front[i]) on_front.push_back(subjects[i].name);
    const bool counted = subjects[i].is_valid() && !subjects[i].row.cut_off();
    if (!counted && !subjects[i].row.is_bound) not_compared.push_back(subjects[i].name);
  }
  std::string text =
      fmt::format("{} {} On the Pareto front: {}.", extremes_sentence(subjects, measures::kRecomputations),
                  extremes_sentence(subjects, measures::kLatencyP99),
                  on_front.empty() ? "none" : fmt::format("{}", fmt::join(on_front, ", ")));
  if (!not_compared.empty()) {
    text += fmt::format(" Not compared, as not valid or as work was still going on when counting stopped: {}.",
                        fmt::join(not_compared, ", "));
  }
  return text;
}

}  // namespace

void add_trade_off(const ChartSource& source, ChartSet& set) {
  const std::vector<Measure> panels = panels_of(source.subjects);
  Chart chart{"trade-off", "What each strategy costs", "", {}, kStrategiesTable, false};
  chart.description = describe(source.subjects);
  chart.specification = chart_frame(chart);
  chart.specification["title"] = {
      {"text", chart.title},
      {"subtitle", "less is better everywhere; ringed: on the Pareto front, dashed lines: the bound"}};
  ordered_json views = ordered_json::array();
  for (std::size_t i = 0; i < panels.size(); ++i) views.push_back(panel(source.subjects, panels, i));
  chart.specification["hconcat"] = std::move(views);
  set.charts.push_back(std::move(chart));
}

}  // namespace stampede::reports

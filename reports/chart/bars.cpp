// Bars with their numbers beside them: recomputations by where they ran, and what Redis had to bear.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reports/chart/figures.h"
#include "reports/chart/kinds.h"
#include "reports/chart/style.h"

namespace stampede::reports {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kLayersWithoutBound = 3;
constexpr double kRoomForNumbers = 0.35;  // on the right, as a share of the bars' room

// What cannot be done better: a line through all bars.
ordered_json bound_rule(const std::string& field) {
  ordered_json layer;
  layer["transform"] = ordered_json::array();
  layer["transform"].push_back({{"filter", fmt::format("datum.status == 'bound' && isValid(datum.{})", field)}});
  layer["mark"] = {
      {"type", "rule"}, {"strokeDash", {4, 4}}, {"strokeWidth", 1.5}, {"color", "#808890"}, {"aria", false}};
  layer["encoding"]["x"] = {{"field", field}, {"type", "quantitative"}};
  return layer;
}

ordered_json spread_rule(const std::string& field) {
  ordered_json layer;
  layer["transform"] = ordered_json::array();
  layer["transform"].push_back({{"filter", fmt::format("datum.{0}_low < datum.{0}_high", field)}});
  layer["mark"] = {{"type", "rule"}, {"strokeWidth", 1.5}, {"color", "#5f6870"}, {"aria", false}};
  layer["encoding"]["x"] = {{"field", field + "_low"}, {"type", "quantitative"}};
  layer["encoding"]["x2"] = {{"field", field + "_high"}};
  return layer;
}

ordered_json number_text(const std::string& field) {
  ordered_json layer;
  layer["mark"] = {{"type", "text"}, {"align", "left"}, {"dx", 5}, {"fontSize", 10}, {"aria", false}};
  layer["encoding"]["x"] = {{"field", field + "_high"}, {"type", "quantitative"}};
  layer["encoding"]["text"] = {{"field", field + "_text"}, {"type", "nominal"}};
  return layer;
}

ordered_json bar(const std::vector<Subject>& subjects, const Measure& measure) {
  const std::string field(measure.field);
  ordered_json layer;
  layer["mark"] = {{"type", "bar"}, {"strokeWidth", 1.5}};
  ordered_json& encoding = layer["encoding"];
  encoding["color"] = colour_channel(subjects, false);
  // Hollow: not valid.
  encoding["fillOpacity"] = {{"condition", {{"test", "datum.status == 'not valid'"}, {"value", 0.08}}}, {"value", 0.9}};
  encoding["stroke"] = colour_channel(subjects, false);
  encoding["strokeDash"] = {{"condition", {{"test", "datum.status == 'not valid'"}, {"value", {3, 3}}}},
                            {"value", {1, 0}}};
  encoding["tooltip"] = ordered_json::array({tip("strategy", "strategy"), tip(field + "_text", title_of(measure)),
                                             tip(field + "_low", "least of the runs", ".5~r"),
                                             tip(field + "_high", "most of the runs", ".5~r"), tip("runs", "runs")});
  return layer;
}

ordered_json panel(const std::vector<Subject>& subjects, const Measure& measure, const ScaleChoice& choice, int width,
                   bool first) {
  constexpr int kRow = 18;
  ordered_json view;
  view["title"] = {
      {"text", title_of(measure)}, {"fontSize", 12}, {"fontWeight", 500}, {"offset", 6}, {"frame", "group"}};
  view["width"] = width;
  view["height"]["step"] = kRow;
  ordered_json y;
  y["field"] = "strategy";
  y["type"] = "nominal";
  y["sort"] = names_of(subjects);
  y["title"] = nullptr;
  y["scale"] = {{"paddingInner", 0.25}, {"paddingOuter", 0.2}};
  y["axis"] = first ? ordered_json{{"labelLimit", 220}, {"ticks", false}, {"domain", false}} : ordered_json();
  ordered_json bars = bar(subjects, measure);
  bars["encoding"]["x"] = quantitative(std::string(measure.field), "", choice);
  bars["encoding"]["x"]["title"] = nullptr;
  bars["encoding"]["x"]["axis"]["labelOverlap"] = true;
  bars["encoding"]["x"]["axis"]["tickCount"] = 4;
  const std::string field(measure.field);
  view["layer"] = ordered_json::array({std::move(bars), spread_rule(field), number_text(field)});
  for (ordered_json& layer : view["layer"]) layer["encoding"]["y"] = y;
  const bool has_bound = std::any_of(subjects.begin(), subjects.end(), [&](const Subject& subject) {
    return subject.row.is_bound && figure_of(subject, measure);
  });
  if (has_bound) view["layer"].push_back(bound_rule(field));
  return view;
}

}  // namespace

void add_recomputations(const ChartSource& source, ChartSet& set) {
  const std::vector<Subject>& subjects = source.subjects;
  Chart chart{"recomputations", "Recomputations, and where they ran", "", {}, kStrategiesTable, false};
  chart.description = fmt::format("{} {}", extremes_sentence(subjects, measures::kRecomputations),
                                  extremes_sentence(subjects, measures::kRedundant));
  chart.specification = chart_frame(chart);
  chart.specification["title"] = {{"text", chart.title},
                                  {"subtitle",
                                   "redundant: started while another one of the same key was under way; "
                                   "dashed line: the bound"}};
  Extent extent;
  const std::vector<Measure> parts{measures::kRecomputations, measures::kInline, measures::kBackground,
                                   measures::kRedundant};
  for (const Subject& subject : subjects) {
    for (const Measure& part : parts) {
      if (const auto figure = figure_of(subject, part)) {
        extent.add(figure->low);
        extent.add(figure->high);
      }
    }
  }
  const ScaleChoice choice = with_margin(choose_scale(extent), 0, kRoomForNumbers);
  ordered_json& views = chart.specification["hconcat"] = ordered_json::array();
  for (const Measure& part : parts) {
    constexpr int kWidth = 175;
    views.push_back(panel(subjects, part, choice, kWidth, views.empty()));
    // Where its computations run says nothing about strategies.
    const bool is_total = part.field == measures::kRecomputations.field;
    if (!is_total && views.back()["layer"].size() > kLayersWithoutBound) {
      views.back()["layer"].erase(kLayersWithoutBound);
    }
  }
  chart.specification["spacing"] = 14;
  set.charts.push_back(std::move(chart));
}

void add_redis_cost(const ChartSource& source, ChartSet& set) {
  const std::vector<Subject>& subjects = source.subjects;
  Chart chart{"redis-cost", "What the cache had to bear", "", {}, kStrategiesTable, false};
  chart.description = fmt::format("{} {}", extremes_sentence(subjects, measures::kCommands),
                                  extremes_sentence(subjects, measures::kBytes));
  chart.specification = chart_frame(chart);
  ordered_json& views = chart.specification["hconcat"] = ordered_json::array();
  std::vector<Measure> parts{measures::kCommands, measures::kBytes};
  if (any_positive(subjects, measures::kStatements)) parts.push_back(measures::kStatements);
  for (const Measure& part : parts) {
    constexpr int kWidth = 230;
    views.push_back(panel(subjects, part, with_margin(linear_scale(extent_of(subjects, part)), 0, kRoomForNumbers),
                          kWidth, views.empty()));
  }
  chart.specification["spacing"] = 18;
  set.charts.push_back(std::move(chart));
}

}  // namespace stampede::reports

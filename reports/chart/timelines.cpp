// What happened over time: answers by kind, latency, recomputations under way, busy workers.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "reports/chart/figures.h"
#include "reports/chart/kinds.h"
#include "reports/chart/style.h"
#include "reports/chart/timeline.h"

namespace stampede::reports {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* kAnswers = "timeline-answers";
constexpr const char* kLatency = "timeline-latency";
constexpr const char* kRecomputations = "timeline-recomputations";
constexpr const char* kWorkers = "timeline-workers";

// The columns of the series, as charts call them.
constexpr std::array kAnswerKinds{std::pair{"fresh", "answers.fresh"}, std::pair{"stale", "answers.stale"},
                                  std::pair{"empty", "answers.empty"}, std::pair{"failed", "errors"}};

double sum_of(const RunResult& run, const char* series, std::size_t begin, std::size_t end) {
  const auto found = run.series.columns.find(series);
  if (found == run.series.columns.end()) return 0;
  double sum = 0;
  for (std::size_t i = begin; i < std::min(end, found->second.size()); ++i) sum += found->second[i].value_or(0);
  return sum;
}

std::size_t steps_of(const RunResult& run) {
  std::size_t steps = 0;
  for (const auto& [kind, series] : kAnswerKinds) {
    const auto found = run.series.columns.find(series);
    if (found != run.series.columns.end()) steps = std::max(steps, found->second.size());
  }
  return steps;
}

// Per second, in steps from t to t_end; of the first repetition, as several can be stacked no more than averaged.
void add_answers(const Subject& subject, const ChartOptions& options, Table& table) {
  const RunResult& run = *subject.runs.front();
  const std::size_t steps = steps_of(run);
  const std::size_t together = steps_per_point(steps, options.points_max);
  for (std::size_t begin = 0; begin < steps; begin += together) {
    const std::size_t end = std::min(begin + together, steps);
    const double seconds = static_cast<double>(end - begin) * run.series.step_s;
    std::vector<json> row{subject.name, shortened(static_cast<double>(begin) * run.series.step_s),
                          shortened(static_cast<double>(end) * run.series.step_s)};
    for (const auto& [kind, series] : kAnswerKinds)
      row.emplace_back(shortened(sum_of(run, series, begin, end) / seconds));
    row.emplace_back();
    table.add(std::move(row));
  }
}

ordered_json answer_layers() {
  return ordered_json::parse(R"json([
    {"name": "answers",
     "transform": [{"filter": "!isValid(datum.fault)"},
                   {"fold": ["fresh", "stale", "empty", "failed"], "as": ["kind", "rate"]},
                   {"filter": "datum.rate > 0"},
                   {"calculate": "indexof(['fresh', 'stale', 'empty', 'failed'], datum.kind)", "as": "place"}],
     "params": [{"name": "kinds", "select": {"type": "point", "fields": ["kind"], "toggle": "true"}, "bind": "legend"}],
     "mark": {"type": "bar", "binSpacing": 0, "aria": false},
     "encoding": {
       "x": {"field": "t", "type": "quantitative", "bin": "binned"}, "x2": {"field": "t_end"},
       "y": {"field": "rate", "type": "quantitative", "stack": "zero", "title": "requests per s",
             "axis": {"tickCount": 3, "format": "~r"}},
       "order": {"field": "place", "type": "quantitative"},
       "color": {"field": "kind", "type": "nominal", "title": "answered",
                 "scale": {"domain": ["fresh", "stale", "empty", "failed"],
                           "range": ["#4aa8de", "#e08e00", "#9aa0a6", "#b3261e"]}},
       "opacity": {"condition": {"param": "kinds", "value": 1}, "value": 0.06}}},
    {"name": "hover",
     "transform": [{"filter": "!isValid(datum.fault)"}],
     "mark": {"type": "rect", "opacity": 0, "aria": false},
     "encoding": {
       "x": {"field": "t", "type": "quantitative"}, "x2": {"field": "t_end"},
       "tooltip": [{"field": "strategy", "type": "nominal", "title": "strategy"},
                   {"field": "t", "type": "quantitative", "title": "from (s)", "format": ".4~r"},
                   {"field": "t_end", "type": "quantitative", "title": "to (s)", "format": ".4~r"},
                   {"field": "fresh", "type": "quantitative", "title": "fresh (1/s)", "format": ".4~r"},
                   {"field": "stale", "type": "quantitative", "title": "stale (1/s)", "format": ".4~r"},
                   {"field": "empty", "type": "quantitative", "title": "empty (1/s)", "format": ".4~r"},
                   {"field": "failed", "type": "quantitative", "title": "failed (1/s)", "format": ".4~r"}]}}
  ])json");
}

ordered_json line_tips(const std::string& title, bool repetitions) {
  ordered_json tips =
      ordered_json::array({tip("strategy", "strategy"), tip("t", "time (s)", ".4~r"), tip("value", title, ".4~r")});
  if (repetitions) {
    tips.push_back(tip("low", "least of the repetitions", ".4~r"));
    tips.push_back(tip("high", "most of the repetitions", ".4~r"));
  }
  return tips;
}

// A line, the spread of the repetitions behind it, and points, without which a value between gaps would not be seen.
ordered_json curve_layers(const ordered_json& y, const ordered_json& colour, const ordered_json& opacity,
                          const ordered_json& tips, bool filled) {
  ordered_json layers = ordered_json::parse(R"json([
    {"name": "spread", "transform": [{"filter": "!isValid(datum.fault) && isValid(datum.low)"}],
     "mark": {"type": "area", "opacity": 0.22, "aria": false}},
    {"name": "curve", "transform": [{"filter": "!isValid(datum.fault)"}],
     "mark": {"type": "line", "strokeWidth": 1.5, "aria": false}},
    {"name": "points", "transform": [{"filter": "!isValid(datum.fault) && isValid(datum.value)"}],
     "mark": {"type": "point", "filled": true, "size": 7, "aria": false}}
  ])json");
  if (filled)
    layers[1]["mark"] = {{"type", "area"}, {"line", {{"strokeWidth", 1.2}}}, {"fillOpacity", 0.35}, {"aria", false}};
  for (ordered_json& layer : layers) {
    layer["encoding"]["x"] = time_channel();
    layer["encoding"]["y"] = y;
    layer["encoding"]["color"] = colour;
    if (!opacity.is_null()) layer["encoding"]["opacity"] = opacity;
  }
  layers[0]["encoding"]["y"]["field"] = "low";
  layers[0]["encoding"]["y2"] = {{"field", "high"}};
  if (!opacity.is_null()) layers[0]["encoding"]["opacity"]["condition"]["value"] = 0.22;
  layers[2]["encoding"]["tooltip"] = tips;
  return layers;
}

void add_answers_chart(const ChartSource& source, ChartSet& set) {
  Table table({"strategy", "t", "t_end", "fresh", "stale", "empty", "failed", "fault"});
  for (const Subject& subject : source.subjects) {
    add_answers(subject, source.options, table);
    add_faults(subject, table);
  }
  Chart chart{"timeline-answers", "Answers over time", "", {}, kAnswers, false};
  chart.description = extremes_sentence(source.subjects, measures::kWithoutValue) + " " +
                      extremes_sentence(source.subjects, measures::kStale);
  chart.specification = chart_frame(chart);
  if (any_repetitions(source.subjects)) {
    chart.specification["title"] = {{"text", chart.title}, {"subtitle", "the first valid repetition of each"}};
  }
  fill_facets(source.subjects, answer_layers(), chart.specification);
  set.tables.emplace(kAnswers, std::move(table));
  set.charts.push_back(std::move(chart));
}

void add_latency_chart(const ChartSource& source, ChartSet& set) {
  Table table({"strategy", "series", "t", "t_end", "value", "low", "high", "fault"});
  Extent extent;
  for (const Subject& subject : source.subjects) {
    for (const char* series : {"max", "p99", "p50"}) {
      add_curve(subject, curves_of(subject, std::string("latency_ms.") + series), source.options, series, table,
                extent);
    }
    add_faults(subject, table);
  }
  if (extent.empty()) return;
  Chart chart{"timeline-latency", "Latency over time", "", {}, kLatency, false};
  chart.description = extremes_sentence(source.subjects, measures::kLatencyP99);
  chart.specification = chart_frame(chart);
  const bool repetitions = any_repetitions(source.subjects);
  ordered_json y = quantitative("value", with_unit("latency", "latency_ms.max"), choose_scale(extent));
  y["axis"]["labelOverlap"] = true;
  const ordered_json colour = ordered_json::parse(R"json({
    "field": "series", "type": "nominal", "title": "latency",
    "scale": {"domain": ["max", "p99", "p50"], "range": ["#b3261e", "#e08e00", "#0072b2"]},
    "legend": {"symbolOpacity": 1, "symbolType": "stroke", "symbolStrokeWidth": 3}
  })json");
  ordered_json opacity = shown_opacity();
  opacity["condition"]["param"] = "latencies";
  ordered_json tips = line_tips("latency (ms)", repetitions);
  tips.insert(tips.begin() + 1, tip("series", "of the requests"));
  ordered_json layers = curve_layers(y, colour, opacity, tips, false);
  layers[1]["params"] = ordered_json::parse(
      R"json([{"name": "latencies", "select": {"type": "point", "fields": ["series"], "toggle": "true"}, "bind": "legend"}])json");
  if (!repetitions) layers.erase(layers.begin());
  fill_facets(source.subjects, std::move(layers), chart.specification);
  set.tables.emplace(kLatency, std::move(table));
  set.charts.push_back(std::move(chart));
}

struct SingleCurve {
  const char* id;
  const char* title;
  const char* series;
  const char* axis;
  const char* table;
};

void add_single_curve_chart(const SingleCurve& kind, const ChartSource& source, const std::string& description,
                            bool magnitudes, ChartSet& set) {
  Table table({"strategy", "t", "t_end", "value", "low", "high", "fault"});
  Extent extent;
  for (const Subject& subject : source.subjects) {
    add_curve(subject, curves_of(subject, kind.series), source.options, kind.series, table, extent);
    add_faults(subject, table);
  }
  if (extent.empty()) return;
  Chart chart{kind.id, kind.title, description, {}, kind.table, false};
  chart.specification = chart_frame(chart);
  const bool repetitions = any_repetitions(source.subjects);
  ordered_json y = quantitative("value", kind.axis, magnitudes ? choose_scale(extent) : linear_scale(extent));
  y["axis"]["labelOverlap"] = true;
  ordered_json layers =
      curve_layers(y, colour_channel(source.subjects, false), nullptr, line_tips(kind.axis, repetitions), true);
  if (!repetitions) layers.erase(layers.begin());
  fill_facets(source.subjects, std::move(layers), chart.specification);
  set.tables.emplace(kind.table, std::move(table));
  set.charts.push_back(std::move(chart));
}

}  // namespace

void add_timelines(const ChartSource& source, ChartSet& set) {
  const bool any = std::any_of(source.subjects.begin(), source.subjects.end(),
                               [](const Subject& subject) { return steps_of(*subject.runs.front()) > 0; });
  if (!any) {
    set.left_out.push_back("No timelines: no run has series.");
    return;
  }
  add_answers_chart(source, set);
  add_latency_chart(source, set);
  add_single_curve_chart({"timeline-recomputations", "Recomputations under way", "recomputations_under_way",
                          "recomputations", kRecomputations},
                         source, extremes_sentence(source.subjects, measures::kPeak), true, set);
  add_single_curve_chart({"timeline-workers", "Busy workers", "workers_busy", "workers", kWorkers}, source,
                         extremes_sentence(source.subjects, measures::kBusyShare), false, set);
}

}  // namespace stampede::reports

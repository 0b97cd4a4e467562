// Latency over percentiles, as HdrHistogram plots it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "reports/chart/figures.h"
#include "reports/chart/kinds.h"
#include "reports/chart/quantiles.h"
#include "reports/chart/style.h"

namespace stampede::reports {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* kTable = "percentiles";

Table percentiles_table(const std::vector<Subject>& subjects, Extent& x, Extent& y) {
  Table table({"strategy", "x", "latency", "low", "high"});
  for (const Subject& subject : subjects) {
    std::vector<Quantiles> all;
    for (const RunResult* run : subject.runs) {
      if (auto quantiles = Quantiles::of_latency(*run)) all.push_back(std::move(*quantiles));
    }
    for (const QuantilePoint& point : quantile_points(all)) {
      table.add({subject.name, shortened(point.one_in), shortened(point.middle), shortened(point.low),
                 shortened(point.high)});
      x.add(point.one_in);
      y.add(point.low);
      y.add(point.high);
    }
  }
  return table;
}

ordered_json percentile_axis(const Extent& x) {
  ordered_json ticks = ordered_json::array();
  for (double tick = 1; tick <= x.high() * 1.01; tick *= 10) ticks.push_back(tick);
  ordered_json channel;
  channel["field"] = "x";
  channel["type"] = "quantitative";
  channel["title"] = "percentile of the requests";
  channel["scale"] = {{"type", "log"}, {"domain", ordered_json::array({1.0, std::max(x.high(), 10.0)})}};
  // 1, 10, 100, 1000: 0 %, 90 %, 99 %, 99.9 %
  channel["axis"]["values"] = std::move(ticks);
  channel["axis"]["labelExpr"] = "format(100 - 100 / datum.value, '~r') + ' %'";
  channel["axis"]["labelFlush"] = true;
  return channel;
}

ordered_json band_layer() {
  ordered_json layer = ordered_json::parse(R"({
    "mark": {"type": "area", "interpolate": "step-before", "aria": false},
    "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
  })");
  layer["encoding"]["opacity"] = shown_opacity(0.2);
  return layer;
}

ordered_json line_layer(const std::vector<Subject>& subjects) {
  ordered_json layer;
  layer["params"] = ordered_json::array({legend_parameter()});
  layer["mark"] = {{"type", "line"}, {"interpolate", "step-before"}, {"strokeWidth", 2}};
  layer["encoding"]["strokeDash"] = dash_channel(subjects);
  layer["encoding"]["opacity"] = shown_opacity();
  return layer;
}

// Nothing to see, but something to hover over.
ordered_json hover_layer(bool repetitions) {
  ordered_json layer = ordered_json::parse(R"({
    "name": "hover",
    "transform": [{"calculate": "format(100 - 100 / datum.x, '.6~r') + ' %'", "as": "percentile"}],
    "mark": {"type": "point", "filled": true, "size": 60, "opacity": 0}
  })");
  ordered_json tips = ordered_json::array(
      {tip("strategy", "strategy"), tip("percentile", "percentile"), tip("latency", "latency (ms)", ".5~r")});
  if (repetitions) {
    tips.push_back(tip("low", "least of the repetitions (ms)", ".5~r"));
    tips.push_back(tip("high", "most of the repetitions (ms)", ".5~r"));
  }
  layer["encoding"]["tooltip"] = std::move(tips);
  return layer;
}

}  // namespace

void add_percentiles(const ChartSource& source, ChartSet& set) {
  Extent x;
  Extent y;
  Table table = percentiles_table(source.subjects, x, y);
  if (table.rows() == 0) {
    set.left_out.push_back("No latency over percentiles: no run has a histogram of it.");
    return;
  }
  const bool repetitions = std::any_of(source.subjects.begin(), source.subjects.end(),
                                       [](const Subject& subject) { return subject.runs.size() > 1; });
  Chart chart{"latency-percentiles", "Latency over percentiles", "", {}, kTable, true};
  chart.description = extremes_sentence(source.subjects, measures::kLatencyP99);
  chart.specification = chart_frame(chart);
  chart.specification["width"] = 620;
  chart.specification["height"] = 320;
  ordered_json& encoding = chart.specification["encoding"];
  encoding["x"] = percentile_axis(x);
  encoding["y"] = quantitative("latency", with_unit("latency", "latency_ms.max"), choose_scale(y));
  encoding["color"] = colour_channel(source.subjects);
  encoding["color"]["legend"]["symbolType"] = "stroke";
  encoding["color"]["legend"]["symbolStrokeWidth"] = 3;
  ordered_json& layers = chart.specification["layer"] = ordered_json::array();
  if (repetitions) layers.push_back(band_layer());
  layers.push_back(line_layer(source.subjects));
  layers.push_back(hover_layer(repetitions));
  set.tables.emplace(kTable, std::move(table));
  set.charts.push_back(std::move(chart));
}

}  // namespace stampede::reports

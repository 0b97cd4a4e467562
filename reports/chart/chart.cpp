// The charts of a result put together, and one alone with its data.
#include "reports/chart/chart.h"

#include <utility>

#include "reports/chart/figures.h"
#include "reports/chart/kinds.h"

namespace stampede::reports {

using nlohmann::ordered_json;

ChartSet charts_of(const Result& result, const ChartOptions& options) {
  ChartSet set;
  if (result.runs.empty()) {
    set.left_out.push_back("No charts: no run was finished.");
    return set;
  }
  if (result.sweep) {
    add_sweep_charts(result, options, set);
    return set;
  }
  const std::vector<Subject> subjects = subjects_of(result.runs, options);
  const ChartSource source{result, subjects, options};
  set.tables.emplace(kStrategiesTable, strategies_table(subjects));
  add_trade_off(source, set);
  add_percentiles(source, set);
  add_recomputations(source, set);
  add_timelines(source, set);
  add_staleness(source, set);
  add_redis_cost(source, set);
  add_trend(source, set);
  return set;
}

ordered_json standalone(const Chart& chart, const ChartSet& set, const std::string& subtitle) {
  ordered_json whole = chart.specification;
  if (!subtitle.empty()) {
    if (!whole["title"].is_object()) whole["title"] = {{"text", whole["title"]}};
    ordered_json& lines = whole["title"]["subtitle"];
    lines = lines.is_null() ? ordered_json::array({subtitle}) : ordered_json::array({subtitle, lines});
  }
  whole["data"]["values"] = set.tables.at(chart.table).as_rows();
  whole["config"] = light_config();
  return whole;
}

ordered_json light_config() {
  return ordered_json::parse(R"({
    "background": "#ffffff",
    "font": "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif",
    "padding": 12,
    "view": {"stroke": "#d0d4d8"},
    "axis": {"labelColor": "#30363c", "titleColor": "#30363c", "titleFontWeight": 500, "titleFontSize": 12,
             "labelFontSize": 11, "gridColor": "#e6e9ec", "domainColor": "#aab0b6", "tickColor": "#aab0b6",
             "labelLimit": 220},
    "legend": {"labelColor": "#30363c", "titleColor": "#30363c", "titleFontWeight": 500, "labelFontSize": 12,
               "labelLimit": 240},
    "header": {"labelColor": "#30363c", "titleColor": "#30363c", "labelFontSize": 12, "labelLimit": 240},
    "title": {"anchor": "start", "color": "#14181c", "fontSize": 16, "fontWeight": 600, "offset": 14,
              "subtitleColor": "#565e66", "subtitleFontSize": 12, "subtitlePadding": 4},
    "text": {"color": "#30363c"}
  })");
}

}  // namespace stampede::reports

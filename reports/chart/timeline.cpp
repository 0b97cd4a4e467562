// Facets, bands of faults, curves over repetitions.
#include "reports/chart/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reports/chart/style.h"
#include "reports/result/display_text.h"

namespace stampede::reports {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

json cell(const std::optional<double>& value) { return value ? json(shortened(*value)) : json(); }

// What happened, not what was planned: one that could not be carried out has no band.
ordered_json fault_layers() {
  return ordered_json::parse(R"json([
    {"name": "faults",
     "transform": [{"filter": "isValid(datum.fault) && datum.t_end > datum.t"}],
     "mark": {"type": "rect", "color": "#d62728", "opacity": 0.13, "clip": true},
     "encoding": {"x": {"field": "t", "type": "quantitative"}, "x2": {"field": "t_end"},
                  "tooltip": [{"field": "fault", "type": "nominal", "title": "fault"},
                              {"field": "t", "type": "quantitative", "title": "from (s)", "format": ".4~r"},
                              {"field": "t_end", "type": "quantitative", "title": "to (s)", "format": ".4~r"}]}},
    {"name": "moments",
     "transform": [{"filter": "isValid(datum.fault)"}],
     "mark": {"type": "rule", "color": "#d62728", "opacity": 0.75, "strokeWidth": 1.2, "clip": true},
     "encoding": {"x": {"field": "t", "type": "quantitative"},
                  "tooltip": [{"field": "fault", "type": "nominal", "title": "fault"},
                              {"field": "t", "type": "quantitative", "title": "at (s)", "format": ".4~r"}]}},
    {"name": "fault-names",
     "transform": [{"filter": "isValid(datum.fault)"}],
     "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 3, "y": 2, "fontSize": 9, "color": "#d62728",
              "limit": 130, "tooltip": false},
     "encoding": {"x": {"field": "t", "type": "quantitative"}, "text": {"field": "fault", "type": "nominal"}}}
  ])json");
}

// When the last of the series ends, in seconds.
double end_of(const std::vector<Subject>& subjects) {
  double end = 0;
  for (const Subject& subject : subjects) {
    for (const RunResult* run : subject.runs) {
      for (const auto& [name, values] : run->series.columns) {
        end = std::max(end, static_cast<double>(values.size()) * run->series.step_s);
      }
    }
  }
  return end > 0 ? end : 1;
}

}  // namespace

void add_faults(const Subject& subject, Table& table) {
  for (const FaultOutcome& fault : subject.runs.front()->faults) {
    if (!fault.began_s) continue;
    const std::string name = printable(fault.fault) + (fault.failure.empty() ? "" : " (failed)");
    std::vector<json> row;
    for (const std::string& column : table.columns()) {
      if (column == "strategy")
        row.emplace_back(subject.name);
      else if (column == "fault")
        row.emplace_back(name);
      else if (column == "t")
        row.emplace_back(shortened(*fault.began_s));
      else if (column == "t_end")
        row.push_back(cell(fault.ended_s));
      else
        row.emplace_back();
    }
    table.add(std::move(row));
  }
}

Curves curves_of(const Subject& subject, const std::string& series) {
  Curves curves;
  std::vector<const std::vector<std::optional<double>>*> all;
  std::size_t steps = 0;
  for (const RunResult* run : subject.runs) {
    const auto found = run->series.columns.find(series);
    if (found == run->series.columns.end()) continue;
    // Repetitions share the scenario's step; a stray one cannot be laid over the others.
    if (!all.empty() && run->series.step_s != curves.step_s) continue;
    curves.step_s = run->series.step_s;
    all.push_back(&found->second);
    steps = std::max(steps, found->second.size());
  }
  curves.repetitions = all.size();
  for (std::size_t step = 0; step < steps; ++step) {
    std::vector<double> values;
    for (const auto* one : all) {
      if (step < one->size() && (*one)[step]) values.push_back(*(*one)[step]);
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    curves.low.push_back(values.empty() ? std::nullopt : std::optional(*low));
    curves.high.push_back(values.empty() ? std::nullopt : std::optional(*high));
    curves.middle.push_back(median(std::move(values)));
  }
  return curves;
}

void add_curve(const Subject& subject, const Curves& curves, const ChartOptions& options, const std::string& series,
               Table& table, Extent& extent) {
  const bool spread = curves.repetitions > 1;
  const std::vector<Curve> drawn =
      spread ? std::vector<Curve>{curves.middle, curves.low, curves.high} : std::vector<Curve>{curves.middle};
  for (const std::size_t step : steps_to_draw(drawn, options.points_max)) {
    const auto start = static_cast<double>(step) * curves.step_s;
    std::vector<json> row;
    for (const std::string& column : table.columns()) {
      if (column == "strategy")
        row.emplace_back(subject.name);
      else if (column == "series")
        row.emplace_back(series);
      else if (column == "t")
        row.emplace_back(shortened(start + curves.step_s / 2));
      else if (column == "value")
        row.push_back(cell(curves.middle[step]));
      else if (column == "low" && spread)
        row.push_back(cell(curves.low[step]));
      else if (column == "high" && spread)
        row.push_back(cell(curves.high[step]));
      else
        row.emplace_back();
    }
    table.add(std::move(row));
    if (curves.low[step]) extent.add(*curves.low[step]);
    if (curves.high[step]) extent.add(*curves.high[step]);
  }
}

bool any_repetitions(const std::vector<Subject>& subjects) {
  return std::any_of(subjects.begin(), subjects.end(), [](const Subject& subject) { return subject.runs.size() > 1; });
}

ordered_json time_channel(std::string_view field) {
  ordered_json channel;
  channel["field"] = field;
  channel["type"] = "quantitative";
  channel["title"] = "time (s)";
  channel["scale"] = {{"nice", false}};
  channel["axis"] = {{"tickCount", 6}, {"grid", false}};
  return channel;
}

void fill_facets(const std::vector<Subject>& subjects, ordered_json layers, ordered_json& specification) {
  constexpr int kWidth = 330;
  constexpr int kHeight = 84;
  ordered_json& facet = specification["facet"];
  facet["field"] = "strategy";
  facet["type"] = "nominal";
  facet["title"] = nullptr;
  facet["sort"] = names_of(subjects);
  facet["header"] = {{"labelAnchor", "start"}, {"labelPadding", 4}, {"labelFontWeight", 600}, {"labelLimit", 330}};
  specification["columns"] = 2;
  specification["spacing"] = {{"row", 14}, {"column", 24}};
  ordered_json& view = specification["spec"];
  view["width"] = kWidth;
  view["height"] = kHeight;
  const bool any_faults = std::any_of(subjects.begin(), subjects.end(), [](const Subject& subject) {
    const std::vector<FaultOutcome>& faults = subject.runs.front()->faults;
    return std::any_of(faults.begin(), faults.end(), [](const FaultOutcome& fault) { return fault.began_s; });
  });
  view["layer"] = any_faults ? fault_layers() : ordered_json::array();
  for (ordered_json& layer : layers) view["layer"].push_back(std::move(layer));
  ordered_json time = time_channel();
  time["scale"]["domain"] = ordered_json::array({0.0, shortened(end_of(subjects))});
  for (ordered_json& layer : view["layer"]) {
    ordered_json& x = layer["encoding"]["x"];
    for (const auto& [key, value] : time.items()) {
      if (key != "field") x[key] = value;
    }
  }
}

}  // namespace stampede::reports

// How old the old answers were: one histogram per strategy that gave any.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "reports/chart/figures.h"
#include "reports/chart/kinds.h"
#include "reports/chart/style.h"

namespace stampede::reports {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

struct Kind {
  const char* id;
  const char* title;
  const char* histogram;  // and its metrics begin with it
  const char* axis;
  Measure count;
  const char* none;
};
constexpr Kind kKinds[] = {
    {"staleness", "How stale the stale answers were", "stale_by_s", "beyond the freshness lifetime by (s)",
     measures::kStale, "No distribution of staleness: no answer was stale."},
    {"outdatedness", "How outdated the outdated answers were", "outdated_by_s",
     "since a newer version was committed (s)", measures::kOutdated, ""},
};

constexpr double kLeast = 1e-4;  // seconds; everything below is one bin
constexpr int kBinsPerDecade = 8;

// Bins of equal factor; the first holds everything up to kLeast.
int bin_of(double seconds) {
  if (seconds <= kLeast) return 0;
  return 1 + static_cast<int>(std::ceil(std::log10(seconds / kLeast) * kBinsPerDecade - 1e-9)) - 1;
}
double lower_edge(int bin) { return kLeast * std::pow(10, static_cast<double>(bin) / kBinsPerDecade); }

// Counts of all valid repetitions together; they are shown as a share of the answers in them.
std::map<int, double> bins_of(const Subject& subject, const char* histogram) {
  std::map<int, double> bins;
  for (const RunResult* run : subject.runs) {
    const auto found = run->histograms.find(histogram);
    if (found == run->histograms.end()) continue;
    for (const auto& [highest, count] : found->second.buckets) bins[bin_of(highest)] += static_cast<double>(count);
  }
  return bins;
}

double requests_of(const Subject& subject) {
  double sum = 0;
  for (const RunResult* run : subject.runs) {
    const auto found = run->metrics.find("requests");
    if (found != run->metrics.end()) sum += found->second;
  }
  return sum;
}

Table bins_table(const std::vector<Subject>& subjects, const Kind& kind, std::vector<Subject>& shown) {
  Table table({"strategy", "from", "to", "share", "answers"});
  for (const Subject& subject : subjects) {
    const std::map<int, double> bins = bins_of(subject, kind.histogram);
    const double requests = requests_of(subject);
    if (bins.empty() || requests <= 0) continue;
    shown.push_back(subject);
    for (const auto& [bin, count] : bins) {
      table.add({subject.name, shortened(lower_edge(bin)), shortened(lower_edge(bin + 1)),
                 shortened(100 * count / requests), count});
    }
  }
  return table;
}

ordered_json bars(const std::vector<Subject>& subjects, const Kind& kind, const Table& table) {
  double low = lower_edge(0);
  double high = kLeast;
  double least = 1e300;
  for (const json& value : table.column("to")) high = std::max(high, value.get<double>());
  for (const json& value : table.column("from")) least = std::min(least, value.get<double>());
  low = std::max(low, least);
  ordered_json view = ordered_json::parse(R"json({
    "width": 330, "height": 70,
    "mark": {"type": "bar", "binSpacing": 1},
    "encoding": {
      "x": {"field": "from", "type": "quantitative", "bin": "binned", "axis": {"format": "~r", "labelOverlap": true}},
      "x2": {"field": "to"},
      "y": {"field": "share", "type": "quantitative", "title": "% of requests", "axis": {"tickCount": 3, "format": "~r"}},
      "tooltip": [{"field": "strategy", "type": "nominal", "title": "strategy"},
                  {"field": "from", "type": "quantitative", "title": "more than (s)", "format": ".4~r"},
                  {"field": "to", "type": "quantitative", "title": "up to (s)", "format": ".4~r"},
                  {"field": "answers", "type": "quantitative", "title": "answers", "format": "d"},
                  {"field": "share", "type": "quantitative", "title": "% of requests", "format": ".3~r"}]
    }
  })json");
  view["encoding"]["x"]["title"] = kind.axis;
  view["encoding"]["x"]["scale"] = {{"type", "log"}, {"domain", ordered_json::array({low, high})}};
  view["encoding"]["color"] = colour_channel(subjects, false);
  return view;
}

void add_kind(const Kind& kind, const ChartSource& source, ChartSet& set) {
  std::vector<Subject> shown;
  Table table = bins_table(source.subjects, kind, shown);
  if (shown.empty()) {
    if (*kind.none != 0) set.left_out.emplace_back(kind.none);
    return;
  }
  Chart chart{kind.id, kind.title, extremes_sentence(source.subjects, kind.count), {}, kind.id, false};
  chart.specification = chart_frame(chart);
  ordered_json& facet = chart.specification["facet"];
  facet["field"] = "strategy";
  facet["type"] = "nominal";
  facet["title"] = nullptr;
  facet["sort"] = names_of(shown);
  facet["header"] = {{"labelAnchor", "start"}, {"labelPadding", 4}, {"labelFontWeight", 600}, {"labelLimit", 330}};
  chart.specification["columns"] = 2;
  chart.specification["spec"] = bars(source.subjects, kind, table);
  set.tables.emplace(kind.id, std::move(table));
  set.charts.push_back(std::move(chart));
}

}  // namespace

void add_staleness(const ChartSource& source, ChartSet& set) {
  for (const Kind& kind : kKinds) add_kind(kind, source, set);
}

}  // namespace stampede::reports

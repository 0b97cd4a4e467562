// The template's places, filled.
#include "reports/html/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "reports/chart/vega_bundle.h"
#include "reports/html/assets.h"
#include "reports/html/glossary.h"
#include "reports/html/markup.h"
#include "reports/html/overview.h"
#include "reports/html/section.h"

namespace stampede::reports::html {
namespace {

// All series of a page together: what keeps its file small, however many strategies and scenarios there are.
constexpr std::size_t kPointsOfPage = 1'200'000;
constexpr std::size_t kPointsMin = 60;
constexpr std::size_t kPointsMax = 400;

ChartOptions options_of(const std::vector<Source>& sources) {
  ChartOptions options;
  std::set<std::string> known;
  std::size_t series = 0;
  for (const Source& source : sources) {
    std::set<std::string> here;
    for (const RunResult& run : source.result->runs) {
      if (known.insert(run.label).second) {
        options.strategies.push_back(run.label);
      }
      if (here.insert(run.label).second) {
        series += run.series.columns.size();
      }
    }
  }
  options.points_max = std::clamp(kPointsOfPage / std::max<std::size_t>(series, 1), kPointsMin, kPointsMax);
  return options;
}

std::string title_of(const std::vector<Source>& sources) {
  if (sources.size() == 1) {
    return sources.front().result->scenario_name;
  }
  return fmt::format("{} scenarios", sources.size());
}

Html data_of(const Section& section) {
  return Html::trusted(fmt::format("<script type=\"application/json\" id=\"{}-data\">{}</script>\n", section.id,
                                   script_json(section_json(section))));
}

Html glossary_of(const std::vector<Section>& sections) {
  std::set<std::string> metrics;
  for (const Section& section : sections) {
    metrics.merge(metrics_in(section));
  }
  return metrics.empty()
             ? Html()
             : element("section", {{"class", "meanings"}, {"aria-labelledby", "meanings"}},
                       element("h2", {{"id", "meanings"}}, text("What the figures mean")) + glossary(metrics));
}

// Each place occurs once; what fills one is not searched for others.
std::string filled(std::string_view form, const std::map<std::string, std::string_view>& places) {
  constexpr std::string_view kBegin = "{{";
  constexpr std::string_view kEnd = "}}";
  std::string result;
  for (std::size_t begin = form.find(kBegin); begin != std::string_view::npos; begin = form.find(kBegin)) {
    const std::size_t end = form.find(kEnd, begin);
    const std::string place(form.substr(begin + kBegin.size(), end - begin - kBegin.size()));
    const auto found = places.find(place);
    if (found == places.end()) {
      throw std::logic_error(fmt::format("the page's template has an unknown place \"{}\"", place));
    }
    result.append(form.substr(0, begin)).append(found->second);
    form.remove_prefix(end + kEnd.size());
  }
  return result.append(form);
}

}  // namespace

std::string page(const std::vector<Source>& sources, std::span<const HistoryEntry> history) {
  ChartOptions options = options_of(sources);
  options.history = history;
  std::vector<Section> sections;
  for (const Source& source : sources) {
    sections.push_back(make_section(sections.size() + 1, source.file, *source.result, options));
  }
  Html content;
  if (sections.size() > 1) {
    content += contents(sections) + overview(sections);
  }
  Html data;
  for (const Section& section : sections) {
    content += section_html(section);
    data += data_of(section);
  }
  content += glossary_of(sections);
  const std::string title = text(title_of(sources)).markup();
  return filled(page_template(), {{"title", title},
                                  {"style", page_style()},
                                  {"content", content.markup()},
                                  {"data", data.markup()},
                                  {"vega", vega_bundle()},
                                  {"script", page_script()}});
}

}  // namespace stampede::reports::html

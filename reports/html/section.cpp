// Parts in the order in which a reader who decides needs them.
#include "reports/html/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "reports/chart/style.h"
#include "reports/chart/subject.h"
#include "reports/html/accounts.h"
#include "reports/html/decision_table.h"
#include "reports/html/figures.h"
#include "reports/html/sweep_section.h"
#include "reports/html/verdict.h"

namespace stampede::reports::html {
namespace {

using Json = nlohmann::ordered_json;

// Beyond so many strategies, lines cannot be told apart: the others are there for the choosing.
constexpr std::size_t kAllShownMax = 10;
constexpr std::size_t kShownMax = 8;

Html heading(const std::string& id, std::string_view part, std::string_view title) {
  return element("h3", {{"id", fmt::format("{}-{}", id, part)}}, text(title));
}

Html folded(std::string_view title, const Html& content) {
  return content.empty() ? Html() : element("details", element("summary", text(title)) + content);
}

// A script fills it when it comes into view.
Html chart_html(const Section& section, std::size_t index, std::string_view heading_tag = "h4") {
  const Chart& chart = section.charts.charts[index];
  const std::string id = fmt::format("{}-chart-{}", section.id, index);
  const Html caption = element(
      "figcaption", element(heading_tag, {{"id", id + "-title"}, {"class", "chart-title"}}, text(chart.title)) +
                        element("p", {{"id", id + "-description"}, {"class", "description"}}, text(chart.description)));
  const Html plot = element("div",
                            {{"class", "plot"},
                             {"role", "img"},
                             {"aria-labelledby", id + "-title"},
                             {"aria-describedby", id + "-description"}},
                            Html());
  return element("figure",
                 {{"class", chart.stretches ? "chart wide" : "chart"},
                  {"id", id},
                  {"data-section", section.id},
                  {"data-chart", fmt::format("{}", index)},
                  {"data-kind", chart.id}},
                 caption + plot);
}

Html charts_html(const Section& section, std::size_t first) {
  Html all;
  for (std::size_t i = first; i < section.charts.charts.size(); ++i) {
    all += chart_html(section, i);
  }
  Html html = all.empty() ? Html() : element("div", {{"class", "charts"}}, all);
  Html notes;
  for (const std::string& sentence : section.charts.left_out) {
    notes += element("li", text(sentence));
  }
  return html + (notes.empty() ? Html() : element("ul", {{"class", "legend"}}, notes));
}

// With how it went: what a reader must know before any figure.
Html notices(const Result& result) {
  Html html;
  const auto notice = [&html](std::string_view kind, const std::string& words) {
    html += element("p", {{"class", fmt::format("notice {}", kind)}}, text(words));
  };
  const auto invalid = static_cast<std::size_t>(
      std::count_if(result.runs.begin(), result.runs.end(), [](const RunResult& run) { return !run.valid; }));
  if (result.interrupted) {
    notice("harm",
           result.runs.empty()
               ? "It was interrupted before any run was finished."
               : fmt::format("It was interrupted: only the {} runs that were finished are shown.", result.runs.size()));
  } else if (result.runs.empty()) {
    notice("harm", "The result file holds no runs.");
  }
  if (invalid > 0 && invalid == result.runs.size()) {
    notice("harm", "None of the runs is valid: no figure here can be trusted. The warnings below say why.");
  } else if (invalid > 0) {
    notice("harm", fmt::format("{} of {} runs {} not valid: marked as such, part of no median, and compared with "
                               "nothing. The warnings below say why.",
                               invalid, result.runs.size(), invalid == 1 ? "is" : "are"));
  }
  return html;
}

bool has_objectives(const Section& section) {
  return std::any_of(section.standings.begin(), section.standings.end(),
                     [](const Standing& standing) { return standing.objectives > 0; });
}

// The plot of what each strategy costs, and who is best at what, side by side where there is room.
Html decision(const Section& section, bool trade_off_first) {
  const Result& result = *section.result;
  if (result.sweep) {
    return sweep_decision(section.id, result);
  }
  if (section.standings.empty()) {
    return {};
  }
  const Html cards = best_cards(section.standings);
  Html side;
  if (trade_off_first) {
    side += element("div", {{"class", "charts lone"}}, chart_html(section, 0, "h3"));
  }
  if (!cards.empty()) {
    side += element("div", {{"class", "leaders"}}, cards);
  }
  const Html table = decision_table(
      section, shown_metrics(section.standings, description_of(result).look_at, objective_metrics(result.runs)));
  return element("div", {{"class", trade_off_first ? "side-by-side" : "below"}}, side) +
         heading(section.id, "decision", "What each strategy achieved, and what it cost") + table;
}

Html about(const Section& section) {
  const Description about = description_of(*section.result);
  Html html = about.description.empty() ? Html() : element("p", text(about.description));
  Html metrics;
  for (const std::string& metric : about.look_at) {
    metrics += element("li", element("code", name(metric)));
  }
  if (!metrics.empty()) {
    html += element("div", {{"class", "look-at"}}, element("p", text("It shows in")) + element("ul", metrics));
  }
  return html;
}

Html part(const Section& section, std::string_view id, std::string_view title, const Html& content) {
  return content.empty() ? Html() : heading(section.id, id, title) + content;
}

}  // namespace

Section make_section(std::size_t number, const std::string& file, const Result& result, const ChartOptions& options) {
  Section section{fmt::format("s{}", number), file, &result, {}, charts_of(result, options), {}, {}};
  if (result.sweep) {
    return section;
  }
  const std::vector<Subject> subjects = subjects_of(result.runs, options);
  const Json palette = colour_channel(subjects)["scale"]["range"];
  section.standings = standings_of(result.runs);
  for (const Standing& standing : section.standings) {
    const auto subject = std::find_if(subjects.begin(), subjects.end(),
                                      [&](const Subject& one) { return one.row.runs == standing.row.runs; });
    const auto place = static_cast<std::size_t>(subject - subjects.begin());
    section.colours.push_back(palette[place].get<std::string>());
    section.chart_names.push_back(subject->name);
  }
  return section;
}

Html section_html(const Section& section) {
  const Result& result = *section.result;
  const bool trade_off_first =
      !result.sweep && !has_objectives(section) && section.standings.size() > 1 && !section.charts.charts.empty();
  Html html = element("h2", {{"id", section.id + "-title"}}, name(result.scenario_name));
  if (const std::string summary = description_of(result).summary; !summary.empty()) {
    html += element("p", {{"class", "lead"}}, text(summary));
  }
  html += notices(result);
  if (!result.sweep) {
    html += verdict(section.standings);
  }
  html += decision(section, trade_off_first);
  html += part(section, "remarks", "What is notable", result.sweep ? Html() : remarks(result.runs));
  html += part(section, "about", "About this scenario", about(section));
  const Html charts = charts_html(section, trade_off_first ? 1 : 0);
  if (!charts.empty()) {
    html += heading(section.id, "charts", "Charts") +
            element("div", {{"class", "chooser"}, {"data-section", section.id}}, Html()) + charts;
  }
  html += part(section, "faults", "What went wrong on purpose", faults(result.runs));
  html += part(section, "endpoints", "Further endpoints", endpoints(result.runs));
  html += part(section, "warnings", "Warnings", warnings(result.runs));
  html += heading(section.id, "context", "Where the figures come from") + provenance(result, section.file);
  html += folded("The scenario, with every default filled in", filled_in_scenario(result));
  html += folded(fmt::format("All {} runs", result.runs.size()), run_list(result.runs));
  return element("section", {{"class", "scenario"}, {"id", section.id}, {"aria-labelledby", section.id + "-title"}},
                 html);
}

std::string section_json(const Section& section) {
  Json json;
  json["strategies"] = Json::array();
  const std::size_t shown = section.standings.size() <= kAllShownMax ? kAllShownMax : kShownMax;
  std::size_t count = 0;
  for (std::size_t i = 0; i < section.standings.size(); ++i) {
    const bool is_bound = section.standings[i].row.is_bound;
    count += is_bound ? 0 : 1;
    json["strategies"].push_back(
        Json{{"name", section.chart_names[i]}, {"colour", section.colours[i]}, {"shown", is_bound || count <= shown}});
  }
  json["tables"] = Json::object();
  for (const auto& [table_name, table] : section.charts.tables) {
    json["tables"][table_name] = table.compact();
  }
  json["charts"] = Json::array();
  for (const Chart& chart : section.charts.charts) {
    json["charts"].push_back(Json{{"id", chart.id},
                                  {"title", chart.title},
                                  {"table", chart.table},
                                  {"specification", chart.specification},
                                  {"stretches", chart.stretches}});
  }
  json["scenario"] = section.result->scenario_name;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string summary_of(const Section& section) {
  if (section.result->sweep) {
    return sweep_summary(*section.result);
  }
  return verdict_sentence(section.standings);
}

Description description_of(const Result& result) {
  Description description;
  const auto json = Json::parse(result.scenario_json, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) {
    return description;
  }
  const auto text_at = [&json](const char* key) {
    return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string();
  };
  description.summary = text_at("summary");
  description.description = text_at("description");
  if (json.contains("look_at") && json["look_at"].is_array()) {
    for (const Json& metric : json["look_at"]) {
      if (metric.is_string()) {
        description.look_at.push_back(metric.get<std::string>());
      }
    }
  }
  return description;
}

std::set<std::string> metrics_in(const Section& section) {
  const Result& result = *section.result;
  const auto shown =
      result.sweep ? sweep_metrics(result)
                   : shown_metrics(section.standings, description_of(result).look_at, objective_metrics(result.runs));
  std::set<std::string> names;
  for (const measure::MetricInfo* metric : shown) {
    names.emplace(metric->name);
  }
  return names;
}

}  // namespace stampede::reports::html

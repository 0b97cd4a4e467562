// Cells, and which of them are the best of their column.
#include "reports/html/decision_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "reports/html/glossary.h"
#include "reports/html/section.h"
#include "reports/html/value_text.h"
#include "simulator/measure/human_units.h"

namespace stampede::reports::html {
namespace {

constexpr std::string_view kRows = "2";

Html span(std::string_view kind, const Html& content) {
  return element("span", {{"class", std::string(kind)}}, content);
}

Html value_html(const ValueText& value) {
  Html html = span("value", text(value.number));
  if (!value.unit.empty()) {
    html += text(" ") + span("unit", text(value.unit));
  }
  return html;
}

// The best of a column: of those that may be, and whose figure is final.
std::vector<bool> best_of(const std::vector<Standing>& standings, const measure::MetricInfo& metric) {
  std::vector<bool> may = eligible(standings);
  std::vector<double> values(standings.size(), 0);
  std::optional<double> best;
  std::optional<double> worst;
  for (std::size_t i = 0; i < standings.size(); ++i) {
    const std::optional<double> value = standings[i].row.metric(metric.name);
    may[i] = may[i] && value && !is_lower_bound(standings[i].row, metric.name);
    if (!may[i]) {
      continue;
    }
    values[i] = metric.better == measure::Better::higher ? -*value : *value;
    best = best ? std::min(*best, values[i]) : values[i];
    worst = worst ? std::max(*worst, values[i]) : values[i];
  }
  std::vector<bool> result(standings.size(), false);
  const bool tells_apart = best && worst && *best < *worst && metric.better != measure::Better::neither;
  for (std::size_t i = 0; tells_apart && i < standings.size(); ++i) {
    result[i] = may[i] && values[i] <= *best;
  }
  return result;
}

Html badge(std::string_view kind, std::string_view words) {
  return text(" ") + element("span", {{"class", fmt::format("badge {}", kind)}}, text(words));
}

Html objective_line(const ObjectiveOutcome& outcome) {
  const measure::MetricInfo* const metric = measure::find_metric(outcome.metric);
  const auto shown = [metric](double value) {
    return metric == nullptr ? measure::human_number(value) : value_text(*metric, value).all();
  };
  std::string bounds;
  if (outcome.min) {
    bounds += fmt::format("at least {}", shown(*outcome.min));
  }
  if (outcome.max) {
    bounds += fmt::format("{}at most {}", bounds.empty() ? "" : ", ", shown(*outcome.max));
  }
  return span("missed", element("code", name(outcome.metric)) + text(" ") +
                            element("strong", text(outcome.value ? shown(*outcome.value) : "no value")) +
                            text(fmt::format(" ({})", bounds)));
}

}  // namespace

Html figure_cell(const std::vector<RunResult>& runs, const StrategyRow& row, const measure::MetricInfo& metric,
                 bool is_best) {
  const std::optional<double> value = row.metric(metric.name);
  if (!value) {
    return element("td", {{"class", "number none"}},
                   element("span", {{"aria-hidden", "true"}}, text("–")) + span("unseen", text("no value")));
  }
  Html content;
  if (is_lower_bound(row, metric.name)) {
    content +=
        element("span", {{"class", "least"}, {"aria-hidden", "true"}}, text("≥ ")) + span("unseen", text("at least "));
  }
  content += value_html(value_text(metric, *value));
  const std::optional<Extent> extent = extent_of(runs, row, metric.name);
  if (extent && extent->min < extent->max) {
    const ValueText min = value_text(metric, extent->min);
    const ValueText max = value_text(metric, extent->max);
    const bool look_alike = min.all() == max.all();
    content += look_alike ? Html()
                          : span("spread",
                                 text(fmt::format("{}–{}", min.unit == max.unit ? min.number : min.all(), max.all())));
  }
  return element("td", {{"class", is_best ? "number best" : "number"}, {"data-value", fmt::format("{}", *value)}},
                 content);
}

Html errors_cell(const StrategyRow& row) {
  const double all = failures_of(row);
  const std::string value = fmt::format("{}", all);
  if (all <= 0) {
    return element("td", {{"class", "number"}, {"data-value", value}}, span("value", text("0")));
  }
  Html content = span("value", text(measure::human_count(all)));
  for (const ErrorCount& error : errors_of(row)) {
    const std::string count = measure::human_count(error.count) + " ";
    content += span("spread", text(errors_of(row).size() == 1 ? "" : count) + name(error.kind));
  }
  return element("td", {{"class", "number harm"}, {"data-value", value}}, content);
}

Html objectives_cell(const Standing& standing) {
  if (standing.row.is_bound) {
    return element("td", {{"class", "verdict none"}}, text("not judged"));
  }
  if (!standing.trusted) {
    return element("td", {{"class", "verdict none"}}, text("cannot be judged"));
  }
  const std::size_t missed = standing.missed.size();
  const std::string value = fmt::format("{}", missed);
  if (standing.objectives == 0) {
    return element("td", {{"class", "verdict none"}}, text("none set"));
  }
  if (missed == 0) {
    return element("td", {{"class", "verdict met"}, {"data-value", value}}, span("mark", text("met")));
  }
  Html content = span("mark", text(fmt::format("{} of {} missed", missed, standing.objectives)));
  for (const ObjectiveOutcome& outcome : standing.missed) {
    content += objective_line(outcome);
  }
  return element("td", {{"class", "verdict not-met"}, {"data-value", value}}, content);
}

Html strategy_heading(const Standing& standing, const std::string& colour) {
  const StrategyRow& row = standing.row;
  std::string label = row.label;
  constexpr std::string_view kBoundMark = " (bound)";
  if (const std::size_t mark = label.rfind(kBoundMark); row.is_bound && mark != std::string::npos) {
    label.erase(mark, kBoundMark.size());
  }
  Html heading;
  if (!colour.empty()) {
    const std::string style = fmt::format("background-color:{}", colour);
    heading += element("span", {{"class", "swatch"}, {"style", style}, {"aria-hidden", "true"}}, Html());
  }
  heading += strategy_name(label);
  if (row.is_bound) {
    heading += badge("bound", "bound");
  }
  if (!standing.trusted) {
    heading += badge("invalid", "not valid");
  } else if (row.not_valid > 0) {
    heading += badge("invalid", fmt::format("{} of {} runs not valid, left out", row.not_valid, row.repetitions));
  }
  return heading;
}

TableColumn column_of(const measure::MetricInfo& metric) {
  const Heading heading = heading_of(metric.name);
  return {heading.group, heading.name, std::string(metric.name), {}};
}

Html table_head(const std::string& id, const std::vector<TableColumn>& columns) {
  Html above;
  Html below;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const TableColumn& column = columns[i];
    const std::string tip = column.metric.empty() ? fmt::format("{}-tip-{}", id, i) : glossary_id(column.metric);
    const Html button = element("button", {{"type", "button"}, {"class", "sort"}, {"aria-describedby", tip}},
                                element("span", {{"class", "label"}}, text(column.name)));
    const Html tip_text =
        column.metric.empty() ? element("span", {{"class", "unseen"}, {"id", tip}}, text(column.meaning)) : Html();
    const std::string place = fmt::format("{}", i);
    const std::string kind = i == 0 ? "first" : column.metric.empty() ? "words" : "number";
    if (column.group.empty()) {
      above +=
          element("th", {{"scope", "col"}, {"rowspan", std::string(kRows)}, {"class", kind}, {"data-column", place}},
                  button + tip_text);
      continue;
    }
    below += element("th", {{"scope", "col"}, {"class", kind}, {"data-column", place}}, button + tip_text);
    const bool begins = i == 0 || columns[i - 1].group != column.group;
    if (begins) {
      std::size_t end = i;
      while (end < columns.size() && columns[end].group == column.group) {
        ++end;
      }
      above += element("th", {{"scope", "colgroup"}, {"colspan", fmt::format("{}", end - i)}, {"class", "group"}},
                       text(column.group));
    }
  }
  return element("thead", element("tr", above) + element("tr", below));
}

Html table_legend(const std::vector<Standing>& standings, bool marks_best) {
  const auto any = [&standings](auto has) { return std::any_of(standings.begin(), standings.end(), has); };
  Html items;
  const auto say = [&items](const std::string& words) { items += element("li", text(words)); };
  const std::vector<bool> may = eligible(standings);
  if (marks_best && std::count(may.begin(), may.end(), true) > 1) {
    say(fmt::format("Underlined: the best among {}.", eligible_words(standings)));
  }
  if (any([](const Standing& one) { return one.row.is_bound; })) {
    say("bound: no strategy; worked out by the harness, which knows the future. What the others need beyond it is "
        "their price.");
  }
  if (any([](const Standing& one) { return one.row.cut_off(); })) {
    say("≥: at least; work was still going on when counting stopped.");
  }
  if (any([](const Standing& one) { return !one.trusted; })) {
    say("not valid: the figures cannot be trusted; they are compared with nothing.");
  }
  if (any([](const Standing& one) { return one.row.repetitions > 1; })) {
    say("Of several runs: the median of the valid ones, the least and the most below it; of failed requests the "
        "worst.");
  }
  return items.empty() ? Html() : element("ul", {{"class", "legend"}}, items);
}

Html decision_table(const Section& section, const std::vector<const measure::MetricInfo*>& metrics) {
  const std::vector<Standing>& standings = section.standings;
  const bool judged =
      std::any_of(standings.begin(), standings.end(), [](const Standing& standing) { return standing.objectives > 0; });
  std::vector<TableColumn> columns = {
      {"", "Strategy", "", "The strategy, with the parameters that are not its defaults."}};
  if (judged) {
    columns.push_back({"", "Objectives", "", "How many of the scenario's objectives were missed, and by how much."});
  }
  columns.push_back({"", "Failed", "", "Requests that got an error instead of an answer, by the kind of the error."});
  std::vector<std::vector<bool>> best;
  for (const measure::MetricInfo* metric : metrics) {
    columns.push_back(column_of(*metric));
    best.push_back(best_of(standings, *metric));
  }
  Html body;
  for (std::size_t i = 0; i < standings.size(); ++i) {
    const Standing& standing = standings[i];
    Html cells = element("th", {{"scope", "row"}, {"data-value", standing.row.label}},
                         strategy_heading(standing, section.colours[i]));
    if (judged) {
      cells += objectives_cell(standing);
    }
    cells += errors_cell(standing.row);
    for (std::size_t column = 0; column < metrics.size(); ++column) {
      cells += figure_cell(section.result->runs, standing.row, *metrics[column], best[column][i]);
    }
    const std::string kind = standing.row.is_bound ? "bound" : standing.trusted ? "plain" : "invalid";
    body += element("tr", {{"class", kind}, {"data-row", fmt::format("{}", i)}}, cells);
  }
  const Html table = element("table", {{"class", "figures sortable"}, {"aria-labelledby", section.id + "-title"}},
                             table_head(section.id, columns) + element("tbody", body));
  return element("div",
                 {{"class", "scroll"}, {"role", "group"}, {"tabindex", "0"}, {"aria-label", "Table of strategies"}},
                 table) +
         table_legend(standings, true);
}

}  // namespace stampede::reports::html

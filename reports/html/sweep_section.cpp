// Rows, and the frontier.
#include "reports/html/sweep_section.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <vector>

#include "reports/html/decision_table.h"
#include "reports/html/figures.h"
#include "reports/html/plain_table.h"
#include "reports/result/frontier.h"
#include "reports/result/sweep_rows.h"

namespace stampede::reports::html {
namespace {

struct PointRow {
  std::vector<Setting> point;
  Standing standing;
};

// The runs of one point are next to each other. Rows keep indexes into all runs.
std::vector<PointRow> point_rows(const std::vector<RunResult>& runs) {
  std::vector<PointRow> rows;
  for (std::size_t begin = 0; begin < runs.size();) {
    std::size_t end = begin;
    while (end < runs.size() && runs[end].point == runs[begin].point) {
      ++end;
    }
    const auto at = [&runs](std::size_t index) { return runs.begin() + static_cast<std::ptrdiff_t>(index); };
    for (Standing& standing : standings_of({at(begin), at(end)})) {
      for (std::size_t& run : standing.row.runs) {
        run += begin;
      }
      rows.push_back({runs[begin].point, std::move(standing)});
    }
    begin = end;
  }
  return rows;
}

std::vector<Standing> all_standings(const std::vector<PointRow>& rows) {
  std::vector<Standing> standings;
  std::transform(rows.begin(), rows.end(), std::back_inserter(standings),
                 [](const PointRow& row) { return row.standing; });
  return standings;
}

std::string plural(std::size_t count, std::string_view noun, std::string_view more) {
  return fmt::format("{} {}", count, count == 1 ? noun : more);
}

// The place of the value among those that were tried: their order is that of the sweep.
std::string sort_value(const Sweep& sweep, const Setting& setting) {
  for (const Variation& variation : sweep.vary) {
    if (variation.path == setting.path) {
      const auto found = std::find(variation.values.begin(), variation.values.end(), setting.value);
      return fmt::format("{}", found - variation.values.begin());
    }
  }
  return setting_text(setting.value);
}

Html frontier_html(const Result& result) {
  const std::optional<Frontier> frontier = frontier_of(result);
  if (!frontier) {
    return {};
  }
  std::vector<std::string> headings = {"Strategy", "Comes back below"};
  for (const std::string& value : frontier->values) {
    headings.push_back(setting_text(value));
  }
  std::vector<std::vector<Html>> rows;
  for (const FrontierRow& row : frontier->rows) {
    std::string label = row.label;
    for (const Setting& setting : row.others) {
      label += fmt::format(", {} {}", setting.path, setting_text(setting.value));
    }
    std::vector<Html> cells = {name(label), text(row.first_lost ? setting_text(frontier->values[*row.first_lost])
                                                                : std::string("all values"))};
    for (const Returned& returned : row.returned) {
      cells.push_back(
          text(returned.runs == 0 ? std::string("–") : fmt::format("{} of {}", returned.recovered, returned.runs)));
    }
    rows.push_back(std::move(cells));
  }
  return element("h3", text("Who comes back from the fault")) +
         element("p", text("Runs that recovered, along ") + element("code", name(frontier->path)) + text(".")) +
         plain_table("Who comes back", headings, 1, rows);
}

}  // namespace

std::string sweep_summary(const Result& result) {
  std::set<std::string> labels;
  std::set<std::string> points;
  for (const RunResult& run : result.runs) {
    labels.insert(run.label);
    std::string point;
    for (const Setting& setting : run.point) {
      point += fmt::format("{}={};", setting.path, setting.value);
    }
    points.insert(point);
  }
  std::vector<std::string> paths;
  for (const Variation& variation : result.sweep->vary) {
    paths.push_back(variation.path);
  }
  return fmt::format("{} at {} of {}, {} each.", plural(labels.size(), "strategy", "strategies"),
                     plural(points.size(), "point", "points"), fmt::join(paths, " and "),
                     plural(result.sweep->seeds, "seed", "seeds"));
}

std::vector<const measure::MetricInfo*> sweep_metrics(const Result& result) {
  return shown_metrics(all_standings(point_rows(result.runs)), {}, objective_metrics(result.runs));
}

Html sweep_decision(const std::string& id, const Result& result) {
  const std::vector<PointRow> rows = point_rows(result.runs);
  const std::vector<Standing> standings = all_standings(rows);
  const bool judged =
      std::any_of(standings.begin(), standings.end(), [](const Standing& standing) { return standing.objectives > 0; });
  const std::vector<std::string> names = short_names(result.sweep->vary);
  std::vector<TableColumn> columns;
  for (std::size_t axis = 0; axis < names.size(); ++axis) {
    columns.push_back(
        {"", names[axis], "", fmt::format("The value of {} in the scenario.", result.sweep->vary[axis].path)});
  }
  columns.push_back({"", "Strategy", "", "The strategy, with the parameters that are not its defaults."});
  if (judged) {
    columns.push_back({"", "Objectives", "", "How many of the scenario's objectives were missed, and by how much."});
  }
  columns.push_back({"", "Failed", "", "Requests that got an error instead of an answer, by the kind of the error."});
  const auto metrics = shown_metrics(standings, {}, objective_metrics(result.runs));
  for (const measure::MetricInfo* metric : metrics) {
    columns.push_back(column_of(*metric));
  }
  Html body;
  for (const PointRow& row : rows) {
    Html cells;
    for (const Setting& setting : row.point) {
      cells += element("td", {{"class", "number"}, {"data-value", sort_value(*result.sweep, setting)}},
                       name(setting_text(setting.value)));
    }
    cells += element("th", {{"scope", "row"}, {"data-value", row.standing.row.label}}, strategy_heading(row.standing));
    if (judged) {
      cells += objectives_cell(row.standing);
    }
    cells += errors_cell(row.standing.row);
    for (const measure::MetricInfo* metric : metrics) {
      cells += figure_cell(result.runs, row.standing.row, *metric);
    }
    const std::string kind = row.standing.row.is_bound ? "bound" : row.standing.trusted ? "plain" : "invalid";
    body += element("tr", {{"class", kind}}, cells);
  }
  const Html table = element("table", {{"class", "figures sortable"}, {"aria-labelledby", id + "-title"}},
                             table_head(id, columns) + element("tbody", body));
  return element("p", {{"class", "sentence"}}, text(sweep_summary(result))) +
         element("div", {{"class", "scroll"}, {"role", "group"}, {"tabindex", "0"}, {"aria-label", "Table of points"}},
                 table) +
         table_legend(standings, false) + frontier_html(result);
}

}  // namespace stampede::reports::html

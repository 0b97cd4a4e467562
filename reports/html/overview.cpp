// The matrix of strategies by scenarios; each cell holds all measures, of which a script shows one at a time.
#include "reports/html/overview.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "reports/html/value_text.h"
#include "reports/html/verdict.h"
#include "simulator/measure/human_units.h"

namespace stampede::reports::html {
namespace {

struct Measure {
  std::string_view id;
  std::string_view title;
  std::string_view metric;  // empty: worked out here
};
constexpr Measure kMeasures[] = {
    {"objectives", "Objectives missed", ""},     {"failed", "Failed requests", ""},
    {"p99", "Latency p99", "latency_ms.p99"},    {"recomputations", "Recomputations", "recomputations.total"},
    {"stale", "Stale answers", "answers.stale"},
};
constexpr int kShades = 4;

struct Shown {
  double value = 0;
  std::string words;
};

std::optional<Shown> shown(const Measure& measure, const Standing& standing) {
  if (measure.id == "objectives") {
    if (!standing.judged()) {
      return std::nullopt;
    }
    const auto missed = static_cast<double>(standing.missed.size());
    return Shown{missed, standing.missed.empty() ? "met" : fmt::format("{} missed", standing.missed.size())};
  }
  if (measure.id == "failed") {
    const double failed = failures_of(standing.row);
    return Shown{failed, measure::human_count(failed)};
  }
  const std::optional<double> value = standing.row.metric(measure.metric);
  if (!value) {
    return std::nullopt;
  }
  const std::string bound = is_lower_bound(standing.row, measure.metric) ? "≥ " : "";
  return Shown{*value, bound + value_text(*measure::find_metric(measure.metric), *value).all()};
}

// Of one scenario, over its strategies that can be trusted.
class Shades {
 public:
  Shades(const Measure& measure, const std::vector<Standing>& standings) {
    for (const Standing& standing : standings) {
      const std::optional<Shown> one = shown(measure, standing);
      if (!one || !standing.trusted) {
        continue;
      }
      low_ = low_ ? std::min(*low_, one->value) : one->value;
      high_ = high_ ? std::max(*high_, one->value) : one->value;
    }
  }
  bool differ() const { return low_ && *low_ < *high_; }
  // From 0, the least, to kShades, the most; by factors, for most figures span powers of ten.
  int of(double value) const {
    if (!differ()) {
      return 0;
    }
    const double share = std::log1p(value - *low_) / std::log1p(*high_ - *low_);
    return static_cast<int>(std::ceil(std::clamp(share, 0.0, 1.0) * kShades));
  }

 private:
  std::optional<double> low_;
  std::optional<double> high_;
};

Html cell(const std::vector<std::pair<const Measure*, Shades>>& measures, const Standing* standing) {
  if (standing == nullptr) {
    return element("td", {{"class", "none"}}, text("not run"));
  }
  Html values;
  for (const auto& [measure, shades] : measures) {
    const std::optional<Shown> one = shown(*measure, *standing);
    const int shade = one && standing->trusted && !standing->row.is_bound ? shades.of(one->value) : 0;
    values += element("span", {{"class", fmt::format("measure {} shade-{}", measure->id, shade)}},
                      element("span", {{"class", "what"}}, text(fmt::format("{} ", measure->title))) +
                          text(one ? one->words : std::string("–")));
  }
  if (!standing->trusted) {
    values += element("span", {{"class", "badge invalid"}}, text("not valid"));
  }
  return element("td", {{"class", standing->trusted ? "plain" : "invalid"}}, values);
}

struct Scenario {
  const Section* section;
  std::vector<std::pair<const Measure*, Shades>> measures;

  const Standing* standing(const std::string& label) const {
    const auto found = std::find_if(section->standings.begin(), section->standings.end(),
                                    [&label](const Standing& one) { return one.row.label == label; });
    return found == section->standings.end() ? nullptr : &*found;
  }
};

bool any_judged(const std::vector<Section>& sections) {
  return std::any_of(sections.begin(), sections.end(), [](const Section& section) {
    return std::any_of(section.standings.begin(), section.standings.end(),
                       [](const Standing& standing) { return standing.objectives > 0; });
  });
}

// The first of them in which the strategies of some scenario differ is what is shown at first.
Html choice(const std::vector<Scenario>& scenarios) {
  Html options;
  bool chosen = false;
  for (std::size_t i = 0; i < scenarios.front().measures.size(); ++i) {
    const Measure& measure = *scenarios.front().measures[i].first;
    const bool differs = std::any_of(scenarios.begin(), scenarios.end(),
                                     [i](const Scenario& scenario) { return scenario.measures[i].second.differ(); });
    const bool first = differs && !chosen;
    chosen = chosen || first;
    const std::string value(measure.id);
    options += first ? element("option", {{"value", value}, {"selected", ""}}, text(measure.title))
                     : element("option", {{"value", value}}, text(measure.title));
  }
  return element(
      "p", {{"class", "choice scripted"}},
      element("label", {{"for", "measure"}}, text("Show ")) + element("select", {{"id", "measure"}}, options));
}

}  // namespace

Html contents(const std::vector<Section>& sections) {
  Html items;
  for (const Section& section : sections) {
    const bool invalid = std::any_of(section.result->runs.begin(), section.result->runs.end(),
                                     [](const RunResult& run) { return !run.valid; });
    Html marks;
    if (section.result->interrupted) {
      marks += text(" ") + element("span", {{"class", "badge invalid"}}, text("interrupted"));
    }
    if (invalid) {
      marks += text(" ") + element("span", {{"class", "badge invalid"}}, text("runs not valid"));
    }
    items += element("li", element("a", {{"href", "#" + section.id}}, name(section.result->scenario_name)) + marks +
                               element("span", {{"class", "outcome"}},
                                       text(summary_of(section)) + verdict_names(section.standings)));
  }
  return element("nav", {{"class", "contents"}, {"aria-label", "Scenarios"}},
                 element("h2", {{"id", "contents"}}, text("Scenarios")) + element("ol", items));
}

Html overview(const std::vector<Section>& sections) {
  std::vector<Scenario> scenarios;
  std::vector<std::string> labels;
  std::map<std::string, const Standing*> first;
  const bool judged = any_judged(sections);
  for (const Section& section : sections) {
    if (section.standings.empty()) {
      continue;
    }
    Scenario scenario{&section, {}};
    for (const Measure& measure : kMeasures) {
      if (measure.id != "objectives" || judged) {
        scenario.measures.emplace_back(&measure, Shades(measure, section.standings));
      }
    }
    for (const Standing& standing : section.standings) {
      if (first.emplace(standing.row.label, &standing).second) {
        labels.push_back(standing.row.label);
      }
    }
    scenarios.push_back(std::move(scenario));
  }
  if (scenarios.size() < 2) {
    return {};
  }
  Html head = element("th", {{"scope", "col"}, {"class", "first"}}, text("Strategy"));
  for (const Scenario& scenario : scenarios) {
    head +=
        element("th", {{"scope", "col"}},
                element("a", {{"href", "#" + scenario.section->id}}, name(scenario.section->result->scenario_name)));
  }
  Html body;
  for (const std::string& label : labels) {
    Html cells = element("th", {{"scope", "row"}}, strategy_name(label));
    for (const Scenario& scenario : scenarios) {
      cells += cell(scenario.measures, scenario.standing(label));
    }
    body += element("tr", {{"class", first[label]->row.is_bound ? "bound" : "plain"}}, cells);
  }
  const Html table = element("table", {{"class", "matrix"}, {"aria-labelledby", "overview"}},
                             element("thead", element("tr", head)) + element("tbody", body));
  return element(
      "section", {{"class", "overview"}, {"aria-labelledby", "overview"}},
      element("h2", {{"id", "overview"}}, text("Every strategy in every scenario")) + choice(scenarios) +
          element(
              "div",
              {{"class", "scroll"}, {"role", "group"}, {"tabindex", "0"}, {"aria-label", "Strategies by scenarios"}},
              table) +
          element("p", {{"class", "hint"}},
                  text("Darker is worse, within each scenario. ≥: at least; work was still going on when "
                       "counting stopped. Figures that are not valid are not shaded.")));
}

}  // namespace stampede::reports::html

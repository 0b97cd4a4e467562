// Remarks, warnings, endpoints, runs.
#include "reports/html/accounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "reports/html/plain_table.h"
#include "reports/result/json_printer.h"
#include "reports/table/notable.h"
#include "simulator/measure/human_units.h"
#include "simulator/measure/warnings.h"

namespace stampede::reports::html {
namespace {

// How much a remark matters to somebody who decides.
std::string_view weight_of(ObservationKind kind) {
  if (kind <= ObservationKind::objectives_missed) {
    return "verdict";
  }
  return kind <= ObservationKind::stampedes ? "harm" : "cost";
}

struct Told {
  std::string id;
  std::string text;
  bool operator<(const Told& other) const { return std::pair(id, text) < std::pair(other.id, other.text); }
};

std::string who(const RunResult& run, bool repeated) {
  return repeated ? fmt::format("{} (repetition {})", display_label(run), run.repetition + 1) : display_label(run);
}

bool is_repeated(const std::vector<RunResult>& runs) {
  return std::any_of(runs.begin(), runs.end(), [](const RunResult& run) { return run.repetition > 0; });
}

bool may_invalidate(const std::string& id) {
  const auto kind = measure::find_warning(id);
  return !kind || measure::invalidates(*kind);
}

}  // namespace

Html remarks(const std::vector<RunResult>& runs) {
  Html items;
  for (const Observation& observation : observations(runs)) {
    items += element("li", {{"class", std::string(weight_of(observation.kind))}}, text(observation.text));
  }
  return items.empty() ? Html() : element("ul", {{"class", "remarks"}}, items);
}

Html warnings(const std::vector<RunResult>& runs) {
  const bool repeated = is_repeated(runs);
  std::vector<Told> order;
  std::map<Told, std::vector<std::string>> tellers;
  std::set<Told> invalidating;
  for (const RunResult& run : runs) {
    for (const Warning& warning : run.warnings) {
      const Told told{warning.id, warning.text};
      if (!tellers.contains(told)) {
        order.push_back(told);
      }
      tellers[told].push_back(who(run, repeated));
      if (!run.valid && may_invalidate(warning.id)) {
        invalidating.insert(told);
      }
    }
  }
  std::stable_sort(order.begin(), order.end(), [&invalidating](const Told& left, const Told& right) {
    return invalidating.contains(left) && !invalidating.contains(right);
  });
  Html items;
  for (const Told& told : order) {
    Html names;
    for (const std::string& teller : tellers[told]) {
      names += element("li", name(teller));
    }
    const Html mark = invalidating.contains(told)
                          ? text(" ") + element("span", {{"class", "badge invalid"}}, text("not valid"))
                          : Html();
    items += element("li", element("p", element("code", text(told.id)) + mark) + element("p", text(told.text)) +
                               element("ul", {{"class", "names"}}, names));
  }
  return items.empty() ? Html() : element("ul", {{"class", "warnings"}}, items);
}

Html endpoints(const std::vector<RunResult>& runs) {
  std::vector<std::vector<Html>> rows;
  const bool repeated = is_repeated(runs);
  for (const RunResult& run : runs) {
    for (const EndpointOutcome& endpoint : run.endpoints) {
      std::vector<Html> cells = {name(who(run, repeated)), name(endpoint.name),
                                 text(measure::human_count(static_cast<double>(endpoint.requests))),
                                 text(measure::human_count(static_cast<double>(endpoint.failed)))};
      for (const char* quantile : {"p50", "p99", "max"}) {
        const auto found = endpoint.latency_ms.find(quantile);
        cells.push_back(found == endpoint.latency_ms.end() ? text("–")
                                                           : text(measure::human_milliseconds(found->second)));
      }
      cells.push_back(run.valid ? Html() : text("not valid"));
      rows.push_back(std::move(cells));
    }
  }
  return plain_table("Further endpoints", {"Strategy", "Endpoint", "Requests", "Failed", "p50", "p99", "max", "Note"},
                     2, rows);
}

Html run_list(const std::vector<RunResult>& runs) {
  std::vector<std::vector<Html>> rows;
  for (const RunResult& run : runs) {
    std::string parameters;
    for (const auto& [parameter, value] : run.parameters) {
      parameters += fmt::format("{}{}={}", parameters.empty() ? "" : ", ", parameter, value);
    }
    rows.push_back({name(display_label(run)), text(run.world), text(fmt::format("{}", run.repetition + 1)),
                    text(fmt::format("{}", run.seed)), text(run.valid ? "valid" : "not valid"),
                    run.fingerprint.empty() ? text("–") : element("code", text(run.fingerprint)), name(parameters)});
  }
  return plain_table("Runs", {"Strategy", "World", "Repetition", "Seed", "Valid", "Fingerprint", "Parameters"}, 2,
                     rows);
}

Html filled_in_scenario(const Result& result) {
  const auto json = nlohmann::ordered_json::parse(result.scenario_json, nullptr, /*allow_exceptions=*/false);
  const std::string lines = json.is_discarded() ? result.scenario_json : print_json(json);
  return element("pre", {{"tabindex", "0"}, {"role", "group"}, {"aria-label", "The scenario as JSON"}},
                 element("code", lines_of_text(lines)));
}

}  // namespace stampede::reports::html

#include "simulator/cli/list_command.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reports/display_text.h"
#include "simulator/cli/output.h"
#include "simulator/cli/scenarios.h"
#include "simulator/experiment/ideal.h"
#include "simulator/measure/metric_registry.h"
#include "simulator/scenario/shipped.h"

namespace stampede::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kWidth = 100;

void append_wrapped(std::string& text, std::string_view first_indent, std::string_view indent, std::string_view words) {
  std::string_view before = first_indent;
  for (const std::string& line : reports::wrap(words, kWidth - indent.size())) {
    text += fmt::format("{}{}\n", before, line);
    before = indent;
  }
}

std::string strategies_text(const Registry& registry) {
  std::string text;
  for (const StrategyInfo& strategy : registry.all()) {
    text += fmt::format("{}\n", strategy.name);
    if (strategy.is_bound) text += "  (bound: no strategy, not to be adopted)\n";
    append_wrapped(text, "  ", "  ", strategy.summary);
    append_wrapped(text, "  from:       ", "              ", strategy.provenance);
    append_wrapped(text, "  guarantees: ", "              ", strategy.guarantees);
    append_wrapped(text, "  costs:      ", "              ", strategy.costs);
    for (const ParameterSpec& parameter : strategy.parameters) {
      text += fmt::format("    {}={}  ({})\n", parameter.name, parameter.default_text(), parameter.expectation());
      append_wrapped(text, "        ", "        ", parameter.meaning);
    }
    text += "\n";
  }
  return text;
}

Json strategies_json(const Registry& registry) {
  Json list = Json::array();
  for (const StrategyInfo& strategy : registry.all()) {
    Json parameters = Json::array();
    for (const ParameterSpec& parameter : strategy.parameters) {
      parameters.push_back({{"name", parameter.name},
                            {"default", parameter.default_text()},
                            {"expected", parameter.expectation()},
                            {"meaning", parameter.meaning}});
    }
    list.push_back({{"name", strategy.name},
                    {"bound", strategy.is_bound},
                    {"summary", strategy.summary},
                    {"provenance", strategy.provenance},
                    {"guarantees", strategy.guarantees},
                    {"costs", strategy.costs},
                    {"parameters", parameters}});
  }
  return list;
}

std::string scenarios_text() {
  std::string text;
  for (const scenario::ShippedScenario& shipped : scenario::list_shipped(scenario_folder())) {
    text += fmt::format("{}\n", reports::printable(shipped.name));
    append_wrapped(text, "  ", "  ", reports::printable(shipped.summary));
  }
  return text;
}

Json scenarios_json() {
  Json list = Json::array();
  for (const scenario::ShippedScenario& shipped : scenario::list_shipped(scenario_folder())) {
    list.push_back({{"name", shipped.name}, {"summary", shipped.summary}, {"path", shipped.path}});
  }
  return list;
}

std::string metrics_text() {
  std::string text;
  for (const measure::MetricInfo& metric : measure::all_metrics()) {
    text += metric.better == measure::Better::neither
                ? fmt::format("{} [{}]\n", metric.name, metric.unit)
                : fmt::format("{} [{}], {} is better\n", metric.name, metric.unit, measure::to_text(metric.better));
    append_wrapped(text, "  ", "  ", metric.meaning);
  }
  return text;
}

Json metrics_json() {
  Json list = Json::array();
  for (const measure::MetricInfo& metric : measure::all_metrics()) {
    list.push_back({{"name", metric.name},
                    {"unit", metric.unit},
                    {"better", measure::to_text(metric.better)},
                    {"kind", measure::to_text(metric.kind)},
                    {"meaning", metric.meaning}});
  }
  return list;
}

}  // namespace

ExitCode list_command(const ListArguments& arguments) {
  const Registry registry = experiment::strategies_and_bound();
  switch (arguments.what) {
    case Listing::strategies:
      print(arguments.json ? strategies_json(registry).dump(2) + "\n" : strategies_text(registry));
      break;
    case Listing::scenarios:
      print(arguments.json ? scenarios_json().dump(2) + "\n" : scenarios_text());
      break;
    case Listing::metrics:
      print(arguments.json ? metrics_json().dump(2) + "\n" : metrics_text());
      break;
  }
  return ExitCode::done;
}

}  // namespace stampede::cli

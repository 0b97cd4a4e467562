#include "simulator/cli/list_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "reports/result/display_text.h"
#include "reports/result/whole_file.h"
#include "simulator/cli/known_strategies.h"
#include "simulator/cli/output.h"
#include "simulator/cli/scenarios.h"
#include "simulator/cli/strategy_page.h"
#include "simulator/cli/wrapped_text.h"
#include "simulator/measure/metric_registry.h"
#include "simulator/scenario/shipped.h"
#include "strategies/nearest_name.h"

namespace stampede::cli {

namespace {

using Json = nlohmann::ordered_json;

// The named ones, in the order in which they are named; all, if none is. Unknown names are reported, all at once.
std::optional<std::vector<const StrategyInfo*>> find_all(const Registry& registry,
                                                         const std::vector<std::string>& names) {
  std::vector<const StrategyInfo*> found;
  if (names.empty()) {
    for (const StrategyInfo& strategy : registry.all()) found.push_back(&strategy);
    return found;
  }
  std::vector<std::string_view> known;
  for (const StrategyInfo& strategy : registry.all()) known.push_back(strategy.name);
  for (const std::string& name : names) {
    found.push_back(registry.find(name));
    if (found.back() == nullptr) {
      print_error(fmt::format("unknown strategy \"{}\"{}", reports::printable(name), suggestion(name, known)));
    }
  }
  if (std::find(found.begin(), found.end(), nullptr) != found.end()) return std::nullopt;
  return found;
}

ExitCode write_pages(const Registry& registry, const std::string& folder) {
  try {
    std::filesystem::create_directories(folder);
    reports::write_whole(folder + "/README.md", strategies_markdown_index(registry));
    for (const StrategyInfo& strategy : registry.all()) {
      reports::write_whole(fmt::format("{}/{}.md", folder, strategy.name), strategy_markdown(strategy));
    }
  } catch (const std::exception& error) {
    print_error(fmt::format("cannot write the pages: {}", error.what()));
    return ExitCode::environment_failed;
  }
  return ExitCode::done;
}

ExitCode list_strategies(const ListArguments& arguments) {
  const KnownStrategies known = known_strategies(arguments.plugins);
  if (!known.problems.empty()) {
    print_error(known.problems);
    return ExitCode::bad_input;
  }
  const Registry& registry = known.registry;
  const auto found = find_all(registry, arguments.names);
  if (!found) return ExitCode::bad_input;
  if (arguments.pages) return write_pages(registry, *arguments.pages);
  std::string text;
  Json list = Json::array();
  for (const StrategyInfo* const strategy : *found) {
    list.push_back(strategy_json(*strategy));
    text += fmt::format("{}{}", text.empty() ? "" : "\n", strategy_text(*strategy));
  }
  if (arguments.names.empty()) text = strategy_overview(registry);
  print(arguments.json ? list.dump(2) + "\n" : text);
  return ExitCode::done;
}

// "one-key": "One key".
std::string heading_of(std::string group) {
  std::replace(group.begin(), group.end(), '-', ' ');
  if (!group.empty() && group[0] >= 'a' && group[0] <= 'z') group[0] = static_cast<char>(group[0] - 'a' + 'A');
  return group;
}

std::string scenarios_overview(std::vector<scenario::ShippedScenario> all) {
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.group < b.group; });
  std::string text;
  std::string group;
  for (const scenario::ShippedScenario& shipped : all) {
    if (shipped.group != group) text += fmt::format("{}{}:\n", text.empty() ? "" : "\n", heading_of(shipped.group));
    group = shipped.group;
    text += fmt::format("  {}{}\n", reports::printable(shipped.name), shipped.live_under_a_minute ? " (live)" : "");
    append_wrapped(text, "    ", "    ", reports::printable(shipped.summary));
  }
  return text +
         "\nEach runs in virtual time in seconds. Those marked (live) run on a real server in less than a minute.\n"
         "More about one: stampede list scenarios NAME\n";
}

std::string scenario_text(const scenario::ShippedScenario& shipped) {
  std::string text = reports::printable(shipped.name) + "\n";
  append_wrapped(text, "  ", "  ", reports::printable(shipped.summary));
  if (!shipped.description.empty()) {
    text += "\n";
    append_wrapped(text, "  ", "  ", reports::printable(shipped.description));
  }
  if (!shipped.look_at.empty()) text += "\n  Look at\n";
  for (const std::string& name : shipped.look_at) {
    const measure::MetricInfo* const metric = measure::find_metric(name);
    text += fmt::format("    {}\n", reports::printable(name));
    if (metric != nullptr) append_wrapped(text, "        ", "        ", metric->meaning);
  }
  const std::string name = reports::printable(shipped.name);
  text +=
      fmt::format("\n  File: {}\n  Run:  stampede run {} --world virtual\n", reports::printable(shipped.path), name);
  if (shipped.live_under_a_minute) {
    text += fmt::format("        stampede run {}  (on a real server, in less than a minute)\n", name);
  }
  return text;
}

Json scenarios_json(const std::vector<scenario::ShippedScenario>& all) {
  Json list = Json::array();
  for (const scenario::ShippedScenario& shipped : all) {
    list.push_back({{"name", shipped.name},
                    {"group", shipped.group},
                    {"summary", shipped.summary},
                    {"description", shipped.description},
                    {"look_at", shipped.look_at},
                    {"live_under_a_minute", shipped.live_under_a_minute},
                    {"path", shipped.path}});
  }
  return list;
}

ExitCode list_scenarios(const ListArguments& arguments) {
  std::vector<scenario::ShippedScenario> all = scenario::list_shipped(scenario_folder());
  std::vector<std::string_view> known;
  for (const scenario::ShippedScenario& shipped : all) known.push_back(shipped.name);
  std::vector<scenario::ShippedScenario> named;
  bool all_known = true;
  for (const std::string& name : arguments.names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found != known.end()) {
      named.push_back(all[static_cast<std::size_t>(found - known.begin())]);
      continue;
    }
    print_error(fmt::format("unknown scenario \"{}\"{}", reports::printable(name), suggestion(name, known)));
    all_known = false;
  }
  if (!all_known) return ExitCode::bad_input;
  if (arguments.json) {
    print(scenarios_json(arguments.names.empty() ? all : named).dump(2) + "\n");
  } else if (arguments.names.empty()) {
    print(scenarios_overview(std::move(all)));
  } else {
    std::string text;
    for (const scenario::ShippedScenario& shipped : named) {
      if (!text.empty()) text += '\n';
      text += scenario_text(shipped);
    }
    print(text);
  }
  return ExitCode::done;
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
  switch (arguments.what) {
    case Listing::strategies:
      return list_strategies(arguments);
    case Listing::scenarios:
      return list_scenarios(arguments);
    case Listing::metrics:
      print(arguments.json ? metrics_json().dump(2) + "\n" : metrics_text());
      break;
  }
  return ExitCode::done;
}

}  // namespace stampede::cli

// From a file to a checked scenario.
#include "simulator/scenario/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "simulator/scenario/json_text.h"
#include "simulator/scenario/limits.h"
#include "simulator/scenario/overrides.h"
#include "simulator/scenario/read_trace.h"
#include "simulator/scenario/sections.h"
#include "simulator/scenario/strategy_list.h"

namespace stampede::scenario {
namespace {

// Users who ask again as soon as they are answered would ask a bound that answers at once without end.
bool asks_without_pause(const Load& load) {
  const auto* const loop = std::get_if<ClosedLoop>(&load);
  return loop != nullptr && loop->think_time == TimeDistribution(ConstantTime{});
}

// Last in a comparison of several strategies, unless it is in the list already.
void add_bound(const Registry& registry, Scenario& scenario) {
  if (scenario.strategies.size() < 2) return;
  if (std::any_of(scenario.load.begin(), scenario.load.end(), asks_without_pause)) return;
  for (const StrategyInfo& info : registry.all()) {
    const auto is_listed = [&](const StrategyChoice& choice) { return choice.name == info.name; };
    if (!info.is_bound || std::any_of(scenario.strategies.begin(), scenario.strategies.end(), is_listed)) continue;
    scenario.strategies.push_back({.name = info.name, .parameters = {}, .given = {}});
  }
}

void choose_strategies(const Section& file, const LoadOptions& options, Scenario& scenario) {
  if (options.strategies.empty()) file.require("strategies", "an array with at least one strategy");
  // Read even where they are replaced: a file is right or wrong as a whole.
  read_strategies(file, options.registry, scenario);
  file.read("ideal", scenario.ideal);
  file.read("live_under_a_minute", scenario.live_under_a_minute);
  if (options.strategies.empty()) {
    if (options.add_bound && scenario.ideal) add_bound(options.registry, scenario);
    return;
  }
  scenario.ideal = false;
  scenario.strategies = parse_strategy_list(options.strategies, options.registry, scenario.freshness, file.problems());
}

Scenario read_scenario(const Json& document, const LoadOptions& options, Problems& problems) {
  Scenario scenario;
  const Section file(Item(document, "", problems));
  if (!file.is_object()) return scenario;
  read_identity(file, scenario);
  read_system(file, scenario);
  read_client(file, scenario);
  read_keys(file, scenario);
  read_origin(file, scenario);
  read_network(file, scenario);
  read_load(file, scenario);
  read_endpoints(file, scenario);
  read_faults(file, scenario);
  read_schedule(file, scenario);
  check_faults(scenario, problems);
  read_recovery(file, scenario);
  choose_strategies(file, options, scenario);
  read_look_at(file, options.metric_names, scenario);
  read_objectives(file, options.metric_names, scenario);
  check_recovery_metrics(file, scenario);
  check_limits(scenario, problems);
  return scenario;
}

LoadResult failed(std::string source, std::string message) {
  return {std::move(source), std::nullopt, {{"", std::move(message)}}};
}

}  // namespace

LoadResult load_scenario_text(std::string_view text, std::string source_name, const LoadOptions& options) {
  LoadResult result;
  result.source = std::move(source_name);
  Problems problems;
  std::optional<Json> document = parse_json(text, problems);
  if (document) {
    for (const std::string& setting : options.set) apply_override(setting, *document, problems);
    Scenario scenario = read_scenario(*document, options, problems);
    find_traces(std::filesystem::path(result.source).parent_path(), scenario, problems);
    if (problems.none()) result.scenario = std::move(scenario);
  }
  result.problems = std::move(problems).take();
  return result;
}

LoadResult load_scenario_file(const std::string& path, const LoadOptions& options) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return failed(path, "is a folder; expected a scenario file");
  std::ifstream file(path, std::ios::binary);
  if (!file) return failed(path, fmt::format("cannot be opened: {}", std::strerror(errno)));
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) return failed(path, "cannot be read");
  return load_scenario_text(text.str(), path, options);
}

std::string problems_text(const LoadResult& result) {
  std::string text;
  for (const Problem& problem : result.problems) {
    text += fmt::format("{}: {}{}{}\n", result.source, problem.path, problem.path.empty() ? "" : ": ", problem.message);
  }
  return text;
}

}  // namespace stampede::scenario

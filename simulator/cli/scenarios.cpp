#include "simulator/cli/scenarios.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string_view>

#include "simulator/experiment/trace_check.h"
#include "simulator/measure/metric_registry.h"
#include "simulator/scenario/load.h"
#include "simulator/scenario/shipped.h"

namespace stampede::cli {

namespace fs = std::filesystem;

std::string scenario_folder() {
  const char* folder = std::getenv("STAMPEDE_SCENARIOS");
  if (folder != nullptr && *folder != '\0') return folder;
  // Installed, wherever that is now; else where it was built from.
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = (program.parent_path() / STAMPEDE_INSTALLED_SCENARIOS).lexically_normal();
  return fs::is_directory(installed, error) ? installed.string() : STAMPEDE_SCENARIO_FOLDER;
}

LoadedScenarios load_scenarios(const std::vector<std::string>& names, const Registry& registry,
                               const std::vector<std::string>& set, const std::vector<std::string>& strategies,
                               bool add_bound) {
  std::vector<std::string_view> metric_names;
  for (const measure::MetricInfo& metric : measure::all_metrics()) metric_names.push_back(metric.name);
  const scenario::LoadOptions options{
      .registry = registry, .metric_names = metric_names, .set = set, .strategies = strategies, .add_bound = add_bound};

  LoadedScenarios loaded;
  std::set<std::string> seen;
  for (const std::string& name : names) {
    const scenario::FoundScenario found = scenario::find_scenario(name, scenario_folder());
    if (found.path.empty()) {
      loaded.problems += found.problem + "\n";
      continue;
    }
    scenario::LoadResult result = scenario::load_scenario_file(found.path, options);
    if (!result.scenario) {
      loaded.problems += scenario::problems_text(result);
    } else if (!seen.insert(result.scenario->name).second) {
      loaded.problems += fmt::format("{}: another of the given scenarios has the name \"{}\" as well\n", found.path,
                                     result.scenario->name);
    } else if (const std::string problems = experiment::problems_of_traces(*result.scenario, found.path);
               !problems.empty()) {
      loaded.problems += problems;
    } else {
      loaded.scenarios.push_back(std::move(*result.scenario));
    }
  }
  return loaded;
}

}  // namespace stampede::cli

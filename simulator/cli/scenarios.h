// Scenarios as the command line names them: found, read, changed, checked; all problems at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/scenario/scenario.h"
#include "strategies/registry.h"

namespace stampede::cli {

// The folder of the shipped scenarios.
std::string scenario_folder();

struct LoadedScenarios {
  std::vector<scenario::Scenario> scenarios;
  std::string problems;  // empty if all is well
};

LoadedScenarios load_scenarios(const std::vector<std::string>& names, const Registry& registry,
                               const std::vector<std::string>& set, const std::vector<std::string>& strategies,
                               bool add_bound = false);

}  // namespace stampede::cli

// Scenario files: read, overridden from the command line, and checked. Everything that is wrong is reported
// at once, each with its path in the file.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/scenario/problems.h"
#include "simulator/scenario/scenario.h"
#include "strategies/registry.h"

namespace stampede::scenario {

struct LoadOptions {
  const Registry& registry;
  std::span<const std::string_view> metric_names;  // those that objectives may name
  // Overrides, as the command line gives them. `set` is applied in order, before anything is checked.
  std::vector<std::string> set;         // "origin.capacity=4", "load[0].burst=200", "seed=7"
  std::vector<std::string> strategies;  // "plain_ttl,mutex_stale:behaviour=published"; replace the scenario's list
  // Whether the scenario's own list is completed by the registry's bound, as reference.jsonc explains under "ideal".
  bool add_bound = false;
};

struct LoadResult {
  std::string source;                // the file's path, or what the caller calls the text
  std::optional<Scenario> scenario;  // there if and only if there are no problems
  std::vector<Problem> problems;
};

// Paths in it are relative to the folder of the file, or of what the text is called.
LoadResult load_scenario_file(const std::string& path, const LoadOptions& options);
LoadResult load_scenario_text(std::string_view text, std::string source_name, const LoadOptions& options);

// "scenarios/mine.json: load[0].poisson: expected ...", one line for each problem.
std::string problems_text(const LoadResult& result);

}  // namespace stampede::scenario

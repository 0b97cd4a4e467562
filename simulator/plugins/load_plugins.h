// Loading strategies from outside this program: shared objects that strategies/plugin.h made plug-ins.
#pragma once

#include <string>
#include <vector>

#include "strategies/registry.h"

namespace stampede::plugins {

struct LoadedPlugin {
  std::string path;                     // as it was given
  std::vector<std::string> strategies;  // their names
};

struct LoadResult {
  std::vector<LoadedPlugin> plugins;  // those without problems
  // Each with the path in front: `mine.so: there is no such file`.
  std::vector<std::string> problems;
};

// Adds what these plug-ins bring to the registry; of one with a problem, nothing. They stay loaded until the process
// ends: whatever came from them, an exception for instance, may outlive the registry.
LoadResult load_plugins(const std::vector<std::string>& paths, Registry& registry);

}  // namespace stampede::plugins

// The strategies that a command knows: those of the program, the bound, and those of the plug-ins that it was given.
#pragma once

#include <string>
#include <vector>

#include "reports/result/result.h"
#include "strategies/registry.h"

namespace stampede::cli {

struct KnownStrategies {
  Registry registry;
  std::vector<reports::Plugin> plugins;  // as a result file tells of them
  // Of all plug-ins, a line each; empty if all is well. Then nothing else needs to be checked: without its plug-in a
  // strategy would only be reported as unknown.
  std::string problems;
};

KnownStrategies known_strategies(const std::vector<std::string>& paths);

// The program that is running, and its plug-ins: by content, as version and commit do not tell a changed one that was
// built anew.
std::string hash_of_program();
std::string hash_of_plugins(const std::vector<reports::Plugin>& plugins);

}  // namespace stampede::cli

// What a strategy from outside says of itself is checked before the program relies on it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "strategies/registry.h"

namespace stampede::plugins {

// Of the strategies of one plug-in, which are to be added to the registry; empty if all is well.
std::vector<std::string> problems_of(std::span<const StrategyInfo> strategies, const Registry& registry);

}  // namespace stampede::plugins

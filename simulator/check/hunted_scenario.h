// The scenarios that a hunt for broken promises goes through: a phase in which things go wrong, and in some a second
// one, long after, in which nothing does.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "simulator/scenario/scenario.h"
#include "strategies/registry.h"

namespace stampede::check {

// As random_scenario(), with many of its features left out: rare combinations need room (swarm testing). Without
// strategies.
scenario::Scenario hunted_scenario(std::uint64_t seed);

// As random_parameters(), and with times that are short enough to matter: locks that expire, waits that end.
std::map<std::string, std::string> hunted_parameters(const StrategyInfo& strategy, std::uint64_t seed);

}  // namespace stampede::check

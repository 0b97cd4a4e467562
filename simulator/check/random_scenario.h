// Scenarios that nobody would think of: small ones, in which everything is drawn from a seed. Which features take part
// at all is drawn first, so that rare combinations come up as often as common ones (swarm testing: Groce et al., ISSTA
// 2012).
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "simulator/scenario/scenario.h"
#include "strategies/registry.h"

namespace stampede::check {

// Without strategies. Some hundred requests at most, within some ten seconds of virtual time. Equal for equal seeds, on
// every machine.
scenario::Scenario random_scenario(std::uint64_t seed);

// Parameters for this strategy, in scenario notation: choices and switches are drawn, the rest keeps its defaults.
std::map<std::string, std::string> random_parameters(const StrategyInfo& strategy, std::uint64_t seed);

}  // namespace stampede::check

// A scenario as text again.
#pragma once

#include <string>

#include "simulator/scenario/scenario.h"

namespace stampede::scenario {

// The scenario file (JSON) with every default filled in. Loading it gives the same scenario.
std::string to_json_text(const Scenario& scenario);

// The value of "network" in it.
std::string to_json_text(const Network& network);

}  // namespace stampede::scenario

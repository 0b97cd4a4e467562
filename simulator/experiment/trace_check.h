// A look at the begin of each trace before anything runs. What comes later in it, which may be much, a run will see.
#pragma once

#include <string>

#include "simulator/scenario/scenario.h"

namespace stampede::experiment {

// One line for each problem, as those of the scenario `source` itself are told.
std::string problems_of_traces(const scenario::Scenario& scenario, const std::string& source);

}  // namespace stampede::experiment

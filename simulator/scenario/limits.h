// Scenarios that are well-formed but larger than any machine would finish.
#pragma once

#include "simulator/scenario/problems.h"
#include "simulator/scenario/scenario.h"

namespace stampede::scenario {

void check_limits(const Scenario& scenario, Problems& problems);

}  // namespace stampede::scenario

// Whether a run meets the scenario's objectives.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reports/result/result.h"
#include "simulator/scenario/scenario.h"

namespace stampede::experiment {

// A metric without a value misses its objective.
std::vector<reports::ObjectiveOutcome> judge(const std::vector<scenario::Objective>& objectives,
                                             const std::map<std::string, double>& metrics);

}  // namespace stampede::experiment

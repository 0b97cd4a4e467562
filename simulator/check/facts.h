// What happened in a run that is not the strategy's doing: which of its promises apply.
#pragma once

#include "reports/result/result.h"
#include "simulator/check/history.h"
#include "simulator/scenario/scenario.h"
#include "strategies/guarantee.h"
#include "strategies/operations.h"

namespace stampede::check {

// From the scenario's faults, and from what was observed.
RunFacts facts_of(const scenario::Scenario& scenario, const History& history, const reports::RunResult& run);

// Whether the application invalidates in a way in which the strategy cannot be told.
bool invalidates_in_vain(const scenario::Scenario& scenario, const Operations& operations);

}  // namespace stampede::check

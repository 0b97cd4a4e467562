// Steps by which a scenario becomes simpler; whether what it showed is still shown is for others to see.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "simulator/check/history.h"
#include "simulator/scenario/scenario.h"

namespace stampede::check {

// Changes the scenario; one that is as simple already stays as it is.
using Step = std::function<void(scenario::Scenario&)>;

// All that can be tried with this scenario, what takes most away first.
std::vector<Step> steps_for(const scenario::Scenario& scenario);

// The requests that came, as bursts of one at their times, in an order that takes them to their nodes where that can
// be. Those of this key alone, if one is named; then it is the only one.
scenario::Scenario with_explicit_arrivals(const scenario::Scenario& scenario, const History& history,
                                          std::optional<std::uint64_t> key);

// Neither load nor writes nor faults go on after it.
Duration end_of_events(const scenario::Scenario& scenario);

}  // namespace stampede::check

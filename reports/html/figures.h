// Which metrics the table of a scenario shows.
#pragma once

#include <string>
#include <vector>

#include "reports/html/standing.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports::html {

// Those that every reader needs, what any strategy had to pay with, what the scenario says to look at, and what its
// objectives bound; metrics of one group side by side. Errors are not among them: they have a column of their own.
std::vector<const measure::MetricInfo*> shown_metrics(const std::vector<Standing>& standings,
                                                      const std::vector<std::string>& look_at,
                                                      const std::vector<std::string>& of_objectives);

// The metrics that the scenario's objectives bound.
std::vector<std::string> objective_metrics(const std::vector<RunResult>& runs);

}  // namespace stampede::reports::html

// Runs in which every request is one computation, and waits in a queue for it.
#pragma once

#include <functional>
#include <vector>

#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {

inline constexpr Duration kServiceTime = 10ms;

// One open Poisson load on one node without a cache. All requests that are due in the first minute, while the queue has
// not yet its usual length, are left out.
scenario::Scenario open_queue(const scenario::TimeDistribution& service_time, double arrivals_per_s, double requests);

// A figure of each of kRuns runs, which share the requests among them.
std::vector<reports::RunResult> repeated_runs(const scenario::Scenario& scenario);
Estimate estimate_of(const std::vector<reports::RunResult>& runs,
                     const std::function<double(const reports::RunResult&)>& figure);

// To a few thousandths, since values are known by their bucket alone.
double mean_of_histogram(const reports::RunResult& run, const std::string& name);

}  // namespace stampede::laws

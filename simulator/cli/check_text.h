// What `stampede check` tells of a hunt.
#pragma once

#include <string>

#include "simulator/check/hunt.h"

namespace stampede::cli {

// "12 345/20 000 runs, 1 900 per s; 2 promises broken"
std::string hunt_progress_text(const check::HuntProgress& progress, double seconds);

// A line for each promise of each strategy, then the broken ones with the seeds that show it.
std::string hunt_text(const check::HuntPlan& plan, const check::HuntResult& result);

bool anything_broken(const check::HuntResult& result);

}  // namespace stampede::cli

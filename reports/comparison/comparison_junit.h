// A comparison as JUnit XML, which CI systems show as tests.
#pragma once

#include <string>

#include "reports/comparison/comparison.h"

namespace stampede::reports {

// A suite per scenario and world, a test case per strategy: one that stays the same from run to run, so that readers
// can follow it. A regression is a failure that lists the metrics; what was not judged, or not all of it, is skipped
// with its reason.
std::string comparison_junit(const Comparison& comparison);

}  // namespace stampede::reports

// The faults of a scenario in a line of text, as they happened.
#pragma once

#include <string>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

// "Faults: redis_stalled from 2 s to 4 s, flush at 5 s." with a line's end, by the first run that has any; they are the
// same in all others but for moments, and for ends that wait for something that a strategy does. Empty: there are none.
std::string fault_line(const std::vector<RunResult>& runs, std::size_t width);

}  // namespace stampede::reports

// A comparison as a comment on a pull request: one line that says it all, what got worse, and the rest to unfold.
#pragma once

#include <string>

#include "reports/comparison/comparison.h"

namespace stampede::reports {

// Long lists are cut, and say so: GitHub takes comments of 65 536 characters.
std::string comparison_markdown(const Comparison& comparison);

}  // namespace stampede::reports

// What the table of a scenario comes to: who meets the objectives, or who is best at what.
#pragma once

#include <string>
#include <vector>

#include "reports/html/markup.h"
#include "reports/html/standing.h"

namespace stampede::reports::html {

// One sentence: "3 of 9 strategies meet all 2 objectives." or, without any, who served every request.
std::string verdict_sentence(const std::vector<Standing>& standings);

// The names behind the sentence, and the best in what most readers pay for.
Html verdict(const std::vector<Standing>& standings);

}  // namespace stampede::reports::html

// What the table of a scenario comes to: who meets the objectives, or who is best at what.
#pragma once

#include <string>
#include <vector>

#include "reports/html/markup.h"
#include "reports/html/standing.h"

namespace stampede::reports::html {

// One sentence: "3 of 9 strategies meet all 2 objectives." or, without any, who served every request.
std::string verdict_sentence(const std::vector<Standing>& standings);

// Who that is, in a few names: "mutex_stale", "Lowest p99 latency: lease."; empty: nobody stands out.
Html verdict_names(const std::vector<Standing>& standings);

// The sentence, and who meets the objectives.
Html verdict(const std::vector<Standing>& standings);

// The best in what most readers pay for; empty where the strategies do not differ in it.
Html best_cards(const std::vector<Standing>& standings);

}  // namespace stampede::reports::html

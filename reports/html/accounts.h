// What a scenario's section says below its charts: what went wrong, on purpose or not, and where the figures come from.
#pragma once

#include <string>
#include <vector>

#include "reports/html/markup.h"
#include "reports/html/standing.h"
#include "reports/result/result.h"

namespace stampede::reports::html {

Html remarks(const std::vector<RunResult>& runs);                // what is notable; empty: nothing
Html faults(const std::vector<RunResult>& runs);                 // with their times, and what they did; empty: none
Html warnings(const std::vector<RunResult>& runs);               // each in full; empty: none
Html endpoints(const std::vector<RunResult>& runs);              // beside the cached one; empty: none
Html provenance(const Result& result, const std::string& file);  // program, machine, seeds, command
Html filled_in_scenario(const Result& result);
Html run_list(const std::vector<RunResult>& runs);  // every run with its seed and fingerprint

}  // namespace stampede::reports::html

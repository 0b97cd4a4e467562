// A compact table for a pull request's comment.
#pragma once

#include <string>

#include "reports/export/named_result.h"

namespace stampede::reports {

// For each result a heading, where and with what it was run, one row per strategy with the figures of the summary table
// (medians; of p99 and recomputations also the least and the greatest of the repetitions), and the most important
// remarks. A sweep is shown as the table that it prints.
std::string markdown(const NamedResults& results);

}  // namespace stampede::reports

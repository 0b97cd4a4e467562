// A run told line by line: who read what when, who computed, what was written and stored, and where a promise broke.
#pragma once

#include <string>
#include <vector>

#include "simulator/check/case.h"

namespace stampede::check {

// Runs the case once more, with its Redis commands listened to. The lines have no end; times count from the load's
// begin. Of long ones only what is around the moment at which the promise broke.
std::vector<std::string> timeline(const Case& told, const StrategyInfo& strategy, const Judgement& broken,
                                  const runtime::Interrupt& interrupt);

}  // namespace stampede::check

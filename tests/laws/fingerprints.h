// The fingerprints that every build must give, and the runs that they are of. They change with every deliberate change
// of behaviour, and with nothing else: not with the compiler, its options, the machine, or the run before.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/laws/virtual_run.h"

namespace stampede::laws {

// Shipped scenarios, with less load, each with its own list of strategies and every other one of the program.
std::vector<scenario::Scenario> golden_scenarios();

reports::RunResult run_choice(const scenario::Scenario& scenario, const scenario::StrategyChoice& choice,
                              std::uint32_t repetition = 0);

// By scenario and strategy.
using Fingerprints = std::map<std::string, std::map<std::string, std::string>>;

Fingerprints compute_fingerprints();
Fingerprints read_fingerprints(const std::string& path);
void write_fingerprints(const std::string& path, const Fingerprints& fingerprints);

}  // namespace stampede::laws

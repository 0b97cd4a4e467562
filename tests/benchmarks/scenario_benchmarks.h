// The shipped scenarios as benchmarks: their metrics as counters, for every tool that follows Google Benchmark's JSON.
#pragma once

#include <string>

namespace stampede::benchmarks {

// Registers "scenario/NAME/LABEL" (see plain_names.h) for every strategy of every scenario in the folder, with the
// bound where `stampede run` adds it: one run in virtual time each (the first repetition), whose counters have the
// names and values of the metrics. The benchmark's time is what the simulation took. A run that is not valid is an
// error. Nothing is run yet. Throws std::runtime_error if a scenario cannot be read.
void register_scenarios(const std::string& folder);

}  // namespace stampede::benchmarks

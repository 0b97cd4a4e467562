// Trace files as load: the entry, and whether the file is there.
#pragma once

#include <filesystem>

#include "simulator/scenario/scenario.h"
#include "simulator/scenario/section.h"

namespace stampede::scenario {

Load read_trace(const Section& section);

// What the application tells the cache of a write; leaves the target as it is where the section does not say.
void read_invalidate_by(const Section& section, InvalidateBy& target);

// Makes the paths of traces absolute, and reports those that are no readable files. What is in them, a run will see.
void find_traces(const std::filesystem::path& folder, Scenario& scenario, Problems& problems);

}  // namespace stampede::scenario

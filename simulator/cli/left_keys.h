// Keys that a live world could not remove from a server of the user.
#pragma once

#include "simulator/experiment/live_world.h"

namespace stampede::cli {

// Tries once more; if some may be left, says so, and how to remove them.
void remove_left_keys(experiment::LiveWorld& world);

}  // namespace stampede::cli

// Times that are always the same or drawn from a distribution, in the one notation of all entries that have them.
#pragma once

#include "simulator/scenario/item.h"
#include "simulator/scenario/scenario.h"

namespace stampede::scenario {

// Leaves the target as it is where the value is wrong.
void read_time_distribution(const Item& item, TimeDistribution& target);

}  // namespace stampede::scenario

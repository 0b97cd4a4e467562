// Entries that say in what keys differ from each other.
#pragma once

#include "simulator/scenario/scenario.h"
#include "simulator/scenario/section.h"

namespace stampede::scenario {

inline constexpr Sizes kValueSizes = {1, 512 << 20};  // Redis takes no more

MovingPopularity read_moving(const Section& section);

// One size for all keys, or one for each.
void read_value_size(const Item& item, Keys& keys);

void read_compute_time_per_key(const Item& item, std::optional<FactorDistribution>& target);

}  // namespace stampede::scenario

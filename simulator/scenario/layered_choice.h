// A stack of layers as one choice, and back.
#pragma once

#include <string>
#include <vector>

#include "simulator/scenario/scenario.h"
#include "strategies/layers.h"

namespace stampede::scenario {

// Top first. Parameters of a layer are called "local_lru.items" in the stack. One layer alone stays as it is.
StrategyChoice stack_of_choices(const std::vector<StrategyChoice>& layers);

// Top first, each with its own parameters under their own names.
std::vector<StrategyChoice> layers_of_choice(const StrategyChoice& stack);

// A layer that occurs twice, or empty: their parameters could not be told apart.
std::string repeated_layer(const std::vector<StrategyChoice>& layers);

}  // namespace stampede::scenario

// Strategies on top of each other: what is the origin for one is the layer below it.
// "local_lru/single_flight/plain_ttl" is local_lru over single_flight over plain_ttl.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strategies/registry.h"

namespace stampede {

inline constexpr char kLayerSeparator = '/';

// Layers by name, top first. One name alone is a stack of one.
std::vector<std::string> layers_of(std::string_view stack);

// What a layer's parameter is called in its stack: "local_lru.items".
std::string parameter_of_layer(std::string_view layer, std::string_view parameter);

// The whole stack as one strategy, with the parameters of all its layers. `layers`: top first, at least two, all
// different. It invalidates from the bottom up, so that no layer is filled again from an old one below it, and a write
// follows the order that the top layer wants. A value that is set, and a deletion, reach all layers if any layer knows
// of such a thing: those that do not delete it, or invalidate it, instead. The keys in Redis of all layers but the
// lowest have the layer's name in front, because two layers may store different things under one key.
StrategyInfo stack_of(const std::vector<const StrategyInfo*>& layers);

// The strategy or the stack of that name; empty if there is none. It refers to the registry.
std::optional<StrategyInfo> find_strategy_or_stack(const Registry& registry, std::string_view name);

}  // namespace stampede

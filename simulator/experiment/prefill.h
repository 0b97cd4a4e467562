// What is in the cache before the load begins.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "simulator/experiment/node.h"

namespace stampede::experiment {

// Reads each of the keys once in every memory there is, through the strategy, with nothing recorded. Returns, when all
// have been answered, those that were answered without a value somewhere; tasks that the strategy left to the
// background may still be under way.
std::vector<std::uint64_t> prefill(RunContext& context, std::span<const std::unique_ptr<Node>> nodes,
                                   std::span<const std::uint64_t> keys);

// After that long no prefilled value is fresh any more.
Duration time_to_become_stale(const scenario::Scenario& scenario);

}  // namespace stampede::experiment

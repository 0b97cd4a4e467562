// Which node gets what is meant for one that may be away: what a load balancer does that notices at once.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "simulator/experiment/node.h"

namespace stampede::experiment {

// The node itself, or, where it is away, the next one that is there; nullptr: none is, or it refuses.
Node* node_for_request(std::span<const std::unique_ptr<Node>> nodes, std::uint64_t meant_for);

// The same, but a write is not refused while any node is there.
Node* node_for_write(std::span<const std::unique_ptr<Node>> nodes, std::uint64_t meant_for);

}  // namespace stampede::experiment

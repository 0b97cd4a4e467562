// What the caches still answer with after everything has come to rest: how lost invalidations are found.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "simulator/experiment/node.h"

namespace stampede::experiment {

// Reads each of the keys once in every memory there is, and tells the recorder; nothing else of it is measured.
// Suspends until all are answered, or the user interrupts.
void probe(RunContext& context, std::span<const std::unique_ptr<Node>> nodes, std::span<const std::uint64_t> keys,
           measure::Recorder& recorder);

}  // namespace stampede::experiment

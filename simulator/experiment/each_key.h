// Reading many keys on one node outside the measured part of a run: several at once, since each may take a
// computation.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "simulator/experiment/node.h"
#include "simulator/runtime/waiting.h"

namespace stampede::experiment {

inline constexpr std::size_t kReadersPerNode = 64;
inline constexpr Duration kBetweenLooksForInterrupt = std::chrono::milliseconds(50);

// visit(key, answer) for each of the keys, as read by this worker slot. Suspends until all are answered. Throws
// Interrupted.
template <typename Visit>
void read_each_key(RunContext& context, Node& node, WorkerSlot& slot, std::span<const std::uint64_t> keys,
                   Visit visit) {
  runtime::WaitQueue done(context.scheduler);
  std::size_t next = 0;
  const std::size_t readers = std::min(keys.size(), kReadersPerNode);
  std::size_t running = readers;
  for (std::size_t i = 0; i < readers; ++i) {
    context.scheduler.spawn({.name = "reader", .local = &slot}, [&] {
      while (next < keys.size() && !context.session.interrupted()) {
        const std::uint64_t key = keys[next++];
        visit(key, node.process().ask(context.keys.key(key)));
      }
      if (--running == 0) done.wake_all();
    });
  }
  while (running > 0) {
    done.wait("the readers", context.scheduler.now() + kBetweenLooksForInterrupt);
    // They need not come to their end, and are cancelled with the run.
    if (context.session.interrupted()) throw Interrupted();
  }
}

// The same on every node, node by node: where the cache is shared, the second finds what the first has stored. Where
// each worker has a memory of its own, by every worker.
template <typename Visit>
void read_each_key_everywhere(RunContext& context, std::span<const std::unique_ptr<Node>> nodes,
                              std::span<const std::uint64_t> keys, Visit visit) {
  for (const auto& node : nodes) {
    const bool by_all_workers = node->process().strategy().memory_is_per_worker();
    const std::size_t slots = by_all_workers ? context.scenario.topology.workers : 1;
    for (WorkerSlot slot; slot.index < slots; ++slot.index) read_each_key(context, *node, slot, keys, visit);
  }
}

}  // namespace stampede::experiment

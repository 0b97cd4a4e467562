#include "simulator/experiment/prefill.h"

#include <set>

#include "simulator/experiment/each_key.h"

namespace stampede::experiment {

namespace {

// Beyond the tolerance, so that the first request finds a value that counts as stale.
constexpr Duration kMargin = std::chrono::milliseconds(20);

}  // namespace

std::vector<std::uint64_t> prefill(RunContext& context, std::span<const std::unique_ptr<Node>> nodes,
                                   std::span<const std::uint64_t> keys) {
  std::set<std::uint64_t> missing;
  read_each_key_everywhere(context, nodes, keys, [&](std::uint64_t key, const Answer& answer) {
    if (!answer.has_value()) missing.insert(key);
  });
  return {missing.begin(), missing.end()};
}

Duration time_to_become_stale(const scenario::Scenario& scenario) {
  return scenario.freshness.fresh_for + scenario.freshness.tolerance + kMargin;
}

}  // namespace stampede::experiment

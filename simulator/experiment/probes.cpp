#include "simulator/experiment/probes.h"

#include "simulator/experiment/each_key.h"

namespace stampede::experiment {

void probe(RunContext& context, std::span<const std::unique_ptr<Node>> nodes, std::span<const std::uint64_t> keys,
           measure::Recorder& recorder) {
  read_each_key_everywhere(context, nodes, keys,
                           [&](std::uint64_t key, const Answer& answer) { recorder.probe_result(key, answer); });
}

}  // namespace stampede::experiment

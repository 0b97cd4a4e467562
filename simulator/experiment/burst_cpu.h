// What a burst of requests costs the program's own thread, on the path that the requests of a live run take: processor
// time, without what Redis does meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "simulator/experiment/world.h"
#include "strategies/registry.h"

namespace stampede::experiment {

inline constexpr std::uint64_t kLargestCpuBurst = 1000;

// Answers without a value, and does nothing for it.
StrategyInfo idle_strategy();

struct BurstCpu {
  Duration time{};             // from the first request until all are answered
  std::uint64_t commands = 0;  // of Redis, in that time
};

// A burst of requests for one cold key; `given` are the parameters that are not the default. There are at most
// kLargestCpuBurst, and each finds a worker who has had none before. `thread_time` tells how long the calling thread
// has had a processor so far. Throws EnvironmentError, also if Redis refuses a command, and Interrupted.
BurstCpu cpu_of_burst(World& world, const StrategyInfo& strategy, const std::map<std::string, std::string>& given,
                      std::uint64_t requests, const std::function<Duration()>& thread_time);

}  // namespace stampede::experiment

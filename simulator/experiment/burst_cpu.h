// What a burst of requests costs the program's own thread, on the path that the requests of a live run take: processor
// time, without what Redis does meanwhile.
#pragma once

#include <cstdint>
#include <functional>

#include "simulator/experiment/world.h"

namespace stampede::experiment {

inline constexpr std::uint64_t kLargestCpuBurst = 1000;

struct CpuBurst {
  std::uint64_t requests = 0;  // at most kLargestCpuBurst; each finds a worker who has had none before
  std::uint64_t commands = 0;  // of Redis, which each request sends one after another
};

// From the first request until all are answered. `thread_time` tells how long the calling thread has had a processor so
// far. Throws EnvironmentError, also if Redis refuses a command, and Interrupted.
Duration cpu_time_of_burst(World& world, const CpuBurst& burst, const std::function<Duration()>& thread_time);

}  // namespace stampede::experiment

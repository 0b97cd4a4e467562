// Measures a live server with the client that live runs use.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "simulator/calibration/samples.h"
#include "simulator/measure/redis_usage.h"
#include "simulator/runtime/scheduler.h"
#include "strategies/redis.h"

namespace stampede::calibration {

struct MeasureSettings {
  std::uint64_t value_size_bytes = 1024;
  Duration time_limit = std::chrono::seconds(10);  // for the whole; a slow server gets fewer rounds
  std::function<bool()> interrupted = [] { return false; };
  std::function<void(double share_done)> on_progress = [](double) {};
};

// `usage` is where `redis` counts its bytes. Empty if it was interrupted. Suspends the calling fiber; throws
// RedisError.
std::optional<Samples> measure_server(runtime::Scheduler& scheduler, Redis& redis, const measure::RedisUsage& usage,
                                      const MeasureSettings& settings);

}  // namespace stampede::calibration

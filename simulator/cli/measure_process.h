// Measures what requests and their commands cost this program's own thread in a live run. The median counts, and not
// the best: a live run meets the same caches, cold or warm.
#pragma once

#include <functional>

#include "simulator/calibration/samples.h"
#include "simulator/experiment/world.h"

namespace stampede::cli {

struct MeasureProcessSettings {
  std::function<Duration()> thread_time;          // how long the calling thread has had a processor so far
  Duration time_limit = std::chrono::seconds(8);  // a distant server gets fewer rounds
  std::function<void(double share_done)> on_progress = [](double) {};
};

// Throws EnvironmentError, and Interrupted.
calibration::ProcessSamples measure_process(experiment::World& world, const MeasureProcessSettings& settings);

// Of the calling thread, from the kernel.
Duration thread_cpu_time();

}  // namespace stampede::cli

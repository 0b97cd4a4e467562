#include "simulator/cli/measure_process.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

#include "simulator/experiment/burst_cpu.h"

namespace stampede::cli {

namespace {

constexpr std::array kBurstShares = {0.1, 0.25, 0.5, 0.75, 1.0};
constexpr std::uint64_t kCommands = 4;  // about as many as strategies need
constexpr std::size_t kRounds = 30;
constexpr std::size_t kRoundsMin = 5;
// As everywhere in calibration: disturbances only ever add time.
constexpr double kCountedQuantile = 0.25;

struct Series {
  experiment::CpuBurst burst;
  std::vector<double> ns;

  calibration::Point point() const {
    return {static_cast<double>(burst.requests), calibration::quantile(ns, kCountedQuantile)};
  }
};

std::vector<Series> make_series(std::uint64_t commands) {
  std::vector<Series> all;
  for (const double share : kBurstShares) {
    const auto requests = static_cast<std::uint64_t>(share * static_cast<double>(experiment::kLargestCpuBurst));
    all.push_back({.burst = {.requests = requests, .commands = commands}, .ns = {}});
  }
  return all;
}

}  // namespace

calibration::ProcessSamples measure_process(experiment::World& world, const MeasureProcessSettings& settings) {
  std::array<std::vector<Series>, 2> all = {make_series(0), make_series(kCommands)};
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t round = 0; round < kRounds; ++round) {
    const Duration passed = std::chrono::steady_clock::now() - begin;
    if (round >= kRoundsMin && passed > settings.time_limit) break;
    settings.on_progress(std::max(static_cast<double>(round) / static_cast<double>(kRounds),
                                  std::min(to_seconds(passed) / to_seconds(settings.time_limit), 1.0)));
    for (std::vector<Series>& group : all) {
      for (Series& series : group) {
        const Duration time = experiment::cpu_time_of_burst(world, series.burst, settings.thread_time);
        series.ns.push_back(static_cast<double>(time.count()));
      }
    }
  }
  calibration::ProcessSamples samples{.idle = {}, .asking = {}, .commands = static_cast<double>(kCommands)};
  for (const Series& series : all[0]) samples.idle.push_back(series.point());
  for (const Series& series : all[1]) samples.asking.push_back(series.point());
  return samples;
}

Duration thread_cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace stampede::cli

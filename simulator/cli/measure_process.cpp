#include "simulator/cli/measure_process.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

#include "simulator/experiment/burst_cpu.h"
#include "strategies/registry.h"

namespace stampede::cli {

namespace {

constexpr std::array kBurstShares = {0.25, 0.5, 0.75, 1.0};
constexpr std::size_t kRounds = 15;
constexpr std::size_t kRoundsMin = 5;
// The crowd of this strategy sends a few commands each, and then fails: no computation is in the way.
constexpr const char* kAsking = "mutex_stale";

struct Series {
  std::uint64_t requests = 0;
  std::vector<double> ns;
  std::uint64_t commands = 0;

  calibration::Point point() const { return {static_cast<double>(requests), calibration::median(ns)}; }
};

using Line = std::array<Series, kBurstShares.size()>;

Line make_line() {
  Line line;
  for (std::size_t i = 0; i < line.size(); ++i) {
    line[i].requests = static_cast<std::uint64_t>(kBurstShares[i] * static_cast<double>(experiment::kLargestCpuBurst));
  }
  return line;
}

void measure(Line& line, experiment::World& world, const StrategyInfo& strategy,
             const std::function<Duration()>& thread_time) {
  for (Series& series : line) {
    const experiment::BurstCpu used = experiment::cpu_of_burst(world, strategy, series.requests, thread_time);
    series.ns.push_back(static_cast<double>(used.time.count()));
    series.commands = used.commands;
  }
}

}  // namespace

calibration::ProcessSamples measure_process(experiment::World& world, const MeasureProcessSettings& settings) {
  const Registry registry = Registry::built_in();
  const StrategyInfo& asking_strategy = *registry.find(kAsking);
  const StrategyInfo idle_strategy = experiment::idle_strategy();
  Line idle = make_line();
  Line asking = make_line();
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t round = 0; round < kRounds; ++round) {
    const Duration passed = std::chrono::steady_clock::now() - begin;
    if (round >= kRoundsMin && passed > settings.time_limit) break;
    settings.on_progress(std::max(static_cast<double>(round) / static_cast<double>(kRounds),
                                  std::min(to_seconds(passed) / to_seconds(settings.time_limit), 1.0)));
    measure(idle, world, idle_strategy, settings.thread_time);
    measure(asking, world, asking_strategy, settings.thread_time);
  }
  calibration::ProcessSamples samples;
  for (const Series& series : idle) samples.idle.push_back(series.point());
  for (const Series& series : asking) samples.asking.push_back(series.point());
  samples.commands = static_cast<double>(asking.back().commands) / static_cast<double>(asking.back().requests);
  return samples;
}

Duration thread_cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace stampede::cli

#include "simulator/cli/measure_process.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "simulator/experiment/burst_cpu.h"
#include "strategies/registry.h"

namespace stampede::cli {

namespace {

constexpr std::array<std::uint64_t, 4> kBursts = {250, 500, 750, experiment::kLargestCpuBurst};
constexpr std::size_t kRounds = 15;
constexpr std::size_t kRoundsMin = 5;

// Their requests send a few commands and then fail, so that no computation is in the way.
struct Asking {
  const char* strategy;
  std::map<std::string, std::string> given;
};
const std::array<Asking, 2>& asking_strategies() {
  static const std::array<Asking, 2> all = {Asking{"mutex_stale", {}},
                                            Asking{"async_refresh", {{"fetch_on_miss", "false"}}}};
  return all;
}

// Bursts of all sizes of one strategy.
class Series {
 public:
  Series(StrategyInfo strategy, std::map<std::string, std::string> given)
      : strategy_(std::move(strategy)), given_(std::move(given)) {}

  void measure(experiment::World& world, const std::function<Duration()>& thread_time) {
    for (std::size_t i = 0; i < kBursts.size(); ++i) {
      const experiment::BurstCpu used = experiment::cpu_of_burst(world, strategy_, given_, kBursts[i], thread_time);
      ns_[i].push_back(static_cast<double>(used.time.count()));
      commands_[i].push_back(static_cast<double>(used.commands) / static_cast<double>(kBursts[i]));
    }
  }

  std::vector<calibration::Point> bursts() const {
    std::vector<calibration::Point> points;
    for (std::size_t i = 0; i < kBursts.size(); ++i) {
      points.push_back({static_cast<double>(kBursts[i]), calibration::median(ns_[i])});
    }
    return points;
  }
  double commands() const { return calibration::median(commands_.back()); }

 private:
  StrategyInfo strategy_;
  std::map<std::string, std::string> given_;
  std::array<std::vector<double>, kBursts.size()> ns_;
  std::array<std::vector<double>, kBursts.size()> commands_;
};

}  // namespace

calibration::ProcessSamples measure_process(experiment::World& world, const MeasureProcessSettings& settings) {
  const Registry registry = Registry::built_in();
  std::vector<Series> all = {Series(experiment::idle_strategy(), {})};
  for (const Asking& asking : asking_strategies()) all.emplace_back(*registry.find(asking.strategy), asking.given);
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t round = 0; round < kRounds; ++round) {
    const Duration passed = std::chrono::steady_clock::now() - begin;
    if (round >= kRoundsMin && passed > settings.time_limit) break;
    settings.on_progress(std::max(static_cast<double>(round) / static_cast<double>(kRounds),
                                  std::min(to_seconds(passed) / to_seconds(settings.time_limit), 1.0)));
    for (Series& series : all) series.measure(world, settings.thread_time);
  }
  calibration::ProcessSamples samples{.idle = all.front().bursts(), .asking = {}};
  for (std::size_t i = 1; i < all.size(); ++i) {
    samples.asking.push_back({.bursts = all[i].bursts(), .commands = all[i].commands()});
  }
  return samples;
}

Duration thread_cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace stampede::cli

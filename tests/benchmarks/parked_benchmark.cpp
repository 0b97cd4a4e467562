// Memory of requests that wait: resident bytes of the whole process, per request.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <memory>

#include "harness.h"
#include "strategies/strategy.h"

namespace stampede::benchmarks {
namespace {

std::uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t total_pages = 0;
  std::uint64_t resident_pages = 0;
  statm >> total_pages >> resident_pages;
  return resident_pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

struct Readings {
  std::uint64_t expected = 0;
  std::uint64_t parked = 0;
  std::uint64_t before_bytes = 0;
  std::uint64_t parked_bytes = 0;
};
Readings readings;

// Sends a command to Redis, as any strategy does, then waits until all requests are there.
class Parking final : public Strategy {
 public:
  explicit Parking(Environment& environment) : environment_(environment) { readings.before_bytes = resident_bytes(); }

  Answer get(const Key& key) override {
    environment_.redis.get(RedisKey{key.name});
    if (++readings.parked == readings.expected) {
      // Once all the others have really gone to sleep.
      environment_.clock.sleep_for(std::chrono::milliseconds(200));
      readings.parked_bytes = resident_bytes();
      all_are_there_ = true;
    }
    while (!all_are_there_) environment_.clock.sleep_for(std::chrono::seconds(2));
    return Answer::empty();
  }

 private:
  Environment& environment_;
  bool all_are_there_ = false;
};

Registry registry_with_parking() {
  Registry registry;
  registry.add({.name = "parking",
                .summary = "All wait.",
                .description = "All wait until the last one is there.",
                .when_to_choose = "Never.",
                .provenance = "a benchmark",
                .guarantees = "none",
                .costs = "memory",
                .parameters = {},
                .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
                  return std::make_unique<Parking>(environment);
                }});
  return registry;
}

void parked_requests(benchmark::State& state) {
  const auto requests = static_cast<std::uint64_t>(state.range(0));
  const Registry registry = registry_with_parking();
  for (auto _ : state) {
    readings = Readings{.expected = requests};
    const std::string scenario = fmt::format(R"({{
      "name": "parked", "summary": "All requests wait at once.",
      "topology": {{"nodes": 1, "workers": {0}}},
      "keys": {{"count": 1}},
      "redis": {{"deadline": "60s"}},
      "drain": "120s",
      "duration": "1s",
      "load": [{{"burst": {0}, "at": "0s"}}],
      "generator": {{"lag_p99_max": "1h"}},
      "strategies": ["parking"]
    }})",
                                             requests);
    const reports::RunResult run = run_scenario(scenario, registry);
    if (run.metrics.at("answers.empty") != static_cast<double>(requests)) state.SkipWithError("not all were parked");
    state.SetIterationTime(run.metrics.at("latency_ms.max") / 1000.0);
    const auto bytes = static_cast<double>(readings.parked_bytes - readings.before_bytes);
    state.counters["bytes_per_request"] = bytes / static_cast<double>(requests);
    state.counters["resident_GiB"] = static_cast<double>(readings.parked_bytes) / (1024.0 * 1024.0 * 1024.0);
  }
}

BENCHMARK(parked_requests)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->ArgName("requests")
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stampede::benchmarks

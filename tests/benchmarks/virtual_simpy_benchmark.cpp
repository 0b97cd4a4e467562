// Against SimPy, the library that such models are mostly written with: the same model in both, side by side.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "virtual_program.h"

namespace stampede::benchmarks {
namespace {

// One server at 70 % and workers at 90 % of what they can do, so that there are queues at both.
constexpr std::uint64_t kRequests = 200'000;
constexpr double kRatePerS = 50'000;
constexpr int kWorkers = 24;
constexpr double kOneWayDelayUs = 200;
constexpr double kCommandUs = 14;

constexpr double kMeanLatencyTolerance = 0.02;

struct Simulated {
  double requests_per_cpu_s = 0;
  double mean_latency_ms = 0;
};

Simulated with_simpy() {
  // Debian's own interpreter, which sees Debian's packages.
  const std::string command =
      fmt::format("/usr/bin/python3 '{}/tests/benchmarks/simpy_peer.py' {} {} {} {} {}", STAMPEDE_SOURCE_DIR, kRequests,
                  kRatePerS, kWorkers, kOneWayDelayUs / 1e6, kCommandUs / 1e6);
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::array<char, 1024> line{};
  if (!pipe || fgets(line.data(), line.size(), pipe.get()) == nullptr) {
    throw std::runtime_error("SimPy did not run; is Debian's package python3-simpy3 installed?");
  }
  const nlohmann::json told = nlohmann::json::parse(line.data());
  return {.requests_per_cpu_s = told.at("requests").get<double>() / told.at("cpu_s").get<double>(),
          .mean_latency_ms = told.at("mean_latency_s").get<double>() * 1e3};
}

Simulated with_stampede() {
  const std::string scenario = fmt::format(R"({{
    "name": "simpy-peer",
    "topology": {{"nodes": 1, "workers": {}}},
    "keys": {{"count": 1, "value_size": "128B"}},
    "freshness": {{"fresh_for": "1h", "keep_for": "1h"}},
    "origin": {{"compute_time": "1ms"}},
    "network": {{"one_way_delay": "{}us", "command_time": "{}us", "bandwidth": null}},
    "prefill": "fresh",
    "load": [{{"poisson": {}, "for": "{}s"}}],
    "strategies": ["plain_ttl"]
  }})",
                                           kWorkers, kOneWayDelayUs, kCommandUs, kRatePerS, kRequests / kRatePerS);
  const ProgramRun run = run_program(scenario, "plain_ttl", {});
  return {.requests_per_cpu_s = requests_per_cpu_s(run), .mean_latency_ms = run.metrics.at("latency_ms.mean")};
}

void virtual_simpy(benchmark::State& state) {
  for (auto _ : state) {
    const Simulated simpy = with_simpy();
    const Simulated stampede = with_stampede();
    if (std::abs(stampede.mean_latency_ms / simpy.mean_latency_ms - 1) > kMeanLatencyTolerance) {
      state.SkipWithError("the two do not simulate the same model: their mean latencies differ");
    }
    state.SetIterationTime(static_cast<double>(kRequests) / stampede.requests_per_cpu_s);
    state.counters["requests_per_cpu_s"] = stampede.requests_per_cpu_s;
    state.counters["simpy_requests_per_cpu_s"] = simpy.requests_per_cpu_s;
    state.counters["ratio_to_simpy"] = stampede.requests_per_cpu_s / simpy.requests_per_cpu_s;
    state.counters["mean_latency_ms"] = stampede.mean_latency_ms;
    state.counters["simpy_mean_latency_ms"] = simpy.mean_latency_ms;
  }
}

BENCHMARK(virtual_simpy)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stampede::benchmarks

// Memory of requests that wait in virtual time: how much more the whole program needs at its peak, per request.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "virtual_program.h"

namespace stampede::benchmarks {
namespace {

// All miss, and are at the origin together before the first of them has a value; that each of them would keep its value
// in memory afterwards is not what is asked here, so that the computations fail. Both runs have the same number of
// steps.
constexpr const char* kParked = R"({{
  "name": "parked",
  "summary": "All requests wait at once.",
  "topology": {{"nodes": 1, "workers": {0}}},
  "keys": {{"count": 1, "value_size": "128B"}},
  "origin": {{"compute_time": "20s", "error_rate": 1}},
  "load": [{{"constant": {1}, "for": "10s"}}],
  "series_step": "1s",
  "strategies": ["plain_ttl"]
}})";

ProgramRun run_parked(std::uint64_t requests) {
  return run_program(fmt::format(kParked, requests, requests / 10), "plain_ttl", {});
}

void virtual_parked(benchmark::State& state) {
  constexpr std::uint64_t kFew = 1000;
  const auto requests = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    const ProgramRun few = run_parked(kFew);
    const ProgramRun many = run_parked(requests);
    if (many.metrics.at("recomputations.peak") != static_cast<double>(requests)) {
      state.SkipWithError("not all waited at once");
    }
    state.SetIterationTime(many.cpu_s);
    state.counters["bytes_per_request"] =
        static_cast<double>(many.peak_resident_bytes - few.peak_resident_bytes) / static_cast<double>(requests - kFew);
    state.counters["peak_resident_GiB"] = static_cast<double>(many.peak_resident_bytes) / (1024.0 * 1024.0 * 1024.0);
  }
}

BENCHMARK(virtual_parked)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->ArgName("requests")
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stampede::benchmarks

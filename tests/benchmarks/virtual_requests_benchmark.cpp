// How fast virtual time is: the finished program on one core, with all that it measures and writes. Times are CPU time,
// since elapsed time is the same where nothing else runs, and says nothing where something does.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>

#include "virtual_program.h"

namespace stampede::benchmarks {
namespace {

constexpr double kMiB = 1024.0 * 1024.0;

void report(benchmark::State& state, const ProgramRun& run) {
  state.SetIterationTime(run.cpu_s);
  state.counters["requests"] = run.metrics.at("requests");
  state.counters["requests_per_cpu_s"] = requests_per_cpu_s(run);
  state.counters["ns_per_request"] = 1e9 / requests_per_cpu_s(run);
  state.counters["peak_resident_MiB"] = static_cast<double>(run.peak_resident_bytes) / kMiB;
}

// The shipped scenario, only longer: 5000 requests/s on 1000 warm keys.
void virtual_requests(benchmark::State& state) {
  for (auto _ : state) report(state, run_program("steady-hits", "plain_ttl", {"load[0].for=400s"}));
}

// 1000 requests/s, as long as anybody would want to see it.
void virtual_hour(benchmark::State& state) {
  for (auto _ : state) {
    const ProgramRun run =
        run_program("steady-hits", "plain_ttl",
                    {"load[0].for=1h", "load[0].poisson=1000", "freshness.fresh_for=10min", "series_step=1s"});
    report(state, run);
    state.counters["cpu_s_per_hour"] = run.cpu_s;
  }
}

// Ten times the requests must take ten times the time, and hardly more memory.
void virtual_linear(benchmark::State& state) {
  const auto requests = static_cast<double>(state.range(0));
  for (auto _ : state) {
    report(state,
           run_program("steady-hits", "plain_ttl", {fmt::format("load[0].for={}ms", requests / 5), "series_step=1s"}));
  }
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(100'000)->Arg(1'000'000)->Arg(10'000'000);
  if (std::getenv("STAMPEDE_BENCH_LONG") != nullptr) benchmark->Arg(100'000'000);
}

// A large system: 200 nodes, and keys that are cold in the beginning.
void virtual_many_nodes(benchmark::State& state) {
  const std::string scenario = R"({
    "name": "many-nodes",
    "summary": "200 nodes, 100 000 keys, a million requests.",
    "topology": {"nodes": 200, "workers": 100},
    "keys": {"count": 100000, "popularity": {"zipf": 0.9}, "value_size": "1KiB"},
    "freshness": {"fresh_for": "10min", "keep_for": "1h"},
    "origin": {"compute_time": "20ms"},
    "load": [{"poisson": 20000, "for": "50s"}],
    "strategies": ["plain_ttl"]
  })";
  for (auto _ : state) report(state, run_program(scenario, "plain_ttl", {}));
}

BENCHMARK(virtual_requests)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(virtual_hour)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(virtual_linear)
    ->Apply(sizes)
    ->ArgName("requests")
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(virtual_many_nodes)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stampede::benchmarks

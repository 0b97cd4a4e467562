// Whole requests: arrival, worker, a hit of plain_ttl, recorder; and how precisely an open load is sent.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "client_benchmark.h"
#include "harness.h"
#include "redis_peer.h"

namespace stampede::benchmarks {
namespace {

constexpr const char* kClosedLoop = R"({
  "name": "whole-requests",
  "summary": "1000 users without think time on one node whose cache never goes stale.",
  "topology": {"nodes": 1, "workers": 1000},
  "keys": {"count": 1, "value_size": "128B"},
  "freshness": {"fresh_for": "1h", "keep_for": "1h"},
  "origin": {"compute_time": "1ms"},
  "prefill": "fresh",
  "load": [{"closed_loop": {"users": 1000, "think_time": "0s"}, "from": "0s", "for": "4s"}],
  "generator": {"lag_p99_max": "1h"},
  "strategies": ["plain_ttl"]
})";

void whole_requests(benchmark::State& state) {
  const Registry registry = Registry::built_in();
  const PeerFigures& peer = peer_figures();
  const double gets_per_s = client_gets_per_s(4'000'000, 1000);
  double per_s = 0;
  for (auto _ : state) {
    const reports::RunResult run = run_scenario(kClosedLoop, registry);
    const double seconds = 4.0 + run.metrics.at("latency_ms.max") / 1000.0;
    per_s = run.metrics.at("requests") / seconds;
    state.SetIterationTime(seconds);
  }
  state.counters["requests_per_s"] = per_s;
  state.counters["ratio_to_client_gets"] = per_s / gets_per_s;
  state.counters["ratio_to_c50"] = per_s / peer.gets_per_s;
  state.counters["ratio_to_c50_P64"] = per_s / peer.pipelined_gets_per_s;
}

constexpr const char* kOpenLoop = R"({
  "name": "open-loop",
  "summary": "50 000 requests per second for 10 s, whatever becomes of the earlier ones.",
  "topology": {"nodes": 1, "workers": 1000},
  "keys": {"count": 1, "value_size": "128B"},
  "freshness": {"fresh_for": "1h", "keep_for": "1h"},
  "origin": {"compute_time": "1ms"},
  "prefill": "fresh",
  "load": [{"constant": 50000, "from": "0s", "for": "10s"}],
  "generator": {"lag_p99_max": "200us"},
  "strategies": ["plain_ttl"]
})";

void open_loop_lag(benchmark::State& state) {
  const Registry registry = Registry::built_in();
  for (auto _ : state) {
    const reports::RunResult run = run_scenario(kOpenLoop, registry);
    state.SetIterationTime(10.0);
    state.counters["requests"] = run.metrics.at("requests");
    state.counters["generator_lag_us_p99"] = run.metrics.at("generator_lag_ms.p99") * 1000.0;
    state.counters["latency_us_p50"] = run.metrics.at("latency_ms.p50") * 1000.0;
    state.counters["latency_us_p99"] = run.metrics.at("latency_ms.p99") * 1000.0;
    state.counters["valid"] = run.valid ? 1 : 0;
  }
}

BENCHMARK(whole_requests)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(open_loop_lag)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stampede::benchmarks

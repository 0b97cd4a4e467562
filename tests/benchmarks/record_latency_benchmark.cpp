// What measuring costs: recording one latency, reading one stamp, and a whole request through the recorder.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/measure/histogram.h"
#include "simulator/measure/random_stream.h"
#include "simulator/measure/recorder.h"
#include "simulator/measure/value_stamp.h"

namespace stampede::measure {
namespace {

constexpr std::size_t kDistinct = 4096;  // enough to defeat branch prediction, few enough to stay in the cache

// Latencies as a service has them: around 1 ms, with a long tail.
std::vector<Duration> latencies() {
  RandomStream random(1, "latencies");
  std::vector<Duration> values;
  for (std::size_t index = 0; index < kDistinct; ++index) {
    values.emplace_back(static_cast<std::int64_t>(-1e6 * std::log(1 - random.uniform())));
  }
  return values;
}

void record_one_latency(benchmark::State& state) {
  const std::vector<Duration> values = latencies();
  Histogram histogram;
  std::size_t index = 0;
  for ([[maybe_unused]] auto step : state) {
    histogram.record(values[index++ % kDistinct]);
    benchmark::ClobberMemory();
  }
  benchmark::DoNotOptimize(histogram.count());
}
BENCHMARK(record_one_latency);

void read_one_stamp(benchmark::State& state) {
  const Value value = encode({"item>12345", 7, TimePoint{}, TimePoint{}, 99}, 1024);
  for ([[maybe_unused]] auto step : state) {
    benchmark::DoNotOptimize(decode(value.bytes));
  }
}
BENCHMARK(read_one_stamp);

void record_one_request(benchmark::State& state) {
  RecorderSettings settings;
  settings.fresh_for = std::chrono::seconds(60);
  settings.key_names = {"item>0"};
  settings.workers_total = 100;
  const Truth truth;
  Recorder recorder(settings, truth);
  const Answer answer = Answer::of(encode({"item>0", 1, TimePoint{}, TimePoint{}, kNoComputation}, 1024));
  TimePoint now{};
  for ([[maybe_unused]] auto step : state) {
    RequestFacts facts{0, 0, now, now, std::nullopt};
    recorder.arrived(facts);
    facts.started = now;
    recorder.worker_busy(now);
    recorder.started(facts);
    now += std::chrono::nanoseconds(700);
    recorder.answered(facts, answer, now);
    recorder.worker_idle(now);
  }
}
BENCHMARK(record_one_request);

}  // namespace
}  // namespace stampede::measure

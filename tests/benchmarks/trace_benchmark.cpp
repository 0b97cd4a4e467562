// How fast a trace is read, and replayed in virtual time. A week of it must not take a week.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

#include "simulator/measure/random_stream.h"
#include "simulator/workload/trace_arrivals.h"
#include "virtual_program.h"

namespace stampede::benchmarks {
namespace {

enum class Packing { none, gzip, zstd };

// Lines as Twitter's clusters have them: 40 bytes of key, mostly reads, a skewed popularity.
std::string twitter_lines(std::int64_t first, std::int64_t count, std::int64_t keys) {
  constexpr std::int64_t kPerSecond = 10'000;
  measure::RandomStream random(1, "trace", static_cast<std::uint64_t>(first));
  std::string text;
  for (std::int64_t i = first; i < first + count; ++i) {
    const double skewed = random.uniform() * random.uniform() * random.uniform();
    const auto key = static_cast<std::int64_t>(skewed * static_cast<double>(keys));
    const bool is_write = random.below(100) < 3;
    fmt::format_to(std::back_inserter(text), "{},nz:u:eeW511W3dcH3de3d15ecQmzA0000{:08x},40,{},{},{},{}\n",
                   i / kPerSecond, key, 200 + key % 1000, key % 90, is_write ? "set" : "get", is_write ? 3600 : 0);
  }
  return text;
}

std::string packed(const std::string& text, Packing packing) {
  if (packing == Packing::none) return text;
  std::string bytes(ZSTD_compressBound(text.size()) + text.size() / 1000 + 1000, '\0');
  if (packing == Packing::zstd) {
    bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), text.data(), text.size(), 3));
    return bytes;
  }
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string source = text;
  stream.next_in = reinterpret_cast<Bytef*>(source.data());
  stream.avail_in = static_cast<uInt>(source.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  return bytes;
}

// Written, and packed, part by part: it may be larger than memory.
class TraceFile {
 public:
  TraceFile(std::int64_t lines, std::int64_t keys, Packing packing) {
    const int descriptor = mkstemp(path_.data());
    if (descriptor < 0) throw std::runtime_error("cannot make a temporary file");
    close(descriptor);
    std::ofstream file(path_, std::ios::binary);
    constexpr std::int64_t kPart = 100'000;
    for (std::int64_t i = 0; i < lines; i += kPart) file << packed(twitter_lines(i, kPart, keys), packing);
  }
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;
  ~TraceFile() { unlink(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_ = "/tmp/stampede-trace-XXXXXX";
};

constexpr std::int64_t kLines = 1'000'000;

// What a run does with a trace but for the requests: reading, keys, times.
void trace_lines(benchmark::State& state) {
  const TraceFile file(kLines, 100'000, static_cast<Packing>(state.range(0)));
  scenario::TraceLoad load;
  load.path = file.path();
  load.format = scenario::TraceFormat::twitter;
  load.spread = std::chrono::seconds(1);
  load.length = std::chrono::hours(1);
  for (auto _ : state) {
    workload::Keyspace keys(scenario::Keys{});
    workload::TraceArrivals arrivals(load, keys, measure::RandomStream(1, "spread"));
    std::int64_t read = 0;
    while (arrivals.next()) ++read;
    if (read != kLines) state.SkipWithError("lines got lost");
  }
  state.SetItemsProcessed(state.iterations() * kLines);
}
BENCHMARK(trace_lines)->ArgName("packing")->Arg(0)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);

// Whole runs: ten times the lines must take ten times the time and no more memory, as the keys are the same.
void virtual_trace(benchmark::State& state) {
  const std::int64_t lines = state.range(0);
  const TraceFile file(lines, 10'000, Packing::zstd);
  const std::string scenario = fmt::format(R"({{
    "name": "trace",
    "topology": {{"nodes": 4, "workers": 100}},
    "freshness": {{"fresh_for": "10min", "keep_for": "1h"}},
    "origin": {{"compute_time": "5ms"}},
    "load": [{{"trace": "{}", "format": "twitter", "sets": "ignore"}}],
    "duration": "1h",
    "series_step": "1s",
    "strategies": ["plain_ttl"]
  }})",
                                           file.path());
  for (auto _ : state) {
    const ProgramRun run = run_program(scenario, "plain_ttl", {});
    state.SetIterationTime(run.cpu_s);
    state.counters["lines_per_cpu_s"] = static_cast<double>(lines) / run.cpu_s;
    state.counters["peak_resident_MiB"] = static_cast<double>(run.peak_resident_bytes) / 1024 / 1024;
  }
}
BENCHMARK(virtual_trace)
    ->ArgName("lines")
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stampede::benchmarks

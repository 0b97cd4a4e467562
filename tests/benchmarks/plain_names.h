// Reports of Google Benchmark in which the scenarios have their plain names.
#pragma once

#include <benchmark/benchmark.h>

#include <memory>

namespace stampede::benchmarks {

// Google Benchmark adds "/iterations:1/real_time" to what runs once; of a scenario every run is one, and tools that
// follow a name over time need none of this. Hands everything on to another reporter.
class PlainNames final : public benchmark::BenchmarkReporter {
 public:
  // `reporter` outlives this.
  explicit PlainNames(benchmark::BenchmarkReporter& reporter) : reporter_(reporter) {}

  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override { reporter_.Finalize(); }

 private:
  benchmark::BenchmarkReporter& reporter_;
};

// What --benchmark_out writes with, unless it is left to Google Benchmark: nullptr. To be asked before Initialize(),
// which takes its flags away.
std::unique_ptr<benchmark::BenchmarkReporter> file_reporter(int argc, const char* const* argv);

}  // namespace stampede::benchmarks

// stampede_bench: what the program claims about its own speed and size, and the shipped scenarios as benchmarks.
// RESULTS.md holds a run and says how to repeat it.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <exception>

#include "plain_names.h"
#include "scenario_benchmarks.h"

int main(int argc, char** argv) {
  using namespace stampede::benchmarks;
  const auto to_file = file_reporter(argc, argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  try {
    register_scenarios(STAMPEDE_SOURCE_DIR "/scenarios");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "stampede_bench: %s\n", error.what());
    return 1;
  }
  PlainNames display(*benchmark::CreateDefaultDisplayReporter());
  if (to_file) {
    PlainNames file(*to_file);
    benchmark::RunSpecifiedBenchmarks(&display, &file);
  } else {
    benchmark::RunSpecifiedBenchmarks(&display);
  }
  benchmark::Shutdown();
}

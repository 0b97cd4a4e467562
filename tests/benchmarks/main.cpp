// stampede_bench: what the program claims about its own speed and size. RESULTS.md holds a run and says how to
// repeat it.
#include <benchmark/benchmark.h>

BENCHMARK_MAIN();

// Whole runs from inside a benchmark.
#pragma once

#include <string>

#include "reports/result/result.h"
#include "strategies/registry.h"

namespace stampede::benchmarks {

// Runs the only strategy of the scenario (JSON text) once on the benchmarks' server. Throws std::runtime_error.
reports::RunResult run_scenario(const std::string& scenario_text, const Registry& registry);

}  // namespace stampede::benchmarks

// The finished program in virtual time, as a process of its own: what it cost, and what it measured.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace stampede::benchmarks {

struct ProgramRun {
  double cpu_s = 0;  // of the whole process, with its start and the writing of its result file
  std::uint64_t peak_resident_bytes = 0;
  std::map<std::string, double> metrics;  // of the only strategy
};

// stampede run SCENARIO --world virtual --strategy STRATEGY and a --set for each override. `scenario` is the name of a
// shipped one, or JSON text. Throws std::runtime_error.
ProgramRun run_program(const std::string& scenario, const std::string& strategy, const std::vector<std::string>& set);

double requests_per_cpu_s(const ProgramRun& run);

}  // namespace stampede::benchmarks

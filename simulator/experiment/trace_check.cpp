#include "simulator/experiment/trace_check.h"

#include <fmt/format.h>

#include "simulator/workload/trace_reader.h"

namespace stampede::experiment {

std::string problems_of_traces(const scenario::Scenario& scenario, const std::string& source) {
  std::string problems;
  for (std::size_t i = 0; i < scenario.load.size(); ++i) {
    const auto* trace = std::get_if<scenario::TraceLoad>(&scenario.load[i]);
    if (trace == nullptr) continue;
    if (const auto problem = workload::problem_at_begin(*trace)) {
      problems += fmt::format("{}: load[{}].trace: {}: {}\n", source, i, trace->path, *problem);
    }
  }
  return problems;
}

}  // namespace stampede::experiment

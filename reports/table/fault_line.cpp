// See the header.
#include "reports/table/fault_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>

#include "reports/result/display_text.h"
#include "simulator/measure/human_units.h"

namespace stampede::reports {
namespace {

std::string time_text(double s) {
  return measure::human_duration(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(s)));
}

std::string fault_text(const FaultOutcome& fault) {
  std::string text = printable(fault.fault);
  if (!fault.began_s) {
    return text + " (failed)";
  }
  text += fault.ended_s ? fmt::format(" from {} to {}", time_text(*fault.began_s), time_text(*fault.ended_s))
                        : fmt::format(" at {}", time_text(*fault.began_s));
  return fault.failure.empty() ? text : text + " (failed)";
}

}  // namespace

std::string fault_line(const std::vector<RunResult>& runs, std::size_t width) {
  const auto run = std::find_if(runs.begin(), runs.end(), [](const RunResult& any) { return !any.faults.empty(); });
  if (run == runs.end()) {
    return {};
  }
  std::vector<std::string> texts;
  for (const FaultOutcome& fault : run->faults) {
    texts.push_back(fault_text(fault));
  }
  const std::vector<std::string> lines = wrap(fmt::format("Faults: {}.", fmt::join(texts, ", ")), width);
  return fmt::format("{}\n", fmt::join(lines, "\n"));
}

}  // namespace stampede::reports

// See the header.
#include "simulator/experiment/recovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "reports/result/from_measurements.h"
#include "simulator/measure/human_units.h"
#include "simulator/measure/recovery.h"
#include "simulator/measure/warnings.h"

namespace stampede::experiment {

namespace {

Duration seconds(double count) { return Duration(std::llround(count * 1e9)); }

// From the load's start, as they really happened: in real time a server that is started anew takes its time. Empty if
// one did not happen, or did not end.
std::optional<measure::Faulty> times_of_faults(const reports::RunResult& run, const scenario::Scenario& scenario) {
  measure::Faulty times{.from = Duration::max(), .until = Duration::zero()};
  for (std::size_t i = 0; i < run.faults.size(); ++i) {
    const reports::FaultOutcome& outcome = run.faults[i];
    if (!outcome.failure.empty() || !outcome.began_s) return std::nullopt;
    const Duration ended = seconds(outcome.ended_s.value_or(*outcome.began_s));
    const scenario::Fault& fault = scenario.faults[i];
    times.from = std::min(times.from, seconds(*outcome.began_s));
    times.until = std::max(times.until, ended + (scenario::end_of_effect(fault) - fault.end()));
  }
  return times;
}

// And what to do.
std::string why_unknown(const measure::Recovery& recovery, Duration left) {
  if (left < recovery.window || recovery.window == Duration::zero()) {
    return fmt::format(
        "the load goes on for {:.3g} s after the last fault, and a window takes {:.3g} s. Let the load go "
        "on for longer, or set a shorter recovery.window",
        to_seconds(left), to_seconds(recovery.window));
  }
  return fmt::format(
      "even without faults, only {} of the requests were answered with a value in this time. Lower the "
      "load to what the strategy carries",
      measure::human_share(recovery.twin_valued));
}

}  // namespace

scenario::Scenario without_faults(scenario::Scenario scenario) {
  scenario.faults.clear();
  return scenario;
}

void add_recovery(reports::RunResult& run, const measure::HitHistory& hits, const Twin& twin,
                  const scenario::Scenario& scenario) {
  std::optional<measure::Faulty> faults = times_of_faults(run, scenario);
  if (!faults) return;  // there is a warning already
  if (!twin.result.valid) {
    const std::string why = twin.result.warnings.empty() ? "" : " (" + twin.result.warnings.front().id + ")";
    return reports::add_warning(
        run, measure::recovery_unknown(fmt::format("the run without faults, which it is held against, is not valid{}. "
                                                   "Look what is wrong with it in a scenario without faults",
                                                   why)));
  }
  const Duration left = scenario.duration - faults->until;
  faults->from = std::max(faults->from - scenario.warm_up, Duration::zero());
  faults->until = std::max(faults->until - scenario.warm_up, Duration::zero());
  const measure::Recovery recovery = measure::recovery_of(
      hits, twin.hits, *faults, {.within = scenario.recovery->within, .window = scenario.recovery->window});
  if (!recovery.recovered) {
    return reports::add_warning(run, measure::recovery_unknown(why_unknown(recovery, left)));
  }
  run.metrics["recovered"] = *recovery.recovered ? 1 : 0;
  if (recovery.after) run.metrics["recovery_s"] = to_seconds(*recovery.after);
  if (recovery.amplification) run.metrics["recomputations.amplification"] = *recovery.amplification;
}

}  // namespace stampede::experiment

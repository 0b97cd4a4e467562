// The one table of floors.
#include "reports/comparison/noise_floor.h"

#include <algorithm>
#include <cmath>

namespace stampede::reports {
namespace {

constexpr NoiseFloor kFloors[] = {
    // What should never happen: one case is one too many.
    {"answers.foreign", 0, 0, "a wrong answer is a defect, however rare"},
    {"answers.undecodable", 0, 0, "a wrong answer is a defect, however rare"},
    {"invalidations.lost", 0, 0, "an invalidation that is lost is a defect, however rare"},
    {"versions.regressions", 0, 0, "going back to an older version is a defect, however rare"},
    {"own_writes.missed", 0, 0, "an own write that is not seen is a defect, however rare"},
    {"version_lag.max", 0, 0, "a whole number of versions, and few of them"},
    {"recovered", 0, 0, "yes or no"},

    // Which of two requests comes first differs from run to run, and with it who fails, waits or computes.
    {"errors.*", 0.02, 0, "requests near a deadline fall on this side of it or on that"},
    {"answers.*", 0.01, 0, "answers near the end of a lifetime fall on this side of it or on that"},
    {"clients.retries", 0.02, 0, "as errors"},
    {"clients.failed", 0.02, 0, "as errors"},
    {"bystanders.answered", 0.01, 0, "as answers"},
    {"bystanders.failed", 0.02, 0, "as errors"},
    {"redis.errors", 0.02, 0, "as errors"},
    {"recomputations.amplification", 0.05, 0.05, "a ratio of two counts that both vary"},
    {"recomputations.total", 0.02, 0, "requests that meet decide by microseconds who computes"},
    {"recomputations.inline", 0.02, 0, "as all computations"},
    {"recomputations.background", 0.02, 0, "as all computations"},
    {"recomputations.*", 0.05, 0, "how many meet varies more than how many there are"},
    {"background.left", 0.05, 0, "how many are left when counting stops hangs on that moment"},
    {"goodput_per_s", 0.02, 0, "as answers, over a time that varies a little"},
    {"hit_ratio", 0.01, 0.002, "as answers"},
    {"local.*", 0.02, 0, "what is in local memory hangs on the order of the requests"},

    // Times. The scheduler of the operating system and the timers alone make for a tenth of a millisecond.
    {"generator_lag_ms.*", 0.5, 1, "the load generator's own lateness, which says little of a strategy"},
    {"*_ms.max", 0.2, 1, "a single request decides"},
    {"*_ms.p99_9", 0.1, 0.5, "a few requests decide"},
    {"*_ms.*", 0.05, 0.1, "schedulers, timers, caches and frequencies of processors"},
    {"recovery_s", 0.1, 0.1, "as fine as the windows in which it is looked for"},
    {"*_s.max", 0.2, 0.01, "a single answer decides"},
    {"*_s.*", 0.05, 0.01, "as latencies, and ages of a hundredth of a second concern nobody"},

    // What was in use, sent and received.
    {"workers.*", 0.05, 0.005, "as latencies, and half a percent of the workers is no difference"},
    {"origin.busy_share", 0.05, 0.005, "as latencies, and half a percent of the capacity is no difference"},
    {"origin.rate_peak", 0.1, 10, "one computation more in the fullest tenth of a second is 10 per second"},
    {"redis.bytes_per_request", 0.02, 1, "as commands"},
    {"redis.*", 0.02, 0.01, "commands that wait for somebody look again by chance once more or less"},
    {"rows.*", 0.02, 0.01, "as commands"},
};

// A star stands for any characters, or none.
bool matches(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() != '*') {
    return !name.empty() && pattern.front() == name.front() && matches(pattern.substr(1), name.substr(1));
  }
  return matches(pattern.substr(1), name) || (!name.empty() && matches(pattern, name.substr(1)));
}

}  // namespace

std::span<const NoiseFloor> noise_floors() { return kFloors; }

const NoiseFloor* find_noise_floor(std::string_view metric) {
  const auto* found = std::find_if(std::begin(kFloors), std::end(kFloors),
                                   [metric](const NoiseFloor& floor) { return matches(floor.metrics, metric); });
  return found == std::end(kFloors) ? nullptr : found;
}

double noise_floor(std::string_view metric, double baseline) {
  const NoiseFloor* const floor = find_noise_floor(metric);
  return floor == nullptr ? 0 : std::max(floor->absolute, floor->relative * std::abs(baseline));
}

}  // namespace stampede::reports

// Whether a run has come back from its faults, held against a twin: the same run without them.
#pragma once

#include <optional>

#include "simulator/measure/hit_history.h"

namespace stampede::measure {

struct RecoveryRule {
  double within = 0.05;            // how far below the twin's a share may be, absolutely
  std::optional<Duration> window;  // empty: as long as kRequestsPerWindow take on average
};

// A share p of so many requests has a standard deviation of at most 0.011, and of 0.007 where it is 0.9 or more: below
// a tolerance of 0.05 it stays in all windows of a run that has nothing to recover from.
inline constexpr double kRequestsPerWindow = 2000;

// A twin that answers fewer than this share of its requests with a value has no state worth coming back to: it is
// overloaded, too, and to be as bad as it is no recovery.
inline constexpr double kTwinValuedMin = 0.9;

struct Faulty {
  Duration from{};   // when the first fault begins
  Duration until{};  // when the last one is over
};

struct Recovery {
  Duration window{};
  double twin_valued = 0;  // share of the twin's requests after the last fault that were answered with a value
  // Empty: after the fault, the load does not last for a whole window, or the twin is overloaded.
  std::optional<bool> recovered;
  std::optional<Duration> after;        // from the end of the last fault; empty unless it has recovered
  std::optional<double> amplification;  // empty where the twin demands no computation from the first fault on
};

// With h(w) the share of hits and v(w) the share of requests answered with a value (while it was of use) among those
// due in the window w, the run has recovered at the first s from which on, for every window w that begins at s or later
// and lies within the load,
//   h(w) >= h_twin(w) - within   and   v(w) >= v_twin(w) - within.
// A window in which nothing was due for the twin shows nothing; one in which only the twin was asked is no recovery.
// Windows begin where slots do. If s is the first such place after the fault, nothing has been seen of it: zero.
// The times of faults count from the beginning of the histories, which are equally long.
Recovery recovery_of(const HitHistory& run, const HitHistory& twin, const Faulty& faults, const RecoveryRule& rule);

}  // namespace stampede::measure

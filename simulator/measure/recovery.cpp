// See the header.
#include "simulator/measure/recovery.h"

#include <algorithm>
#include <cmath>

#include "simulator/measure/internal_error.h"

namespace stampede::measure {

namespace {

// Of a window that moves over the slots.
struct Sums {
  std::int64_t due = 0;
  std::int64_t valued = 0;
  std::int64_t hits = 0;

  void add(const HitSlot& slot, std::int64_t times) {
    due += times * static_cast<std::int64_t>(slot.due);
    valued += times * static_cast<std::int64_t>(slot.valued);
    hits += times * static_cast<std::int64_t>(slot.hits);
  }
};

double share(std::int64_t part, std::int64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

// A rounding error is no loss.
constexpr double kRounding = 1e-12;

bool keeps_up(const Sums& run, const Sums& twin, double within) {
  if (twin.due == 0) return true;
  if (run.due == 0) return false;
  const double below = within + kRounding;
  return share(run.hits, run.due) >= share(twin.hits, twin.due) - below &&
         share(run.valued, run.due) >= share(twin.valued, twin.due) - below;
}

std::size_t slots_of_window(const HitHistory& twin, const RecoveryRule& rule) {
  const auto slots = static_cast<double>(twin.slots.size());
  double wanted = 0;
  if (rule.window) {
    wanted = static_cast<double>(rule.window->count()) / static_cast<double>(twin.slot.count());
  } else {
    double due = 0;
    for (const HitSlot& slot : twin.slots) due += static_cast<double>(slot.due);
    wanted = due > 0 ? kRequestsPerWindow * slots / due : slots;
  }
  return static_cast<std::size_t>(std::clamp(std::ceil(wanted), 1.0, slots + 1));
}

// The first place from which on all windows keep up; the number of windows if not even the last one does.
std::size_t first_of_all_that_keep_up(const HitHistory& run, const HitHistory& twin, std::size_t first,
                                      std::size_t window, double within) {
  Sums of_run;
  Sums of_twin;
  std::size_t begin = run.slots.size() - window;
  for (std::size_t i = begin; i < run.slots.size(); ++i) {
    of_run.add(run.slots[i], 1);
    of_twin.add(twin.slots[i], 1);
  }
  while (keeps_up(of_run, of_twin, within)) {
    if (begin == first) return first;
    --begin;
    of_run.add(run.slots[begin], 1);
    of_twin.add(twin.slots[begin], 1);
    of_run.add(run.slots[begin + window], -1);
    of_twin.add(twin.slots[begin + window], -1);
  }
  return begin + 1;
}

std::optional<double> amplification(const HitHistory& run, const HitHistory& twin, std::size_t first) {
  double demanded = 0;
  double demanded_by_twin = 0;
  for (std::size_t i = first; i < run.slots.size(); ++i) {
    demanded += static_cast<double>(run.slots[i].computations);
    demanded_by_twin += static_cast<double>(twin.slots[i].computations);
  }
  if (demanded_by_twin == 0) return std::nullopt;
  return demanded / demanded_by_twin;
}

double valued_share(const HitHistory& history, std::size_t first) {
  Sums sums;
  for (std::size_t i = first; i < history.slots.size(); ++i) sums.add(history.slots[i], 1);
  return sums.due == 0 ? 1 : share(sums.valued, sums.due);
}

// The first slot that begins at this time or after it.
std::size_t first_slot(const HitHistory& history, Duration time) {
  return static_cast<std::size_t>((time + history.slot - Duration(1)) / history.slot);
}

}  // namespace

Recovery recovery_of(const HitHistory& run, const HitHistory& twin, const Faulty& faults, const RecoveryRule& rule) {
  if (run.slot != twin.slot || run.slots.size() != twin.slots.size() || faults.from < Duration::zero() ||
      faults.until < faults.from) {
    throw InternalError("a run and its twin must be recorded alike, and faults happen while they are");
  }
  Recovery recovery;
  if (run.slots.empty()) return recovery;
  const std::size_t window = slots_of_window(twin, rule);
  recovery.window = run.slot * static_cast<Duration::rep>(window);
  const std::size_t first = first_slot(run, faults.until);
  if (first + window > run.slots.size()) return recovery;
  recovery.twin_valued = valued_share(twin, first);
  if (recovery.twin_valued < kTwinValuedMin) return recovery;
  recovery.amplification = amplification(run, twin, first_slot(run, faults.from));
  const std::size_t since = first_of_all_that_keep_up(run, twin, first, window, rule.within);
  recovery.recovered = since + window <= run.slots.size();
  if (!*recovery.recovered) return recovery;
  recovery.after = since == first ? Duration::zero() : run.slot * static_cast<Duration::rep>(since) - faults.until;
  return recovery;
}

}  // namespace stampede::measure

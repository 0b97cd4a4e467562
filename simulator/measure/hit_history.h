// How a run answered over time, in slots as fine as its length allows: what recovery is judged by.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "simulator/measure/recorder_settings.h"

namespace stampede::measure {

// Requests belong to the slot in which they were due, whenever they were answered.
struct HitSlot {
  std::uint64_t due = 0;
  std::uint64_t valued = 0;        // answered with a value, while it was of use if the settings say how long that is
  std::uint64_t hits = 0;          // with one that had been computed before
  std::uint64_t computations = 0;  // demanded of the origin in this time
};

// Of the measured load, from measure_from to its end.
struct HitHistory {
  Duration slot{};
  std::vector<HitSlot> slots;
};

class HitRecorder {
 public:
  // Keeps nothing unless the settings ask for it, and know how long the load takes.
  explicit HitRecorder(const RecorderSettings& settings);

  void due(TimePoint due);
  void answered(TimePoint due, bool valued, bool hit);
  void demanded(TimePoint now);

  HitHistory take() { return std::move(history_); }

 private:
  HitSlot* at(TimePoint time);  // nullptr: outside

  const TimePoint from_;
  HitHistory history_;
};

}  // namespace stampede::measure

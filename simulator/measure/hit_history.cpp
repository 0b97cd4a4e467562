// See the header.
#include "simulator/measure/hit_history.h"

#include <algorithm>

namespace stampede::measure {

namespace {

constexpr Duration::rep kSlotsMax = 8192;
constexpr Duration kSlotMin = std::chrono::milliseconds(1);

}  // namespace

HitRecorder::HitRecorder(const RecorderSettings& settings) : from_(settings.measure_from) {
  const Duration length = settings.load_length;
  if (!settings.keep_hit_history || length <= Duration::zero()) return;
  history_.slot = std::max(kSlotMin, length / kSlotsMax + Duration(1));
  const Duration::rep slots = (length + history_.slot - Duration(1)) / history_.slot;
  history_.slots.resize(static_cast<std::size_t>(slots));
}

HitSlot* HitRecorder::at(TimePoint time) {
  if (history_.slots.empty() || time < from_) return nullptr;
  const auto index = static_cast<std::size_t>((time - from_) / history_.slot);
  return index < history_.slots.size() ? &history_.slots[index] : nullptr;
}

void HitRecorder::due(TimePoint due) {
  if (HitSlot* const slot = at(due)) ++slot->due;
}

void HitRecorder::answered(TimePoint due, bool valued, bool hit) {
  HitSlot* const slot = at(due);
  if (slot == nullptr) return;
  slot->valued += valued ? 1 : 0;
  slot->hits += hit ? 1 : 0;
}

void HitRecorder::demanded(TimePoint now) {
  if (HitSlot* const slot = at(now)) ++slot->computations;
}

}  // namespace stampede::measure

// Comparison of invalidations with what is answered afterwards.
#include "simulator/measure/invalidation_recorder.h"

#include <algorithm>

namespace stampede::measure {

void InvalidationRecorder::invalidated(std::uint64_t key, std::uint64_t version, bool measured) {
  if (!measured) {
    return;
  }
  ++total_;
  std::vector<Range>& ranges = versions_[key];
  if (!ranges.empty() && version == ranges.back().last + 1) {
    ranges.back().last = version;
  } else {
    ranges.push_back({version, version});
  }
}

void InvalidationRecorder::probed(std::uint64_t key, std::uint64_t version) {
  probed_ = true;
  const auto [entry, first] = oldest_answered_.emplace(key, version);
  entry->second = std::min(entry->second, version);
}

InvalidationTally InvalidationRecorder::finish() const {
  InvalidationTally tally{total_, std::nullopt};
  if (total_ > 0 && !probed_) {
    return tally;
  }
  std::uint64_t lost = 0;
  for (const auto& [key, answered] : oldest_answered_) {
    const auto ranges = versions_.find(key);
    if (ranges == versions_.end()) {
      continue;
    }
    for (const Range& range : ranges->second) {
      lost += range.last > answered ? range.last - std::max(answered, range.first - 1) : 0;
    }
  }
  tally.lost = lost;
  return tally;
}

}  // namespace stampede::measure

// Comparison of invalidations with what is answered afterwards.
#include "simulator/measure/invalidation_recorder.h"

#include <algorithm>

namespace stampede::measure {

void InvalidationRecorder::invalidated(std::uint64_t key, std::uint64_t version, bool measured) {
  if (measured) {
    ++total_;
    versions_[key].push_back(version);
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
    const auto versions = versions_.find(key);
    if (versions != versions_.end()) {
      lost +=
          static_cast<std::uint64_t>(std::count_if(versions->second.begin(), versions->second.end(),
                                                   [old = answered](std::uint64_t version) { return version > old; }));
    }
  }
  tally.lost = lost;
  return tally;
}

}  // namespace stampede::measure

// Which invalidations were kept: after the run, what the cache still answers is held against them.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "simulator/measure/tally.h"

namespace stampede::measure {

class InvalidationRecorder {
 public:
  // `version`: the newest that the write behind this invalidation commits.
  void invalidated(std::uint64_t key, std::uint64_t version, bool measured);

  // After everything came to rest some node answered this key with this version. The worst node counts.
  void probed(std::uint64_t key, std::uint64_t version);
  // Some node was asked and answered without a value; that loses nothing.
  void probed_without_value() { probed_ = true; }

  InvalidationTally finish() const;

 private:
  std::uint64_t total_ = 0;
  bool probed_ = false;
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
  };
  // Per key. A single range where every write is invalidated, however many there are.
  std::map<std::uint64_t, std::vector<Range>> versions_;
  std::map<std::uint64_t, std::uint64_t> oldest_answered_;  // per key
};

}  // namespace stampede::measure

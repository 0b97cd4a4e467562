// Which of a trace's sets changed the data, and which only filled the cache after a miss. A trace does not say it, as
// it does not tell hits from misses.
//
// What can be told: a set that no request of its key came before, since it was set or deleted the last time, cannot be
// a fill, because nobody missed. If writes come independently of requests, and every key has the same share of them, a
// write comes right after another set with the probability S / (R + W), with R requests, S sets and W writes among
// them. So from the share u of such sets among those whose key is known already follows W = S * u / (1 - u) * R / S.
#pragma once

#include <cstdint>

namespace stampede::estimate {

struct WriteCounts {
  std::uint64_t requests = 0;
  std::uint64_t sets = 0;
  std::uint64_t deletes = 0;
  std::uint64_t sets_of_known = 0;  // whose key has occurred before
  std::uint64_t certain = 0;        // of these, with no request of the key since it was set or deleted
};

struct WriteFit {
  double writes = 0;     // sets that changed the data, and all deletes
  double sets_low = 0;   // of the sets, certainly
  double sets_high = 0;  // all of them
  double share_of_sets = 0;
  bool too_few_to_tell = false;  // then all sets are taken for writes
};

WriteFit fit_writes(const WriteCounts& counts);

}  // namespace stampede::estimate

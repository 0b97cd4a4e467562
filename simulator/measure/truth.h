// The origin's data as it really is: which version of each key was committed when. Kept outside strategies, to
// judge their answers by.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "strategies/time.h"

namespace stampede::measure {

// Keys are indices. Every key has version 1 from the beginning of time; each commit adds one. All of them are
// remembered, 8 to 16 bytes each, since a cache may answer with any old version.
class Truth {
 public:
  // Precondition: not before the key's previous commit; throws InternalError otherwise. Returns the new version.
  std::uint64_t commit(std::uint64_t key, TimePoint time);

  std::uint64_t current_version(std::uint64_t key) const;
  // Commits at exactly `time` are included.
  std::uint64_t version_at(std::uint64_t key, TimePoint time) const;

  // When `version` stopped to be the newest; empty: it still is.
  std::optional<TimePoint> first_newer_commit(std::uint64_t key, std::uint64_t version) const;
  // How many versions newer than `version` were committed before `time` (not at it).
  std::uint64_t newer_commits_before(std::uint64_t key, std::uint64_t version, TimePoint time) const;

 private:
  const std::vector<TimePoint>* commits_of(std::uint64_t key) const;

  // Element i is the commit of version i + 2. Only looked up, never iterated.
  std::unordered_map<std::uint64_t, std::vector<TimePoint>> commits_;
};

}  // namespace stampede::measure

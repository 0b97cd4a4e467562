// Versions and their commit times.
#include "simulator/measure/truth.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/measure/internal_error.h"

namespace stampede::measure {
namespace {

// Version 1 was never committed, it was always there.
constexpr std::uint64_t kInitialVersion = 1;

// The index of the first commit that is newer than `version`.
std::size_t first_newer(std::uint64_t version) {
  return version <= kInitialVersion ? 0 : static_cast<std::size_t>(version - kInitialVersion);
}

}  // namespace

const std::vector<TimePoint>* Truth::commits_of(std::uint64_t key) const {
  const auto found = commits_.find(key);
  return found == commits_.end() ? nullptr : &found->second;
}

std::uint64_t Truth::commit(std::uint64_t key, TimePoint time) {
  std::vector<TimePoint>& commits = commits_[key];
  if (!commits.empty() && time < commits.back()) {
    throw InternalError(fmt::format("commit of key {} at {} ns lies before its previous commit at {} ns", key,
                                    time.time_since_epoch().count(), commits.back().time_since_epoch().count()));
  }
  commits.push_back(time);
  return kInitialVersion + commits.size();
}

std::uint64_t Truth::current_version(std::uint64_t key) const {
  const auto* commits = commits_of(key);
  return kInitialVersion + (commits == nullptr ? 0 : commits->size());
}

std::uint64_t Truth::version_at(std::uint64_t key, TimePoint time) const {
  const auto* commits = commits_of(key);
  if (commits == nullptr) {
    return kInitialVersion;
  }
  const auto later = std::upper_bound(commits->begin(), commits->end(), time);
  return kInitialVersion + static_cast<std::uint64_t>(later - commits->begin());
}

std::optional<TimePoint> Truth::first_newer_commit(std::uint64_t key, std::uint64_t version) const {
  const auto* commits = commits_of(key);
  if (commits == nullptr || first_newer(version) >= commits->size()) {
    return std::nullopt;
  }
  return (*commits)[first_newer(version)];
}

std::uint64_t Truth::newer_commits_before(std::uint64_t key, std::uint64_t version, TimePoint time) const {
  const auto* commits = commits_of(key);
  if (commits == nullptr) {
    return 0;
  }
  const auto end = std::lower_bound(commits->begin(), commits->end(), time);
  const auto before = static_cast<std::size_t>(end - commits->begin());
  return before > first_newer(version) ? before - first_newer(version) : 0;
}

}  // namespace stampede::measure

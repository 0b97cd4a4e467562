// Parts of a sorted set: by rank or by score, in either direction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/redis/model/sorted_set.h"

namespace stampede::redis::model {

struct ScoreRange {
  double min;
  double max;
  bool excludes_min;
  bool excludes_max;

  bool begins_before(double score) const { return excludes_min ? score > min : score >= min; }
  bool ends_after(double score) const { return excludes_max ? score < max : score <= max; }
};

// "(1.5" excludes its bound. Throws CommandError.
ScoreRange read_score_range(std::string_view min, std::string_view max);

// What lies in the range, half-open.
std::pair<SortedSet::Order::const_iterator, SortedSet::Order::const_iterator> find_range(const SortedSet& set,
                                                                                         const ScoreRange& range);

// Copies, as what they come from may be about to go.
struct Scored {
  std::string name;
  double score;
};

// A negative limit: all. A negative offset: none.
std::vector<Scored> members_by_score(const SortedSet& set, const ScoreRange& range, bool reverse, std::int64_t offset,
                                     std::int64_t limit);
std::vector<Scored> members_by_rank(const SortedSet& set, std::int64_t first, std::int64_t last, bool reverse);

}  // namespace stampede::redis::model

#include "simulator/redis/model/score_ranges.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

#include "simulator/redis/model/ranges.h"
#include "simulator/redis/model/reply.h"

namespace stampede::redis::model {
namespace {

// More lenient than other numbers: blanks in front, and even nothing at all, which is zero.
double read_bound(std::string_view text, bool& excludes) {
  excludes = text.starts_with('(');
  if (excludes) text.remove_prefix(1);
  const std::string terminated(text);
  char* end = nullptr;
  const double bound = std::strtod(terminated.c_str(), &end);
  if (*end != '\0' || std::isnan(bound)) throw CommandError("ERR min or max is not a float");
  return bound;
}

template <typename Iterator>
std::vector<Scored> copy_some(Iterator begin, Iterator end, std::int64_t offset, std::int64_t limit) {
  std::vector<Scored> members;
  if (offset < 0) return members;
  for (; begin != end && limit != 0; ++begin) {
    if (offset-- > 0) continue;
    members.push_back({std::string(begin->name), begin->score});
    --limit;
  }
  return members;
}

}  // namespace

ScoreRange read_score_range(std::string_view min, std::string_view max) {
  ScoreRange range{};
  range.min = read_bound(min, range.excludes_min);
  range.max = read_bound(max, range.excludes_max);
  return range;
}

std::pair<SortedSet::Order::const_iterator, SortedSet::Order::const_iterator> find_range(const SortedSet& set,
                                                                                         const ScoreRange& range) {
  const SortedSet::Order& order = set.order();
  auto first = order.lower_bound({range.min, {}});
  while (first != order.end() && !range.begins_before(first->score)) ++first;
  auto end = order.lower_bound({range.max, {}});
  while (end != order.end() && range.ends_after(end->score)) ++end;
  const bool is_empty = first == order.end() || !range.ends_after(first->score);
  return is_empty ? std::pair(order.end(), order.end()) : std::pair(first, end);
}

std::vector<Scored> members_by_score(const SortedSet& set, const ScoreRange& range, bool reverse, std::int64_t offset,
                                     std::int64_t limit) {
  const auto [first, end] = find_range(set, range);
  if (!reverse) return copy_some(first, end, offset, limit);
  return copy_some(std::make_reverse_iterator(end), std::make_reverse_iterator(first), offset, limit);
}

std::vector<Scored> members_by_rank(const SortedSet& set, std::int64_t first, std::int64_t last, bool reverse) {
  const IndexRange range = resolve_range(first, last, set.size());
  const std::size_t size = set.size();
  if (!reverse) return copy_some(set.at(range.first), set.at(range.end), 0, -1);
  return copy_some(std::make_reverse_iterator(set.at(size - range.first)),
                   std::make_reverse_iterator(set.at(size - range.end)), 0, -1);
}

}  // namespace stampede::redis::model

#include "simulator/redis/model/sorted_set.h"

#include <iterator>

namespace stampede::redis::model {

SortedSet::SortedSet(const SortedSet& other) {
  for (const Member& member : other.order_) set(member.name, member.score);
}

std::optional<double> SortedSet::score(std::string_view name) const {
  const auto found = scores_.find(name);
  return found == scores_.end() ? std::nullopt : std::optional(found->second);
}

void SortedSet::set(std::string_view name, double score) {
  if (score == 0) score = 0;  // never a negative zero: Redis keeps whole scores of small sets as integers
  auto found = scores_.find(name);
  if (found == scores_.end()) {
    found = scores_.emplace(std::string(name), score).first;
    text_bytes_ += name.size();
  } else {
    order_.erase({found->second, found->first});
    found->second = score;
  }
  order_.insert({score, found->first});
}

bool SortedSet::erase(std::string_view name) {
  const auto found = scores_.find(name);
  if (found == scores_.end()) return false;
  text_bytes_ -= name.size();
  order_.erase({found->second, found->first});
  scores_.erase(found);
  return true;
}

SortedSet::Order::const_iterator SortedSet::at(std::size_t index) const {
  if (index <= size() / 2) return std::next(order_.begin(), static_cast<std::ptrdiff_t>(index));
  return std::prev(order_.end(), static_cast<std::ptrdiff_t>(size() - index));
}

std::size_t SortedSet::rank(std::string_view name) const {
  const auto found = scores_.find(name);
  const auto place = order_.find({found->second, found->first});
  return static_cast<std::size_t>(std::distance(order_.begin(), place));
}

}  // namespace stampede::redis::model

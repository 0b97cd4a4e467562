// A sorted set: members with a score, in order of score and, among equal ones, of name.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace stampede::redis::model {

class SortedSet {
 public:
  struct Member {
    double score;
    std::string_view name;  // kept in scores_
    bool operator<(const Member& other) const { return score != other.score ? score < other.score : name < other.name; }
  };
  using Order = std::set<Member>;

  SortedSet() = default;
  // The order points into the names of the scores.
  SortedSet(const SortedSet& other);
  SortedSet& operator=(const SortedSet&) = delete;
  SortedSet(SortedSet&&) noexcept = default;
  SortedSet& operator=(SortedSet&&) noexcept = default;
  ~SortedSet() = default;

  std::size_t size() const { return order_.size(); }
  std::uint64_t text_bytes() const { return text_bytes_; }
  const Order& order() const { return order_; }

  std::optional<double> score(std::string_view name) const;
  void set(std::string_view name, double score);
  bool erase(std::string_view name);

  // From the nearer end. Precondition: index <= size().
  Order::const_iterator at(std::size_t index) const;
  // Precondition: the member exists.
  std::size_t rank(std::string_view name) const;

 private:
  std::map<std::string, double, std::less<>> scores_;
  Order order_;
  std::uint64_t text_bytes_ = 0;
};

}  // namespace stampede::redis::model

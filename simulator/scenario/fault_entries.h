// The entries of one fault in a scenario file.
#pragma once

#include <fmt/format.h>

#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "simulator/scenario/section.h"

namespace stampede::scenario {

// Reads the entries of one kind, and remembers which of them it has.
class Entries {
 public:
  static constexpr Numbers kShares = {0.000001, 1};

  explicit Entries(const Section& section) : section_(section) {}

  Duration required_duration(std::string_view key, std::string_view what) {
    Duration duration{};
    known_.insert(key);
    if (section_.require(key, what)) section_.read(key, duration, kPositiveDuration);
    return duration;
  }
  std::optional<Item> required(std::string_view key, std::string_view what) {
    known_.insert(key);
    return section_.require(key, what);
  }
  double required_number(std::string_view key, std::string_view what, Numbers range) {
    known_.insert(key);
    double number = range.min;
    if (section_.require(key, what)) section_.read(key, number, range);
    return number;
  }
  std::uint64_t required_count(std::string_view key, std::string_view what, Counts range) {
    known_.insert(key);
    std::uint64_t count = range.min;
    if (section_.require(key, what)) section_.read(key, count, range);
    return count;
  }
  Duration duration(std::string_view key, Durations range) {
    Duration duration{};
    known_.insert(key);
    section_.read(key, duration, range);
    return duration;
  }
  double share() {
    double share = 1;
    known_.insert("share");
    section_.read("share", share, kShares);
    return share;
  }
  template <typename Choice, std::size_t size>
  void choice(std::string_view key, const std::array<std::string_view, size>& names,
              const std::array<Choice, size>& values, Choice& target) {
    const auto item = find(key);
    if (!item) return;
    if (const auto index = item->choice(names)) target = values.at(*index);
  }
  std::optional<Item> find(std::string_view key) {
    known_.insert(key);
    return section_.find(key);
  }

  // What is there but belongs to other kinds.
  void refuse_others(std::string_view kind) const {
    for (const std::string_view key : {"for", "keys", "in", "factor", "share", "mode", "delay", "memory", "policy",
                                       "tracked_keys", "nodes", "every", "in_flight", "requests", "by"}) {
      if (!section_.has(key) || known_.contains(key)) continue;
      section_.problems().add(section_.path_of(key), fmt::format("does not go with {}", kind));
    }
  }

 private:
  const Section& section_;
  std::set<std::string_view> known_;
};

}  // namespace stampede::scenario

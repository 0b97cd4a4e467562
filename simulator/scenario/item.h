// One value of the document: reading it with the type and the limits that its place demands. What does not fit
// is reported and read as nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "simulator/scenario/json.h"
#include "simulator/scenario/problems.h"
#include "strategies/time.h"

namespace stampede::scenario {

template <typename Value>
struct Range {  // inclusive
  Value min{};
  Value max{};
};
using Durations = Range<Duration>;
using Counts = Range<std::uint64_t>;
using Sizes = Range<std::uint64_t>;
using Numbers = Range<double>;

// Sums of a few of them fit into 64-bit nanoseconds.
inline constexpr Duration kLongestDuration = std::chrono::hours(24 * 3650);
inline constexpr Durations kAnyDuration = {Duration::zero(), kLongestDuration};
inline constexpr Durations kPositiveDuration = {Duration(1), kLongestDuration};

class Item {
 public:
  // `json` must outlive the item.
  Item(const Json& json, std::string path, Problems& problems)
      : json_(&json), path_(std::move(path)), problems_(&problems) {}

  const Json& json() const { return *json_; }
  const std::string& path() const { return path_; }
  Problems& problems() const { return *problems_; }
  bool is_none() const;  // null

  // `or_none`: null would have been right as well; for the message only.
  std::optional<Duration> duration(Durations range, bool or_none = false) const;
  std::optional<std::uint64_t> count(Counts range, bool or_none = false) const;
  std::optional<double> number(Numbers range, bool or_none = false) const;
  std::optional<std::uint64_t> size(Sizes range, bool or_none = false) const;
  std::optional<bool> boolean() const;
  std::optional<std::string> text() const;
  // The index in `choices`.
  std::optional<std::size_t> choice(std::span<const std::string_view> choices) const;

  void report(std::string message) const { problems_->add(path_, std::move(message)); }
  void expected(std::string_view what) const;  // "expected WHAT, found THIS"

 private:
  const Json* json_;
  std::string path_;
  Problems* problems_;
};

// The value as messages show it: compact, ASCII, not too long.
std::string shown(const Json& json);
std::string shown(Duration duration);  // in quotes, as in the file

}  // namespace stampede::scenario

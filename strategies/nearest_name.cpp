// Nearest names by edit distance (optimal string alignment).
#include "strategies/nearest_name.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace stampede {
namespace {

constexpr std::size_t kShortestPrefix = 3;
constexpr std::size_t kMostListed = 12;

std::optional<std::string_view> only_one_beginning_with(std::string_view prefix,
                                                        std::span<const std::string_view> known) {
  if (prefix.size() < kShortestPrefix) return std::nullopt;
  const auto begins = [&](std::string_view name) { return name.starts_with(prefix); };
  const auto first = std::find_if(known.begin(), known.end(), begins);
  if (first == known.end() || std::any_of(first + 1, known.end(), begins)) return std::nullopt;
  return *first;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_previous;
  std::vector<std::size_t> previous;
  std::vector<std::size_t> current(b.size() + 1);
  std::iota(current.begin(), current.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_previous = std::exchange(previous, current);
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replacement = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replacement});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before_previous[j - 2] + 1);
    }
  }
  return current[b.size()];
}

std::optional<std::string_view> nearest_name(std::string_view name, std::span<const std::string_view> known) {
  std::optional<std::string_view> nearest;
  // A third of the letters wrong is still a misspelling; two of three are another word.
  std::size_t limit = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t difference = std::max(name.size(), candidate.size()) - std::min(name.size(), candidate.size());
    if (difference >= limit) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance >= limit || distance >= candidate.size()) continue;
    limit = distance;
    nearest = candidate;
  }
  return nearest ? nearest : only_one_beginning_with(name, known);
}

std::string suggestion(std::string_view name, std::span<const std::string_view> known) {
  if (const auto nearest = nearest_name(name, known)) return fmt::format("; did you mean \"{}\"?", *nearest);
  if (known.empty() || known.size() > kMostListed) return {};
  return fmt::format("; known: {}", fmt::join(known, ", "));
}

}  // namespace stampede

// Exact reading and writing of durations and other decimal quantities with units.
#include "strategies/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace stampede {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kMostDecimals = 18;  // 10^18 is the largest power of ten in 64 bits
constexpr std::string_view kDigits = "0123456789";

// Ascending. "m" comes last so that formatting never chooses it.
constexpr std::array<Unit, 8> kDurationUnits = {Unit{"ns", 1},
                                                Unit{"us", 1'000},
                                                Unit{"ms", 1'000'000},
                                                Unit{"s", 1'000'000'000},
                                                Unit{"min", 60'000'000'000},
                                                Unit{"h", 3'600'000'000'000},
                                                Unit{"d", 86'400'000'000'000},
                                                Unit{"m", 60'000'000'000}};

// Wide enough for 18 decimals times any factor.
__extension__ typedef unsigned __int128 Wide;

struct Pieces {
  std::string_view whole;
  std::string_view decimals;  // without trailing zeros
  std::string_view unit;
};

std::string_view take_digits(std::string_view& text) {
  const std::string_view digits = text.substr(0, std::min(text.find_first_not_of(kDigits), text.size()));
  text.remove_prefix(digits.size());
  return digits;
}

std::optional<Pieces> split(std::string_view text) {
  Pieces pieces;
  pieces.whole = take_digits(text);
  if (pieces.whole.empty()) return std::nullopt;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const std::string_view decimals = take_digits(text);
    if (decimals.empty()) return std::nullopt;
    pieces.decimals = decimals.substr(0, decimals.find_last_not_of('0') + 1);
  }
  pieces.unit = text;
  return pieces;
}

// The digits as a number; what is too large becomes kMost + 1, which the caller's check for overflow sees.
Wide number_of(std::string_view digits) {
  Wide number = 0;
  for (const char digit : digits)
    number = std::min<Wide>(number * 10 + static_cast<unsigned>(digit - '0'), Wide{kMost} + 1);
  return number;
}

std::string unit_names(std::span<const Unit> units) {
  std::string names;
  for (const Unit& unit : units) names += fmt::format("{}{}", names.empty() ? "" : ", ", unit.name);
  return names;
}

}  // namespace

Parsed<std::int64_t> parse_quantity(std::string_view text, std::span<const Unit> units) {
  if (text.starts_with('-')) return {std::nullopt, "is negative"};
  const std::optional<Pieces> pieces = split(text);
  if (!pieces) return {std::nullopt, "is not a number with a unit"};
  if (pieces->unit.empty()) return {std::nullopt, fmt::format("has no unit ({})", unit_names(units))};
  const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == pieces->unit; });
  if (unit == units.end()) return {std::nullopt, fmt::format("has an unknown unit (known: {})", unit_names(units))};

  const auto factor = static_cast<Wide>(unit->factor);
  if (pieces->decimals.size() > kMostDecimals) return {std::nullopt, "has too many decimals"};
  Wide divisor = 1;
  for (std::size_t place = 0; place < pieces->decimals.size(); ++place) divisor *= 10;
  const Wide decimals = number_of(pieces->decimals) * factor;
  if (decimals % divisor != 0) return {std::nullopt, fmt::format("is no whole number of {}", units.front().name)};
  const Wide total = number_of(pieces->whole) * factor + decimals / divisor;
  if (total > kMost) return {std::nullopt, "is too large"};
  return {static_cast<std::int64_t>(total), {}};
}

Parsed<Duration> parse_duration(std::string_view text) {
  Parsed<std::int64_t> parsed = parse_quantity(text, kDurationUnits);
  if (!parsed) return {std::nullopt, std::move(parsed.problem)};
  return {Duration(*parsed.value), {}};
}

std::string format_duration(Duration duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0s";
  const auto coarser = kDurationUnits.rbegin() + 1;  // from days downwards
  const auto unit = std::find_if(coarser, kDurationUnits.rend(), [&](const Unit& u) { return count % u.factor == 0; });
  return fmt::format("{}{}", count / unit->factor, unit->name);
}

}  // namespace stampede

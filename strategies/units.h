// Durations as people write them ("250ms", "1.5s", "1h"), exactly: integer nanoseconds, no floating point.
// Also the general form, a decimal number with a unit, for other quantities.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "strategies/time.h"

namespace stampede {

struct Unit {
  std::string_view name;
  std::int64_t factor = 1;  // how many of the smallest unit
};

template <typename Value>
struct Parsed {
  std::optional<Value> value;
  std::string problem;  // why there is no value: "has no unit (one of ns, us, ...)"; empty otherwise

  explicit operator bool() const { return value.has_value(); }
};

// "1.5s" with the factor of s: the number of smallest units, which must come out whole and fit.
Parsed<std::int64_t> parse_quantity(std::string_view text, std::span<const Unit> units);

// Units: ns, us, ms, s, min (or m), h, d. Never negative.
Parsed<Duration> parse_duration(std::string_view text);

// With the largest unit in which the value is a whole number: "1500ms", "1h", "0s".
// parse_duration gives the same duration back (if it is not negative).
std::string format_duration(Duration duration);

}  // namespace stampede

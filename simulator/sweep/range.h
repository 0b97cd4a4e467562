// Ranges of values as --vary takes them: "1..100 step 3", "100ms..1s step 100ms", "1..1000 log 4".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stampede::sweep {

// For help and messages.
inline constexpr std::string_view kRangeNotation =
    "FROM..TO step SIZE (such as \"1..100 step 3\" or \"100ms..1s step 100ms\") or FROM..TO log COUNT (such as "
    "\"1..1000 log 4\": so many values, each larger than the one before by the same factor)";

inline constexpr std::size_t kValuesMax = 1'000'000;

struct RangeValues {
  std::vector<std::string> values;  // in scenario notation: "100", "0.3", "250ms", "4KiB"
  std::string problem;              // why there are none
};

// Texts in quotes are no ranges, nor are JSON's objects and arrays.
bool is_range(std::string_view text);

// Numbers, durations and sizes, all exactly: no 0.30000000000000004. A linear range ends with TO if the steps hit it;
// one by factor contains both ends. What lies between these is rounded to whole units of FROM ("1" gives integers,
// "10ms" whole milliseconds) if both ends are whole in it, otherwise to four digits; what becomes equal is there once.
RangeValues expand_range(std::string_view text);

}  // namespace stampede::sweep

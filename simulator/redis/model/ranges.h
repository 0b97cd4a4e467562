// Ranges and counts in arguments.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "simulator/redis/model/numbers.h"
#include "simulator/redis/model/reply.h"

namespace stampede::redis::model {

struct IndexRange {
  std::size_t first;
  std::size_t end;  // behind the last; equal to first: empty
};

// Negative indexes count from the end.
inline IndexRange resolve_range(std::int64_t first, std::int64_t last, std::size_t size) {
  const auto count = static_cast<std::int64_t>(size);
  if (first < 0) first = std::max<std::int64_t>(0, first + count);
  if (last < 0) last += count;
  last = std::min(last, count - 1);
  if (first > last) return {0, 0};
  return {static_cast<std::size_t>(first), static_cast<std::size_t>(last) + 1};
}

// Not negative. Throws CommandError.
inline std::int64_t to_count(std::string_view text, const char* error = "ERR value is out of range, must be positive") {
  const std::int64_t count = to_integer(text, error);
  if (count < 0) throw CommandError(error);
  return count;
}

}  // namespace stampede::redis::model

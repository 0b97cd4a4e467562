// What the origin writes into every value and the recorder reads back: so that age and version of an answer are
// observed, never taken from a strategy's word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "strategies/answer.h"
#include "strategies/time.h"

namespace stampede::measure {

// Given out by the recorder, from 1 in the order of demand. 0: not from a computation of this run (prefilled).
using ComputationId = std::uint64_t;
inline constexpr ComputationId kNoComputation = 0;

struct ValueStamp {
  std::string_view key;  // of a decoded stamp: a view into the value's bytes
  std::uint64_t version = 1;
  TimePoint snapshot{};   // when the origin read its data: the start of the computation
  TimePoint generated{};  // the end of the computation; age counts from here
  ComputationId computation = kNoComputation;
};

// The least size of a value for this key, in bytes.
std::size_t stamp_size(std::string_view key);

// A value of exactly size_bytes, or of stamp_size(key) where that is more.
Value encode(const ValueStamp& stamp, std::size_t size_bytes);

// Empty if the bytes were not written by encode(), or were damaged since.
std::optional<ValueStamp> decode(std::string_view bytes);

}  // namespace stampede::measure

// What strategies store that have to know more than the value: until when it is fresh, and what it took to compute it.
#pragma once

#include <string>
#include <string_view>

#include "strategies/answer.h"
#include "strategies/time.h"

namespace stampede {

struct StoredItem {
  Duration fresh_until{};  // unix time, by the clock of the node that stored it
  Duration computed_in{};  // how long the computation took
  Value value;
};

// "FRESH_UNTIL_NS:COMPUTED_IN_NS:BYTES"; scripts may take it apart by its colons.
std::string encode(const StoredItem& item);
// Throws std::runtime_error for anything that encode() did not make.
StoredItem decode_stored_item(std::string_view text);

}  // namespace stampede

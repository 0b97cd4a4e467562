// When two replies count as equal: what Redis leaves open is brought into one form first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "strategies/redis.h"

namespace stampede::redis::model {

// Sorts what has no order, blanks what is a matter of time or of the machine. `queued`: the commands of EXEC.
void normalise(const std::vector<std::string>& words, const std::vector<std::vector<std::string>>& queued,
               Reply& reply);

// Messages that one event caused in an order that Redis leaves open: of several patterns, or of UNSUBSCRIBE without
// names.
void sort_simultaneous(std::vector<Reply>& messages);

bool are_equal(const Reply& a, const Reply& b);

}  // namespace stampede::redis::model

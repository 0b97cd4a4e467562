// The keys that a request for a page reads, in its order.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/measure/random_stream.h"
#include "simulator/scenario/scenario.h"

namespace stampede::workload {

// Of the page that `key` belongs to. Precondition: keys.page. `stream` gives a shuffled order.
std::vector<std::uint64_t> keys_of_page(const scenario::Keys& keys, std::uint64_t key, measure::RandomStream stream);

}  // namespace stampede::workload

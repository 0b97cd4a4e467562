// Sizes as people write them: "64B", "1KiB", "1.5MiB", "1kB".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "strategies/units.h"

namespace stampede::scenario {

// Units: B, kB, KB (1000), KiB (1024), MB, MiB, GB, GiB.
Parsed<std::uint64_t> parse_size(std::string_view text);

// With the largest binary unit in which the value is a whole number: "1KiB", "1000B".
std::string format_size(std::uint64_t bytes);

}  // namespace stampede::scenario

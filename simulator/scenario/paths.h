// Names of places in a scenario: "load[0].from", "objectives[latency_ms.p99].max". The same notation is
// reported in messages and understood by --set.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stampede::scenario {

// Keys that are no plain words come in brackets, in quotes if nothing else makes them unambiguous.
std::string path_of_key(std::string_view parent, std::string_view key);
std::string path_of_index(std::string_view parent, std::size_t index);

// With all indices left out: "load[0].from" -> "load[].from".
std::string without_indices(std::string_view path);

}  // namespace stampede::scenario

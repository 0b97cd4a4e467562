// Which words of a command name keys or channels: those that must carry the run's prefix.
#pragma once

#include <string>
#include <vector>

#include "tests/live/traces/monitor.h"

namespace stampede::traces {

// Indices of the words of a command that name keys, channels, or patterns of them. Throws std::out_of_range for a
// command that strategies do not use, so that nobody forgets it here.
std::vector<std::size_t> key_places(const Words& command);

// Whether every key carries the prefix.
bool keeps_to(const std::string& prefix, const Words& command);

// The command with the prefix taken from every key.
Words without_prefix(const std::string& prefix, Words command);

}  // namespace stampede::traces

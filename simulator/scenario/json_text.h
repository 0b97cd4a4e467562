// Text to JSON: comments are accepted, a key that occurs twice is an error, and an error says where and why.
#pragma once

#include <optional>
#include <string_view>

#include "simulator/scenario/json.h"
#include "simulator/scenario/problems.h"

namespace stampede::scenario {

// Empty if the text is no JSON; then a problem says at which line and column. A key that occurs twice is a
// problem as well, but what was read is returned.
std::optional<Json> parse_json(std::string_view text, Problems& problems);

}  // namespace stampede::scenario

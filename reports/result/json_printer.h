// JSON as a person wants to read it: indented, but arrays of plain values on one line.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace stampede::reports {

// Bytes that are not UTF-8 are replaced (U+FFFD): names and error texts may hold anything.
std::string print_json(const nlohmann::ordered_json& json);

}  // namespace stampede::reports

// Patterns of names, as KEYS, SCAN and PSUBSCRIBE take them.
#pragma once

#include <string_view>

namespace stampede::redis::model {

// ?, *, [abc], [^a], [a-z], and a backslash before what is meant literally.
bool matches(std::string_view pattern, std::string_view text);

}  // namespace stampede::redis::model

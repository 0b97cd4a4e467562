// The name of a script.
#pragma once

#include <string>
#include <string_view>

namespace stampede::redis::model {

// 40 hexadecimal digits, lower case.
std::string sha1_hex(std::string_view text);

}  // namespace stampede::redis::model

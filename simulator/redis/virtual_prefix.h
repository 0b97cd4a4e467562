// What stands in front of every key in virtual time.
#pragma once

#include <string_view>

namespace stampede::redis {

// As long as that of a live run, so that bytes compare.
inline constexpr std::string_view kVirtualPrefix = "stampede:0123456789abcdef:1:";

}  // namespace stampede::redis

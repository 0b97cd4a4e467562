// How many bytes commands and replies take in the Redis protocol (RESP2).
#pragma once

#include <cstdint>

#include "strategies/redis.h"

namespace stampede::redis {

// With a prefix of that length in front of every argument that is a key.
std::uint64_t wire_size_bytes(Args args, std::uint64_t prefix_bytes);

std::uint64_t wire_size_bytes(const Reply& reply);

}  // namespace stampede::redis

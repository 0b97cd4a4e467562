// Client-side caching as a client of RESP2 has it: the commands that switch it on, and the messages that come of it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "strategies/redis.h"

namespace stampede::redis {

// Not under the run's prefix: the server sends to every client that has its invalidations redirected what is meant for
// it alone.
inline constexpr std::string_view kInvalidationChannel = "__redis__:invalidate";

// `listener`: the client, by its CLIENT ID, that is told of what this one has read.
std::vector<Arg> tracking_command(std::int64_t listener, TrackedWrites writes);

// Tells the handler what a message on that channel says; anything else is passed over, as are keys that do not begin
// with the prefix.
void tell_invalidation(const Reply& push, std::string_view prefix, const Redis::InvalidationHandler& handler);

}  // namespace stampede::redis

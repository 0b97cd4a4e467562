// The scripts of near_cache.
#pragma once

#include "strategies/redis.h"

namespace stampede {

// KEYS[1] as it is, and its remaining lifetime in ms; where there is nothing, it is claimed by ARGV[1] for ARGV[2] ms,
// and the reply is nil. Either way it is tracked from then on. The claim comes first because a client is told of its
// own write if it has read before; it may fail, for want of memory, where there is something to read.
extern const Script kReadOrClaim;

// Replaces what is in KEYS[1] by ARGV[2] for ARGV[3] ms if it is ARGV[1]; says whether it was.
extern const Script kReplaceClaim;

}  // namespace stampede

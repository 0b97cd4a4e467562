// Keys of the cache that vanish: which of those in Redis a fault means, and how they go. Strategies name their keys in
// Redis as they like; a key there belongs to the key of the scenario whose name is part of its own.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/measure/random_stream.h"
#include "simulator/scenario/faults.h"
#include "simulator/workload/keyspace.h"
#include "strategies/redis.h"

namespace stampede::faults {

// Those of `names` that the choice means. `random` decides of shares: a key of the scenario is taken or left as a
// whole.
std::vector<RedisKey> chosen_keys(const scenario::KeyChoice& choice, const std::vector<RedisKey>& names,
                                  const workload::Keyspace& keyspace, measure::RandomStream random);

// How many there were. Suspends; throws RedisError.
std::int64_t unlink_keys(Redis& redis, const std::vector<RedisKey>& keys);

// All at the same moment of the server's clock, so long from now; those that expire before then keep their own time.
// How many got the new one.
std::int64_t expire_keys(Redis& redis, const std::vector<RedisKey>& keys, Duration in);

}  // namespace stampede::faults

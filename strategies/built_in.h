// The strategies of this program, in the order in which they are listed. A new one needs a line here, and its file,
// which defines NAME_info().
#pragma once

#include "strategies/registry.h"

// A line each.
// clang-format off
#define STAMPEDE_BUILT_IN_STRATEGIES(strategy) \
  strategy(no_cache) \
  strategy(plain_ttl) \
  strategy(mutex_stale) \
  strategy(async_refresh) \
  strategy(retry_wait) \
  strategy(tag_invalidation) \
  strategy(local_lru) \
  strategy(single_flight) \
  strategy(stale_while_revalidate) \
  strategy(refresh_ahead) \
  strategy(soft_timeout) \
  strategy(early_expiration) \
  strategy(lease) \
  strategy(lock_and_wait) \
  strategy(near_cache) \
  strategy(cached_field) \
  strategy(negative_cache) \
  strategy(origin_limit) \
  strategy(retry_budget) \
  strategy(circuit_breaker)
// clang-format on

namespace stampede {

#define STAMPEDE_DECLARE_STRATEGY(name) StrategyInfo name##_info();
STAMPEDE_BUILT_IN_STRATEGIES(STAMPEDE_DECLARE_STRATEGY)
#undef STAMPEDE_DECLARE_STRATEGY

}  // namespace stampede

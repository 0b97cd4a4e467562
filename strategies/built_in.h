// The strategies of this program: one function each, defined in the file of that name. registry.cpp lists them.
#pragma once

#include "strategies/registry.h"

namespace stampede {

StrategyInfo no_cache_info();
StrategyInfo plain_ttl_info();
StrategyInfo mutex_stale_info();
StrategyInfo async_refresh_info();
StrategyInfo retry_wait_info();
StrategyInfo tag_invalidation_info();
StrategyInfo local_lru_info();
StrategyInfo early_expiration_info();
StrategyInfo lease_info();
StrategyInfo lock_and_wait_info();

}  // namespace stampede

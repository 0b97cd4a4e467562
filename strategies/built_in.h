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
StrategyInfo single_flight_info();
StrategyInfo stale_while_revalidate_info();
StrategyInfo refresh_ahead_info();
StrategyInfo soft_timeout_info();

}  // namespace stampede

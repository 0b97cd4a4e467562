// Every path of every strategy, with the commands that Redis sees for it. The same table runs against a fake Redis and
// against a real server: play() a path on an empty Redis, then look at difference().
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/traces/async_refresh_paths.h"
#include "tests/traces/cached_field_paths.h"
#include "tests/traces/corrected_cacheme_paths.h"
#include "tests/traces/early_expiration_paths.h"
#include "tests/traces/guard_paths.h"
#include "tests/traces/key_design_paths.h"
#include "tests/traces/lease_paths.h"
#include "tests/traces/lock_and_wait_paths.h"
#include "tests/traces/mutex_stale_paths.h"
#include "tests/traces/near_cache_paths.h"
#include "tests/traces/operation_paths.h"
#include "tests/traces/path.h"
#include "tests/traces/refresh_ahead_paths.h"
#include "tests/traces/retry_wait_0_1_1_paths.h"
#include "tests/traces/retry_wait_paths.h"
#include "tests/traces/simple_paths.h"
#include "tests/traces/single_flight_paths.h"
#include "tests/traces/soft_timeout_paths.h"
#include "tests/traces/stale_while_revalidate_paths.h"
#include "tests/traces/tag_invalidation_paths.h"

namespace stampede::traces {

inline std::vector<Path> expected_traces() {
  std::vector<Path> all;
  for (const auto& paths : {no_cache_paths(),
                            plain_ttl_paths(),
                            local_lru_paths(),
                            mutex_stale::reading(),
                            mutex_stale::documented_lock(),
                            mutex_stale::published_lock(),
                            mutex_stale::corrected(),
                            async_refresh::corrected(),
                            async_refresh::reading(),
                            async_refresh::choices(),
                            async_refresh::tasks(),
                            async_refresh::invalidating(),
                            cacheme::untimed_paths(),
                            cacheme::waiting_paths(),
                            cacheme::timed_paths(),
                            cacheme::later_paths(),
                            cacheme::later_not_stale_paths(),
                            cacheme::later_timed_paths(),
                            cacheme::writing_with_names(),
                            cacheme::invalidating_many(),
                            cacheme::corrected_reading(),
                            cacheme::corrected_contending(),
                            cacheme::corrected_invalidating_many(),
                            cached_field::original(),
                            cached_field::fork(),
                            cached_field::corrected(),
                            near_cache::reading(),
                            near_cache::waiting(),
                            guard_paths(),
                            stack_paths(),
                            single_flight::reading(),
                            single_flight::invalidating(),
                            stale_while_revalidate::reading(),
                            stale_while_revalidate::failing(),
                            stale_while_revalidate::failing_late(),
                            stale_while_revalidate::choices(),
                            stale_while_revalidate::cold_choices(),
                            refresh_ahead::reading(),
                            refresh_ahead::contending(),
                            soft_timeout::stale(),
                            soft_timeout::others()}) {
    all.insert(all.end(), paths.begin(), paths.end());
  }
  for (const auto& paths :
       {early_expiration::paths(), lease::paths(), lock_and_wait::paths(), key_design_paths(), operations::of_systems(),
        operations::of_corrected(), operations::of_others(), operations::of_stacks()}) {
    all.insert(all.end(), paths.begin(), paths.end());
  }
  return all;
}

// For the names of test cases.
inline std::string title(const Path& path) {
  std::string title = path.strategy + "_" + path.name;
  std::replace(title.begin(), title.end(), kLayerSeparator, '_');
  return title;
}

}  // namespace stampede::traces

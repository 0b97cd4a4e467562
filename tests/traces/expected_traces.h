// Every path of every strategy, with the commands that Redis sees for it. The same table runs against a fake Redis and
// against a real server: play() a path on an empty Redis, then look at difference().
#pragma once

#include <string>
#include <vector>

#include "tests/traces/async_refresh_paths.h"
#include "tests/traces/early_expiration_paths.h"
#include "tests/traces/lease_paths.h"
#include "tests/traces/lock_and_wait_paths.h"
#include "tests/traces/mutex_stale_paths.h"
#include "tests/traces/path.h"
#include "tests/traces/retry_wait_0_1_1_paths.h"
#include "tests/traces/retry_wait_paths.h"
#include "tests/traces/simple_paths.h"
#include "tests/traces/tag_invalidation_paths.h"

namespace stampede::traces {

inline std::vector<Path> expected_traces() {
  std::vector<Path> all;
  for (const auto& paths :
       {no_cache_paths(), plain_ttl_paths(), local_lru_paths(), mutex_stale::reading(), mutex_stale::documented_lock(),
        mutex_stale::published_lock(), async_refresh::reading(), async_refresh::choices(), async_refresh::tasks(),
        async_refresh::invalidating(), cacheme::untimed_paths(), cacheme::waiting_paths(), cacheme::timed_paths(),
        cacheme::later_paths(), cacheme::later_not_stale_paths(), cacheme::later_timed_paths(),
        cacheme::writing_with_names(), cacheme::invalidating_many()}) {
    all.insert(all.end(), paths.begin(), paths.end());
  }
  for (const auto& paths : {early_expiration::paths(), lease::paths(), lock_and_wait::paths()}) {
    all.insert(all.end(), paths.begin(), paths.end());
  }
  return all;
}

// For the names of test cases.
inline std::string title(const Path& path) { return path.strategy + "_" + path.name; }

}  // namespace stampede::traces

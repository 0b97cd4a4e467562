// The paths of what an application asks beside reading and invalidating: set, delete, raw access. "w" is what it sets.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces::operations {

inline std::string get(Stage& stage) { return stage.get(); }
inline std::string set(Stage& stage) { return stage.set("w"); }
inline std::string remove(Stage& stage) { return stage.remove(); }
inline std::string peek(Stage& stage) { return stage.peek(); }
inline void fill(Stage& stage) { stage.get(); }
inline void fill_and_expire(Stage& stage) {
  stage.get();
  stage.clock.advance(std::chrono::seconds(61));
}
// "v1, then w": the outcome, and what is stored then.
inline std::string get_then_peek(Stage& stage) {
  const std::string outcome = stage.get();
  return outcome + ", then " + stage.peek();
}
inline std::string set_then_get(Stage& stage) {
  const std::string outcome = stage.set("w");
  return outcome + ", then " + stage.get();
}
inline std::string remove_then_get(Stage& stage) {
  const std::string outcome = stage.remove();
  return outcome + ", then " + stage.get();
}
inline void set_meanwhile(Stage& stage) {
  stage.origin.during = [&stage] { stage.set("w"); };
}
inline void remove_meanwhile(Stage& stage) {
  stage.origin.during = [&stage] { stage.remove(); };
}

inline const Commands kRaw{"GET item>7"};
inline const Commands kDelete{"DEL item>7"};

// What a system does not have, it does not do.
inline std::vector<Path> without(const std::string& strategy) {
  return {
      {"has_no_set", strategy, {}, fill, set, "unsupported", {}},
      {"has_no_delete", strategy, {}, fill, remove, "unsupported", {}},
      {"has_no_raw_access", strategy, {}, fill, peek, "unsupported", {}},
  };
}

inline std::vector<Path> of_systems() {
  const std::string store = "SET item>7 1700000060000000000:w PX 3600000";
  std::vector<Path> paths{
      {"set", "async_refresh", {}, nullptr, set, "done", {store, "GET item>7"}},
      {"set_unverified", "async_refresh", {{"verify_write", "false"}}, nullptr, set, "done", {store}},
      {"set_vanished_before_verification",
       "async_refresh",
       {},
       [](Stage& stage) { stage.redis.after("SET", [&stage] {
                            stage.outside({"DEL", RedisKey{"item>7"}});
                          }); },
       set,
       "error strategy",
       {store, "GET item>7"}},
      {"set_during_a_computation_is_overwritten",
       "async_refresh",
       {},
       set_meanwhile,
       get_then_peek,
       "v1, then v1",
       {"GET item>7", store, "GET item>7", "SET item>7 1700000060000000000:v1 PX 3600000", "GET item>7", "GET item>7"}},
      {"delete", "async_refresh", {}, fill, remove, "done", kDelete},
      {"delete_absent", "async_refresh", {}, nullptr, remove, "done", kDelete},
      {"delete_leaves_no_old_value",
       "async_refresh",
       {},
       fill_and_expire,
       remove_then_get,
       "done, then v2",
       {"DEL item>7", "GET item>7", "SET item>7 1700000121000000000:v2 PX 3600000", "GET item>7"}},
      {"raw_access_refreshes_nothing", "async_refresh", {}, fill_and_expire, peek, "v1", kRaw},
      {"raw_access_computes_nothing", "async_refresh", {}, nullptr, peek, "empty", kRaw},
      {"raw_access_to_the_placeholder", "async_refresh", {{"fetch_on_miss", "false"}}, fill, peek, "empty", kRaw},
      {"set", "local_lru", {}, nullptr, set_then_get, "done, then w", {}},
      {"set_with_broadcast",
       "local_lru",
       {{"broadcast", "true"}},
       nullptr,
       set,
       "done",
       {"PUBLISH local_lru:invalidate item>7"}},
      {"delete", "local_lru", {}, fill, remove_then_get, "done, then v2", {}},
      {"raw_access", "local_lru", {}, fill, peek, "v1", {}},
      {"raw_access_computes_nothing", "local_lru", {}, nullptr, peek, "empty", {}},
      {"raw_access_after_the_timeout", "local_lru", {}, fill_and_expire, peek, "empty", {}},
      {"has_no_set", "cached_field", {}, fill, set, "unsupported", {}},
      {"has_no_delete", "cached_field", {}, fill, remove, "unsupported", {}},
      {"raw_access_to_what_is_flagged",
       "cached_field",
       {{"recalculate", "lazy"}},
       [](Stage& stage) {
         stage.get();
         stage.invalidate();
         stage.rows.take_statements();
       },
       [](Stage& stage) {
         const std::string found = stage.peek();
         return found + ": " + stage.rows.take_statements();
       },
       "v1: SELECT",
       {}},
      {"raw_access_computes_nothing", "cached_field", {}, nullptr, peek, "empty", {}},
  };
  for (const char* const strategy : {"mutex_stale", "retry_wait", "tag_invalidation"}) {
    for (Path& path : without(strategy)) paths.push_back(std::move(path));
  }
  return paths;
}

inline std::vector<Path> of_corrected() {
  const Stage::Given corrected{{"behaviour", "corrected"}};
  return {
      {"corrected_set", "async_refresh", corrected, nullptr, set, "done", {"EVALSHA", "EVALSHA"}},
      {"corrected_set_during_a_computation_stays",
       "async_refresh",
       corrected,
       set_meanwhile,
       get_then_peek,
       "v1, then w",
       {"GET item>7", "EVALSHA", "EVALSHA", "EVALSHA", "EVALSHA", "GET item>7"}},
      {"corrected_delete", "async_refresh", corrected, fill, remove, "done", {"EVALSHA"}},
      {"corrected_delete_during_a_computation_is_kept",
       "async_refresh",
       corrected,
       remove_meanwhile,
       get_then_peek,
       "v1, then empty",
       {"GET item>7", "EVALSHA", "EVALSHA", "EVALSHA", "GET item>7"}},
      {"corrected_is_computed_again_after_a_deletion",
       "async_refresh",
       corrected,
       fill,
       [](Stage& stage) {
         stage.remove();
         return get_then_peek(stage);
       },
       "v2, then v2",
       {"EVALSHA", "GET item>7", "EVALSHA", "EVALSHA", "GET item>7"}},
  };
}

// Items of which more is known than the value are "fresh until : computed in : value".
inline std::vector<Path> of_others() {
  const Stage::Given unstored{{"store", "none"}};
  const Stage::Given fenced{{"fencing", "true"}};
  std::vector<Path> paths{
      {"set", "plain_ttl", {}, nullptr, set, "done", {"SET item>7 w PX 60000"}},
      {"delete", "plain_ttl", {}, fill, remove, "done", kDelete},
      {"raw_access", "plain_ttl", {}, fill, peek, "v1", kRaw},
      {"raw_access_computes_nothing", "plain_ttl", {}, nullptr, peek, "empty", kRaw},
      {"set", "single_flight", {}, nullptr, set, "done", {"SET item>7 w PX 60000"}},
      {"set_during_a_computation_stays",
       "single_flight",
       {},
       set_meanwhile,
       get_then_peek,
       "v1, then w",
       {"GET item>7", "SET item>7 w PX 60000", "GET item>7"}},
      {"delete", "single_flight", {}, fill, remove, "done", kDelete},
      {"raw_access", "single_flight", {}, fill, peek, "v1", kRaw},
      {"raw_access_to_nothing_that_is_stored", "single_flight", unstored, fill, peek, "unsupported", {}},
      {"has_no_set", "early_expiration", {}, nullptr, set, "unsupported", {}},
      {"delete", "early_expiration", {}, fill, remove, "done", kDelete},
      {"raw_access", "early_expiration", {}, fill, peek, "v1", kRaw},
      {"has_no_set", "lease", {}, nullptr, set, "unsupported", {}},
      {"delete", "lease", {}, fill, remove, "done", {"EVALSHA"}},
      {"delete_leaves_no_stale_copy",
       "lease",
       {{"losers", "stale"}},
       [](Stage& stage) {
         stage.get();
         stage.invalidate();
       },
       [](Stage& stage) {
         const std::string outcome = stage.remove();
         return outcome + (stage.outside({"EXISTS", RedisKey{"stale:item>7"}}).as_integer() == 0 ? "" : ", not all");
       },
       "done",
       {"EVALSHA", "DEL stale:item>7"}},
      {"raw_access", "lease", {}, fill, peek, "v1", kRaw},
      {"set", "lock_and_wait", {}, nullptr, set, "done", {"SET item>7 1700000060000000000:0:w PX 60000"}},
      {"set_tells_who_waits",
       "lock_and_wait",
       {{"wake", "pubsub"}},
       nullptr,
       set,
       "done",
       {"SET item>7 1700000060000000000:0:w PX 60000", "PUBLISH lock_and_wait:released lock:item>7"}},
      {"set_fences_off",
       "lock_and_wait",
       fenced,
       set_meanwhile,
       get_then_peek,
       "v1, then w",
       {"GET item>7", "EVALSHA", "GET item>7", "EVALSHA", "EVALSHA", "EVALSHA", "EVALSHA", "GET item>7"}},
      {"delete", "lock_and_wait", {}, fill, remove, "done", kDelete},
      {"raw_access", "lock_and_wait", {}, fill, peek, "v1", kRaw},
      {"set", "near_cache", {}, nullptr, set, "done", {"SET item>7 value:w PX 60000"}},
      {"set_during_a_computation_stays",
       "near_cache",
       {},
       set_meanwhile,
       [](Stage& stage) {
         const std::string outcome = stage.get();
         return outcome + ", then " + stage.get();
       },
       "v1, then w",
       {"EVALSHA", "SET item>7 value:w PX 60000", "EVALSHA", "EVALSHA"}},
      {"delete", "near_cache", {}, fill, remove, "done", kDelete},
      {"has_no_raw_access", "near_cache", {}, fill, peek, "unsupported", {}},
  };
  for (const char* const strategy : {"stale_while_revalidate", "soft_timeout"}) {
    paths.push_back({"set", strategy, {}, nullptr, set, "done", {"SET item>7 1700000060000000000:0:w PX 3600000"}});
    paths.push_back({"raw_access_refreshes_nothing", strategy, {}, fill_and_expire, peek, "v1", kRaw});
  }
  paths.push_back({"set", "refresh_ahead", {}, nullptr, set, "done", {"SET item>7 1700000048000000000:0:w PX 60000"}});
  for (const char* const strategy : {"stale_while_revalidate", "soft_timeout", "refresh_ahead"}) {
    paths.push_back({"delete", strategy, {}, fill, remove, "done", kDelete});
    paths.push_back({"raw_access_computes_nothing", strategy, {}, nullptr, peek, "empty", kRaw});
  }
  for (Path& path : without("no_cache")) paths.push_back(std::move(path));
  return paths;
}

inline std::vector<Path> of_stacks() {
  const Stage::Given untimed{{"retry_wait.timeout", "none"}};
  return {
      {"set_reaches_every_layer",
       "local_lru/plain_ttl",
       {},
       nullptr,
       set_then_get,
       "done, then w",
       {"SET item>7 w PX 60000"}},
      {"delete_reaches_every_layer",
       "local_lru/plain_ttl",
       {},
       fill,
       remove_then_get,
       "done, then v2",
       {"DEL item>7", "GET item>7", "SET item>7 v2 PX 60000"}},
      {"what_cannot_be_set_is_deleted", "local_lru/lease", {}, fill, set_then_get, "done, then w", {"EVALSHA"}},
      {"what_cannot_be_deleted_is_invalidated",
       "local_lru/retry_wait",
       untimed,
       fill,
       remove,
       "done",
       {"SADD CM:delete CM:item>7"}},
      {"what_cannot_even_be_invalidated_stays", "local_lru/mutex_stale", {}, fill, set_then_get, "done, then w", {}},
      {"no_layer_has_a_set", "negative_cache/mutex_stale", {}, fill, set, "unsupported", {}},
      {"no_layer_has_a_delete", "negative_cache/retry_wait", {}, fill, remove, "unsupported", {}},
      {"raw_access_to_the_top", "local_lru/plain_ttl", {}, fill, peek, "v1", {}},
      {"raw_access_to_what_is_below",
       "local_lru/plain_ttl",
       {},
       [](Stage& stage) {
         stage.outside({"SET", RedisKey{"item>7"}, "below"});
       },
       peek,
       "below",
       kRaw},
      {"raw_access_to_nothing", "local_lru/plain_ttl", {}, nullptr, peek, "empty", kRaw},
      {"no_layer_has_raw_access", "negative_cache/mutex_stale", {}, fill, peek, "unsupported", {}},
  };
}

}  // namespace stampede::traces::operations

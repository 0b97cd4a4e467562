// The paths of no_cache, plain_ttl and local_lru.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces {

inline std::vector<Path> no_cache_paths() {
  return {
      {"get", "no_cache", {}, nullptr, [](Stage& stage) { return stage.get(); }, "v1", {}},
      {"computation_fails",
       "no_cache",
       {},
       [](Stage& stage) { stage.origin.fail_next = true; },
       [](Stage& stage) { return stage.get(); },
       "error origin",
       {}},
      {"has_no_invalidation",
       "no_cache",
       {},
       nullptr,
       [](Stage& stage) { return stage.invalidate(); },
       "unsupported",
       {}},
  };
}

inline std::vector<Path> plain_ttl_paths() {
  const auto get = [](Stage& stage) { return stage.get(); };
  const auto fill = [](Stage& stage) { stage.get(); };
  const auto invalidate = [](Stage& stage) { return stage.invalidate(); };
  return {
      {"miss", "plain_ttl", {}, nullptr, get, "v1", {"GET item>7", "SET item>7 v1 PX 60000"}},
      {"hit", "plain_ttl", {}, fill, get, "v1", {"GET item>7"}},
      {"ttl_given", "plain_ttl", {{"ttl", "5s"}}, nullptr, get, "v1", {"GET item>7", "SET item>7 v1 PX 5000"}},
      {"computation_fails",
       "plain_ttl",
       {},
       [](Stage& stage) { stage.origin.fail_next = true; },
       get,
       "error origin",
       {"GET item>7"}},
      {"redis_fails_at_the_write",
       "plain_ttl",
       {},
       [](Stage& stage) { stage.redis.refuse("SET"); },
       get,
       "error redis",
       {"GET item>7"}},
      {"invalidate", "plain_ttl", {}, fill, invalidate, "done", {"DEL item>7"}},
      {"invalidate_absent", "plain_ttl", {}, nullptr, invalidate, "done", {"DEL item>7"}},
      {"miss_after_invalidation",
       "plain_ttl",
       {},
       [](Stage& stage) {
         stage.get();
         stage.invalidate();
       },
       get,
       "v2",
       {"GET item>7", "SET item>7 v2 PX 60000"}},
      {"invalidation_during_a_computation_is_overwritten",
       "plain_ttl",
       {},
       [](Stage& stage) { stage.origin.during = [&stage] {
                            stage.outside({"DEL", RedisKey{"item>7"}});
                          }; },
       get,
       "v1",
       {"GET item>7", "SET item>7 v1 PX 60000"}},
  };
}

inline std::vector<Path> local_lru_paths() {
  const Stage::Given broadcast{{"broadcast", "true"}};
  const auto get = [](Stage& stage) { return stage.get(); };
  const auto fill = [](Stage& stage) { stage.get(); };
  const auto invalidate = [](Stage& stage) { return stage.invalidate(); };
  const auto start = [](Stage& stage) { return stage.start(); };
  return {
      {"miss", "local_lru", {}, nullptr, get, "v1", {}},
      {"hit", "local_lru", {}, fill, get, "v1", {}},
      {"expired",
       "local_lru",
       {},
       [](Stage& stage) {
         stage.get();
         stage.clock.advance(std::chrono::seconds(60));
       },
       get,
       "v2",
       {}},
      {"start", "local_lru", {}, nullptr, start, "done", {}},
      {"invalidate", "local_lru", {}, fill, invalidate, "done", {}},
      {"start_with_broadcast", "local_lru", broadcast, nullptr, start, "done", {"SUBSCRIBE local_lru:invalidate"}},
      {"invalidate_with_broadcast",
       "local_lru",
       broadcast,
       fill,
       invalidate,
       "done",
       {"PUBLISH local_lru:invalidate item>7"}},
      {"invalidate_with_broadcast_save_first",
       "local_lru",
       {{"broadcast", "true"}, {"write_order", "save_first"}},
       fill,
       invalidate,
       "done",
       {"PUBLISH local_lru:invalidate item>7"}},
      {"broadcast_fails",
       "local_lru",
       broadcast,
       [](Stage& stage) { stage.redis.refuse("PUBLISH"); },
       invalidate,
       "error redis",
       {}},
  };
}

}  // namespace stampede::traces

// The paths of the layers that keep no values: origin_limit, retry_budget, negative_cache, circuit_breaker; and of
// stacks.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces {

inline std::vector<Path> guard_paths() {
  const auto get = [](Stage& stage) { return stage.get(); };
  const auto fail_next = [](Stage& stage) { stage.origin.fail_next = true; };
  const auto failed_before = [](Stage& stage) {
    stage.origin.fail_next = true;
    stage.get();
  };
  return {
      {"get", "origin_limit", {}, nullptr, get, "v1", {}},
      {"computation_fails", "origin_limit", {}, fail_next, get, "error origin", {}},
      {"second_attempt", "retry_budget", {}, fail_next, get, "v2", {}},
      {"no_second_attempt", "retry_budget", {{"attempts", "1"}}, fail_next, get, "error origin", {}},
      {"no_budget", "retry_budget", {{"budget", "0"}, {"reserve", "0"}}, fail_next, get, "error origin", {}},
      {"failure_in_memory", "negative_cache", {}, failed_before, get, "error origin", {}},
      {"failure_is_stored",
       "negative_cache",
       {{"scope", "redis"}},
       fail_next,
       get,
       "error origin",
       {"GET negative:item>7", "SET negative:item>7 failed PX 5000"}},
      {"failure_is_read",
       "negative_cache",
       {{"scope", "redis"}},
       failed_before,
       get,
       "error origin",
       {"GET negative:item>7"}},
      {"invalidate",
       "negative_cache",
       {{"scope", "redis"}},
       failed_before,
       [](Stage& stage) { return stage.invalidate(); },
       "done",
       {"DEL negative:item>7"}},
      {"passes_on", "circuit_breaker", {}, nullptr, get, "v1", {}},
  };
}

inline std::vector<Path> stack_paths() {
  const auto get = [](Stage& stage) { return stage.get(); };
  const auto fill = [](Stage& stage) { stage.get(); };
  return {
      {"miss", "local_lru/plain_ttl", {}, nullptr, get, "v1", {"GET item>7", "SET item>7 v1 PX 60000"}},
      {"hit_in_the_top_layer", "local_lru/plain_ttl", {}, fill, get, "v1", {}},
      {"invalidates_every_layer",
       "local_lru/plain_ttl",
       {},
       fill,
       [](Stage& stage) {
         const std::string done = stage.invalidate();
         return done + " " + stage.get();
       },
       "done v2",
       {"DEL item>7", "GET item>7", "SET item>7 v2 PX 60000"}},
      {"upper_layers_have_names_of_their_own",
       "plain_ttl/mutex_stale",
       {{"plain_ttl.ttl", "1s"}},
       nullptr,
       get,
       "v1",
       {"GET plain_ttl:item>7", "GET :item>7", "EXISTS :item>7", "SET Lock::item>7 * NX PX 60000", "EVALSHA",
        "SET :item>7 v1 PX 3600000", "SET plain_ttl:item>7 v1 PX 1000"}},
      {"tasks_say_whose_they_are",
       "local_lru/async_refresh",
       {{"async_refresh.fetch_on_miss", "false"}},
       nullptr,
       get,
       "empty",
       {"GET item>7", "SET item>7 * PX 3600000", "GET item>7", "LPUSH tasks 0/item>7"}},
      {"tasks_reach_their_layer",
       "local_lru/async_refresh",
       {},
       nullptr,
       [](Stage& stage) { return stage.run_task("0/item>7"); },
       "done",
       {"SET item>7 * PX 3600000", "GET item>7"}},
      {"fallback_goes_through_the_guards",
       "circuit_breaker/plain_ttl/retry_budget",
       {{"circuit_breaker.fallback", "origin"}},
       [](Stage& stage) {
         stage.redis.refuse("GET");
         stage.origin.fail_next = true;
       },
       get,
       "v2",
       {}},
      {"fails_with_redis",
       "circuit_breaker/plain_ttl",
       {},
       [](Stage& stage) { stage.redis.refuse("GET"); },
       get,
       "error redis",
       {}},
      {"open_circuit_asks_nobody",
       "circuit_breaker/plain_ttl",
       {{"circuit_breaker.failures", "1"}},
       [](Stage& stage) {
         stage.redis.refuse("GET");
         stage.get();
       },
       get,
       "error redis",
       {}},
      {"circuit_closes_after_a_trial",
       "circuit_breaker/plain_ttl",
       {{"circuit_breaker.failures", "1"}, {"circuit_breaker.open_for", "1s"}},
       [](Stage& stage) {
         stage.redis.refuse("GET");
         stage.get();
         stage.clock.advance(std::chrono::seconds(1));
       },
       get,
       "v1",
       {"GET item>7", "SET item>7 v1 PX 60000"}},
  };
}

}  // namespace stampede::traces

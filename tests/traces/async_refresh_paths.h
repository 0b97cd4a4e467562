// The paths of async_refresh. Items are fresh for 60 s, live 1 h, and begin with their expiry in nanoseconds; the
// clock starts at 1 700 000 000 s.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces {
namespace async_refresh {

using std::chrono::seconds;

inline std::string get(Stage& stage) { return stage.get(); }
inline std::string invalidate(Stage& stage) { return stage.invalidate(); }
inline std::string run_task(Stage& stage) { return stage.run_task(); }
inline void fill(Stage& stage) { stage.get(); }
inline void fill_and_wait(Stage& stage, seconds wait) {
  stage.get();
  stage.clock.advance(wait);
}
inline void fill_and_expire(Stage& stage) { fill_and_wait(stage, seconds(61)); }
inline void vanish_after_set(Stage& stage) {
  stage.redis.after("SET", [&stage] { stage.outside({"DEL", RedisKey{"item>7"}}); });
}

inline const std::string kGet = "GET item>7";
inline const std::string kEnqueue = "LPUSH tasks item>7";
// Written at the start and 61 s later, with 60 s to go.
inline const std::string kStore = "SET item>7 1700000060000000000:v1 PX 3600000";
inline const std::string kPostpone = "SET item>7 1700000121000000000:v1 PX 3600000";
inline const std::string kPlaceholder = "SET item>7 1700000060000000000 PX 3600000";

inline std::vector<Path> reading() {
  const Stage::Given defaults;
  return {
      {"miss", "async_refresh", defaults, nullptr, get, "v1", {kGet, kStore, kGet}},
      {"hit", "async_refresh", defaults, fill, get, "v1", {kGet}},
      {"hit_at_the_very_expiry",
       "async_refresh",
       defaults,
       [](Stage& stage) { fill_and_wait(stage, seconds(60)); },
       get,
       "v1",
       {kGet}},
      {"stale", "async_refresh", defaults, fill_and_expire, get, "v1", {kGet, kPostpone, kGet, kEnqueue}},
      {"second_reader_of_a_stale_item_hits",
       "async_refresh",
       defaults,
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.get();
       },
       get,
       "v1",
       {kGet}},
      {"computation_fails",
       "async_refresh",
       defaults,
       [](Stage& stage) { stage.origin.fail_next = true; },
       get,
       "error origin",
       {kGet}},
      {"refresh_timeout_given",
       "async_refresh",
       {{"refresh_timeout", "9s"}},
       fill_and_expire,
       get,
       "v1",
       {kGet, "SET item>7 1700000070000000000:v1 PX 3600000", kGet, kEnqueue}},
      {"redis_fails",
       "async_refresh",
       defaults,
       [](Stage& stage) { stage.redis.refuse("GET"); },
       get,
       "error redis",
       {}},
  };
}

inline std::vector<Path> choices() {
  const Stage::Given no_fetch{{"fetch_on_miss", "false"}};
  const Stage::Given threshold{{"fetch_on_stale_threshold", "90s"}};
  return {
      {"miss_without_fetch", "async_refresh", no_fetch, nullptr, get, "empty", {kGet, kPlaceholder, kGet, kEnqueue}},
      {"placeholder_hit", "async_refresh", no_fetch, fill, get, "empty", {kGet}},
      {"placeholder_expired",
       "async_refresh",
       no_fetch,
       fill_and_expire,
       get,
       "empty",
       {kGet, "SET item>7 1700000121000000000 PX 3600000", kGet, kEnqueue}},
      {"placeholder_filled_by_the_task",
       "async_refresh",
       no_fetch,
       [](Stage& stage) {
         stage.get();
         stage.run_task();
       },
       get,
       "v1",
       {kGet}},
      {"beyond_the_threshold_the_reader_computes",
       "async_refresh",
       threshold,
       [](Stage& stage) { fill_and_wait(stage, seconds(91)); },
       get,
       "v2",
       {kGet, "SET item>7 1700000151000000000:v2 PX 3600000", kGet}},
      {"at_the_threshold_it_is_refreshed_in_the_background",
       "async_refresh",
       threshold,
       [](Stage& stage) { fill_and_wait(stage, seconds(90)); },
       get,
       "v1",
       {kGet, "SET item>7 1700000150000000000:v1 PX 3600000", kGet, kEnqueue}},
      {"miss_unverified", "async_refresh", {{"verify_write", "false"}}, nullptr, get, "v1", {kGet, kStore}},
      {"stale_unverified",
       "async_refresh",
       {{"verify_write", "false"}},
       fill_and_expire,
       get,
       "v1",
       {kGet, kPostpone, kEnqueue}},
      {"miss_vanished_before_verification",
       "async_refresh",
       {},
       vanish_after_set,
       get,
       "error strategy",
       {kGet, kStore, kGet}},
      {"stale_vanished_before_verification",
       "async_refresh",
       {},
       [](Stage& stage) {
         fill_and_expire(stage);
         vanish_after_set(stage);
       },
       get,
       "error strategy",
       {kGet, kPostpone, kGet}},
  };
}

inline std::vector<Path> tasks() {
  const Stage::Given defaults;
  return {
      {"task", "async_refresh", defaults, nullptr, run_task, "done", {kStore, kGet}},
      {"task_overwrites_a_newer_value",
       "async_refresh",
       defaults,
       [](Stage& stage) {
         stage.origin.during = [&stage] {
           stage.outside({"SET", RedisKey{"item>7"}, "1700000099000000000:newer", "PX", 3'600'000});
         };
       },
       run_task,
       "done",
       {kStore, kGet}},
      {"task_fails",
       "async_refresh",
       defaults,
       [](Stage& stage) { stage.origin.fail_next = true; },
       run_task,
       "done",
       {}},
      {"task_vanished_before_verification",
       "async_refresh",
       defaults,
       vanish_after_set,
       run_task,
       "done",
       {kStore, kGet}},
      {"task_redis_fails",
       "async_refresh",
       defaults,
       [](Stage& stage) { stage.redis.refuse("SET"); },
       run_task,
       "done",
       {}},
      {"broker_down",
       "async_refresh",
       defaults,
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.queue.down = true;
       },
       get,
       "v1",
       {kGet, kPostpone, kGet, "SET item>7 1700000121000000000:v2 PX 3600000", kGet}},
      {"broker_down_and_computation_fails",
       "async_refresh",
       defaults,
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.queue.down = true;
         stage.origin.fail_next = true;
       },
       get,
       "v1",
       {kGet, kPostpone, kGet}},
      {"broker_down_without_fetch",
       "async_refresh",
       {{"fetch_on_miss", "false"}},
       [](Stage& stage) { stage.queue.down = true; },
       get,
       "empty",
       {kGet, kPlaceholder, kGet, kStore, kGet}},
  };
}

inline std::vector<Path> invalidating() {
  const Stage::Given defaults;
  return {
      {"invalidate", "async_refresh", defaults, fill, invalidate, "done", {kGet, kStore, kGet, kEnqueue}},
      {"invalidate_absent", "async_refresh", defaults, nullptr, invalidate, "done", {kGet}},
      {"invalidate_broker_down",
       "async_refresh",
       defaults,
       [](Stage& stage) {
         stage.get();
         stage.queue.down = true;
       },
       invalidate,
       "done",
       {kGet, kStore, kGet, "SET item>7 1700000060000000000:v2 PX 3600000", kGet}},
      {"invalidate_vanished_before_verification",
       "async_refresh",
       defaults,
       [](Stage& stage) {
         stage.get();
         vanish_after_set(stage);
       },
       invalidate,
       "error strategy",
       {kGet, kStore, kGet}},
      {"invalidation_during_the_first_fetch_is_lost",
       "async_refresh",
       defaults,
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate(); }; },
       get,
       "v1",
       {kGet, kGet, kStore, kGet}},
  };
}

// What the scripts leave behind is looked at with a GET of the test's own.
inline std::vector<Path> corrected() {
  const Stage::Given corrected{{"behaviour", "corrected"}};
  const auto then_stored = [](const std::string& outcome, Stage& stage) {
    return outcome + ", then " + stage.outside({"GET", RedisKey{"item>7"}}).as_string();
  };
  return {
      {"corrected_miss", "async_refresh", corrected, nullptr, get, "v1", {kGet, "EVALSHA", "EVALSHA"}},
      {"corrected_stale", "async_refresh", corrected, fill_and_expire, get, "v1", {kGet, "EVALSHA", kEnqueue}},
      {"corrected_does_not_put_old_data_over_new",
       "async_refresh",
       corrected,
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.redis.after("GET", [&stage] { stage.run_task(); });
       },
       [then_stored](Stage& stage) { return then_stored(stage.get(), stage); },
       "v1, then 1700000121000000000:v2",
       {kGet, "EVALSHA", "EVALSHA", "EVALSHA"}},
      {"corrected_invalidation_during_the_first_fetch_is_kept",
       "async_refresh",
       corrected,
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate(); }; },
       [then_stored](Stage& stage) { return then_stored(stage.get(), stage); },
       "v1, then 1700000000000000000:v1",
       {kGet, "EVALSHA", "EVALSHA", kGet, "EVALSHA"}},
      {"corrected_slow_refresh_does_not_overwrite_a_newer_value",
       "async_refresh",
       corrected,
       [](Stage& stage) {
         stage.get();
         stage.origin.during = [&stage] { stage.run_task(); };
       },
       [then_stored](Stage& stage) { return then_stored(stage.run_task(), stage); },
       "done, then 1700000060000000000:v3",
       {"EVALSHA", "EVALSHA", "EVALSHA", "EVALSHA"}},
      {"corrected_placeholder",
       "async_refresh",
       {{"behaviour", "corrected"}, {"fetch_on_miss", "false"}},
       nullptr,
       get,
       "empty",
       {kGet, "SET item>7 1700000060000000000 NX PX 3600000", kEnqueue}},
  };
}

}  // namespace async_refresh
}  // namespace stampede::traces

// The paths of stale_while_revalidate. Items are fresh for 60 s and live for 1 h.
#pragma once

#include <vector>

#include "tests/traces/stored_item_steps.h"

namespace stampede::traces::stale_while_revalidate {

using namespace stored;

inline const std::string kName = "stale_while_revalidate";
inline const std::string kFirst = set(60, "v1", "3600000");
inline const std::string kRefreshed = set(121, "v2", "3600000");

inline void fail_once(Stage& stage) {
  fill_expire_and_fail(stage);
  get_and_finish(stage);
}

inline std::vector<Path> reading() {
  return {
      {"miss", kName, {}, nullptr, get, "v1", {kGet, kFirst}},
      {"hit", kName, {}, [](Stage& stage) { fill_and_wait(stage, std::chrono::seconds(59)); }, get, "v1", {kGet}},
      {"stale_at_the_very_end_of_its_freshness",
       kName,
       {},
       [](Stage& stage) { fill_and_wait(stage, std::chrono::seconds(60)); },
       get_and_finish,
       "v1",
       {kGet, set(120, "v2", "3600000")}},
      {"stale", kName, {}, fill_and_expire, get_and_finish, "v1", {kGet, kRefreshed}},
      {"stale_and_the_refresh_has_not_begun", kName, {}, fill_and_expire, get, "v1", {kGet}},
      {"second_stale_read_during_a_refresh_starts_no_other",
       kName,
       {},
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.get();
       },
       get_and_finish,
       "v1",
       {kGet, kRefreshed}},
      {"after_the_refresh",
       kName,
       {},
       [](Stage& stage) {
         fill_and_expire(stage);
         get_and_finish(stage);
       },
       get,
       "v2",
       {kGet}},
      {"beyond_the_window_the_caller_computes",
       kName,
       {{"stale_while_revalidate", "1s"}},
       fill_and_expire,
       get,
       "v2",
       {kGet, kRefreshed}},
      {"redis_fails", kName, {}, [](Stage& stage) { stage.redis.refuse("GET"); }, get, "error redis", {}},
      {"invalidate", kName, {}, fill, invalidate, "done", {kDel}},
      {"what_was_invalidated_during_its_refresh_is_not_stored",
       kName,
       {},
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.origin.during = [&stage] { stage.invalidate(); };
       },
       get_and_finish,
       "v1",
       {kGet, kDel}},
      {"what_was_invalidated_during_a_computation_of_its_own_is_stored",
       kName,
       {},
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate(); }; },
       get,
       "v1",
       {kGet, kDel, kFirst}},
  };
}

inline std::vector<Path> failing() {
  return {
      {"computation_fails_when_cold", kName, {}, fail_next, get, "error origin", {kGet}},
      {"write_fails_when_cold", kName, {}, refuse_set, get, "error redis", {kGet}},
      {"refresh_fails", kName, {}, fill_expire_and_fail, get_and_finish, "v1", {kGet}},
      {"after_a_failed_refresh_no_other_is_tried", kName, {}, fail_once, get_and_finish, "v1", {kGet}},
      {"after_a_failed_write_no_refresh_is_tried",
       kName,
       {},
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.redis.refuse("SET");
         get_and_finish(stage);
       },
       get_and_finish,
       "v1",
       {kGet}},
      {"after_the_throttle_a_refresh_is_tried",
       kName,
       {},
       [](Stage& stage) {
         fail_once(stage);
         stage.clock.advance(std::chrono::seconds(30));
       },
       get_and_finish,
       "v1",
       {kGet, set(151, "v3", "3600000")}},
      {"without_a_throttle_a_refresh_is_tried_at_once",
       kName,
       {{"error_throttle", "0s"}},
       fail_once,
       get_and_finish,
       "v1",
       {kGet, set(121, "v3", "3600000")}},
      {"an_invalidation_ends_the_throttle",
       kName,
       {},
       [](Stage& stage) {
         fail_once(stage);
         stage.invalidate();
         stage.get();
         stage.clock.advance(std::chrono::seconds(61));
       },
       get_and_finish,
       "v3",
       {kGet, set(182, "v4", "3600000")}},
  };
}

inline std::vector<Path> failing_late() {
  const Stage::Given if_error{{"stale_while_revalidate", "0s"}, {"stale_if_error", "10s"}};
  return {
      {"beyond_the_window_a_failure_is_answered",
       kName,
       {{"stale_while_revalidate", "0s"}},
       fill_expire_and_fail,
       get,
       "error origin",
       {kGet}},
      {"stale_if_error", kName, if_error, fill_expire_and_fail, get, "v1", {kGet}},
      {"stale_if_error_and_none", kName, if_error, fill_and_expire, get, "v2", {kGet, kRefreshed}},
      {"stale_if_error_is_throttled_too", kName, if_error, fail_once, get, "v1", {kGet}},
      {"beyond_stale_if_error",
       kName,
       if_error,
       [](Stage& stage) {
         fill_and_wait(stage, std::chrono::seconds(70));
         fail_next(stage);
       },
       get,
       "error origin",
       {kGet}},
  };
}

inline std::vector<Path> choices() {
  const Stage::Given by_lock{{"coalesce", "redis"}};
  return {
      {"behind_a_lock",
       kName,
       by_lock,
       fill_and_expire,
       get_and_finish,
       "v1",
       {kGet, kTryLock, kGet, kRefreshed, kUnlock}},
      {"lock_ttl_given",
       kName,
       {{"coalesce", "redis"}, {"lock_ttl", "5s"}},
       fill_and_expire,
       get_and_finish,
       "v1",
       {kGet, "SET lock:item>7 * NX PX 5000", kGet, kRefreshed, kUnlock}},
      {"lock_taken",
       kName,
       by_lock,
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.outside({"SET", RedisKey{"lock:item>7"}, "theirs"});
       },
       get_and_finish,
       "v1",
       {kGet, kTryLock}},
      {"renewed_by_another_node_before_the_lock",
       kName,
       by_lock,
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.redis.after("SET", [&stage] {
           stage.outside({"SET", RedisKey{"item>7"}, "1700000121000000000:0:theirs"});
         });
       },
       get_and_finish,
       "v1",
       {kGet, kTryLock, kGet, kUnlock}},
      {"refresh_behind_a_lock_fails",
       kName,
       by_lock,
       fill_expire_and_fail,
       get_and_finish,
       "v1",
       {kGet, kTryLock, kGet, kUnlock}},
      {"redis_fails_at_the_lock",
       kName,
       by_lock,
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.redis.refuse("SET");
       },
       get_and_finish,
       "v1",
       {kGet}},
  };
}

inline std::vector<Path> cold_choices() {
  return {
      {"cold_and_coalesced", kName, {{"coalesce_cold", "node"}}, nullptr, get, "v1", {kGet, kFirst}},
      {"cold_and_coalesced_write_fails", kName, {{"coalesce_cold", "node"}}, refuse_set, get, "error redis", {kGet}},
      {"cold_coalesced_and_invalidated_meanwhile",
       kName,
       {{"coalesce_cold", "node"}},
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate(); }; },
       get,
       "v1",
       {kGet, kDel}},
      {"lifetimes_given",
       kName,
       {{"fresh_for", "5s"}, {"keep_for", "7s"}},
       nullptr,
       get,
       "v1",
       {kGet, set(5, "v1", "7000")}},
  };
}

}  // namespace stampede::traces::stale_while_revalidate

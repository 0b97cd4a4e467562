// The paths of refresh_ahead. Entries live for 60 s and are refreshed from 48 s on.
#pragma once

#include <vector>

#include "tests/traces/stored_item_steps.h"

namespace stampede::traces::refresh_ahead {

using namespace stored;

inline const std::string kName = "refresh_ahead";
inline const std::string kFirst = set(48, "v1", "60000");
inline const std::string kRefreshed = set(97, "v2", "60000");

inline void fill_and_come_due(Stage& stage) { fill_and_wait(stage, std::chrono::seconds(49)); }
inline void fail_once(Stage& stage) {
  fill_and_come_due(stage);
  fail_next(stage);
  get_and_finish(stage);
}

inline std::vector<Path> reading() {
  return {
      {"miss", kName, {}, nullptr, get, "v1", {kGet, kFirst}},
      {"hit_before_it_is_due",
       kName,
       {},
       [](Stage& stage) { fill_and_wait(stage, std::chrono::seconds(47)); },
       get_and_finish,
       "v1",
       {kGet}},
      {"hit_when_it_is_due", kName, {}, fill_and_come_due, get_and_finish, "v1", {kGet, kRefreshed}},
      {"second_read_during_a_refresh_starts_no_other",
       kName,
       {},
       [](Stage& stage) {
         fill_and_come_due(stage);
         stage.get();
       },
       get_and_finish,
       "v1",
       {kGet, kRefreshed}},
      {"fraction_given",
       kName,
       {{"fraction", "0.5"}, {"ttl", "10s"}},
       nullptr,
       get,
       "v1",
       {kGet, set(5, "v1", "10000")}},
      {"computation_fails", kName, {}, fail_next, get, "error origin", {kGet}},
      {"write_fails", kName, {}, refuse_set, get, "error redis", {kGet}},
      {"after_a_failed_refresh_no_other_is_tried", kName, {}, fail_once, get_and_finish, "v1", {kGet}},
      {"after_retry_after_a_refresh_is_tried",
       kName,
       {},
       [](Stage& stage) {
         fail_once(stage);
         stage.clock.advance(std::chrono::seconds(1));
       },
       get_and_finish,
       "v1",
       {kGet, set(98, "v3", "60000")}},
  };
}

inline std::vector<Path> contending() {
  const Stage::Given by_lock{{"coalesce", "redis"}};
  return {
      {"behind_a_lock",
       kName,
       by_lock,
       fill_and_come_due,
       get_and_finish,
       "v1",
       {kGet, kTryLock, kGet, kRefreshed, kUnlock}},
      {"lock_taken",
       kName,
       by_lock,
       [](Stage& stage) {
         fill_and_come_due(stage);
         stage.outside({"SET", RedisKey{"lock:item>7"}, "theirs"});
       },
       get_and_finish,
       "v1",
       {kGet, kTryLock}},
      {"a_miss_takes_no_lock", kName, by_lock, nullptr, get, "v1", {kGet, kFirst}},
      {"expired_during_a_refresh_the_caller_waits_for_it",
       kName,
       {},
       [](Stage& stage) {
         fill_and_come_due(stage);
         stage.get();
         stage.outside({"DEL", RedisKey{"item>7"}});
       },
       get,
       "v2",
       {kGet, kRefreshed}},
      {"expired_while_another_node_refreshes_the_caller_computes",
       kName,
       by_lock,
       [](Stage& stage) {
         fill_and_come_due(stage);
         stage.outside({"SET", RedisKey{"lock:item>7"}, "theirs"});
         stage.get();
         stage.outside({"DEL", RedisKey{"item>7"}});
       },
       get,
       "v2",
       {kGet, kTryLock, kRefreshed}},
      {"redis_fails", kName, {}, [](Stage& stage) { stage.redis.refuse("GET"); }, get, "error redis", {}},
      {"invalidate", kName, {}, fill, invalidate, "done", {kDel}},
      {"what_was_invalidated_meanwhile_is_not_stored",
       kName,
       {},
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate(); }; },
       get,
       "v1",
       {kGet, kDel}},
  };
}

}  // namespace stampede::traces::refresh_ahead

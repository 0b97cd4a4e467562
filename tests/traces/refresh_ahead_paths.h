// The paths of refresh_ahead. Entries live for 60 s and are refreshed from 48 s on.
#pragma once

#include <vector>

#include "tests/traces/stored_item_steps.h"

namespace stampede::traces {

inline std::vector<Path> refresh_ahead_paths() {
  using namespace stored;
  const std::string name = "refresh_ahead";
  const Stage::Given by_lock{{"coalesce", "redis"}};
  const std::string first = set(48, "v1", "60000");
  const std::string refreshed = set(97, "v2", "60000");
  const auto fill_and_come_due = [](Stage& stage) { fill_and_wait(stage, std::chrono::seconds(49)); };
  const auto fail_once = [=](Stage& stage) {
    fill_and_come_due(stage);
    stage.origin.fail_next = true;
    get_and_finish(stage);
  };
  return {
      {"miss", name, {}, nullptr, get, "v1", {kGet, first}},
      {"hit_before_it_is_due",
       name,
       {},
       [](Stage& stage) { fill_and_wait(stage, std::chrono::seconds(47)); },
       get_and_finish,
       "v1",
       {kGet}},
      {"hit_when_it_is_due", name, {}, fill_and_come_due, get_and_finish, "v1", {kGet, refreshed}},
      {"second_read_during_a_refresh_starts_no_other",
       name,
       {},
       [=](Stage& stage) {
         fill_and_come_due(stage);
         stage.get();
       },
       get_and_finish,
       "v1",
       {kGet, refreshed}},
      {"fraction_given",
       name,
       {{"fraction", "0.5"}, {"ttl", "10s"}},
       nullptr,
       get,
       "v1",
       {kGet, set(5, "v1", "10000")}},
      {"computation_fails", name, {}, fail_next, get, "error origin", {kGet}},
      {"write_fails", name, {}, refuse_set, get, "error redis", {kGet}},
      {"after_a_failed_refresh_no_other_is_tried", name, {}, fail_once, get_and_finish, "v1", {kGet}},
      {"after_retry_after_a_refresh_is_tried",
       name,
       {},
       [=](Stage& stage) {
         fail_once(stage);
         stage.clock.advance(std::chrono::seconds(1));
       },
       get_and_finish,
       "v1",
       {kGet, set(98, "v3", "60000")}},
      {"behind_a_lock",
       name,
       by_lock,
       fill_and_come_due,
       get_and_finish,
       "v1",
       {kGet, kTryLock, kGet, refreshed, kUnlock}},
      {"lock_taken",
       name,
       by_lock,
       [=](Stage& stage) {
         fill_and_come_due(stage);
         stage.outside({"SET", RedisKey{"lock:item>7"}, "theirs"});
       },
       get_and_finish,
       "v1",
       {kGet, kTryLock}},
      {"a_miss_takes_no_lock", name, by_lock, nullptr, get, "v1", {kGet, first}},
      {"expired_during_a_refresh_the_caller_waits_for_it",
       name,
       {},
       [=](Stage& stage) {
         fill_and_come_due(stage);
         stage.get();
         stage.outside({"DEL", RedisKey{"item>7"}});
       },
       get,
       "v2",
       {kGet, refreshed}},
      {"expired_while_another_node_refreshes_the_caller_computes",
       name,
       by_lock,
       [=](Stage& stage) {
         fill_and_come_due(stage);
         stage.outside({"SET", RedisKey{"lock:item>7"}, "theirs"});
         stage.get();
         stage.outside({"DEL", RedisKey{"item>7"}});
       },
       get,
       "v2",
       {kGet, kTryLock, refreshed}},
      {"redis_fails", name, {}, [](Stage& stage) { stage.redis.refuse("GET"); }, get, "error redis", {}},
      {"invalidate", name, {}, fill, invalidate, "done", {kDel}},
      {"what_was_invalidated_meanwhile_is_not_stored",
       name,
       {},
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate(); }; },
       get,
       "v1",
       {kGet, kDel}},
  };
}

}  // namespace stampede::traces

// The paths of soft_timeout. Items are fresh for 60 s and live for 1 h. A computation is slow where its fiber is held
// until its caller has gone.
#pragma once

#include <vector>

#include "tests/traces/stored_item_steps.h"

namespace stampede::traces::soft_timeout {

using namespace stored;

inline const std::string kName = "soft_timeout";
inline const std::string kFirst = set(60, "v1", "3600000");

inline void fail_once(Stage& stage) {
  fill_expire_and_fail(stage);
  stage.get();
}
inline void hold(Stage& stage) { stage.fibers.held = true; }
inline void expire_and_hold(Stage& stage) {
  fill_and_expire(stage);
  hold(stage);
}

inline std::vector<Path> stale() {
  return {
      {"miss", kName, {}, nullptr, get, "v1", {kGet, kFirst}},
      {"hit", kName, {}, fill, get, "v1", {kGet}},
      {"stale_and_quick", kName, {}, fill_and_expire, get, "v2", {kGet, set(121, "v2", "3600000")}},
      {"stale_and_slow", kName, {}, expire_and_hold, get, "v1", {kGet}},
      // 100 ms later.
      {"stale_and_slow_and_what_goes_on",
       kName,
       {},
       expire_and_hold,
       get_and_finish,
       "v1",
       {kGet, "SET item>7 1700000121100000000:0:v2 PX 3600000"}},
      {"stale_and_slow_and_not_kept",
       kName,
       {{"keep_computing", "false"}},
       expire_and_hold,
       get_and_finish,
       "v1",
       {kGet}},
      {"stale_and_quick_and_not_kept",
       kName,
       {{"keep_computing", "false"}},
       fill_and_expire,
       get,
       "v2",
       {kGet, set(121, "v2", "3600000")}},
      {"stale_and_the_computation_fails", kName, {}, fill_expire_and_fail, get, "v1", {kGet}},
      {"after_a_failure_no_other_is_tried", kName, {}, fail_once, get, "v1", {kGet}},
      {"without_a_throttle_another_is_tried",
       kName,
       {{"error_throttle", "0s"}},
       fail_once,
       get,
       "v3",
       {kGet, set(121, "v3", "3600000")}},
      {"stale_and_the_write_fails",
       kName,
       {},
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.redis.refuse("SET");
       },
       get,
       "v2",
       {kGet}},
  };
}

inline std::vector<Path> others() {
  const Stage::Given hard{{"hard_timeout", "1s"}};
  return {
      {"cold_and_the_computation_fails", kName, {}, fail_next, get, "error origin", {kGet}},
      {"cold_and_the_write_fails", kName, {}, refuse_set, get, "v1", {kGet}},
      {"cold_and_slow", kName, hard, hold, get_and_finish, "error timeout", {kGet, set(61, "v1", "3600000")}},
      {"cold_and_slow_and_not_kept",
       kName,
       {{"hard_timeout", "1s"}, {"keep_computing", "false"}},
       hold,
       get_and_finish,
       "error timeout",
       {kGet}},
      {"cold_and_quick_with_a_hard_timeout", kName, hard, nullptr, get, "v1", {kGet, kFirst}},
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

}  // namespace stampede::traces::soft_timeout

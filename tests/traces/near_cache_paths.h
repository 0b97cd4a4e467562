// The paths of near_cache. Of several scripts in a row only one is seen.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces::near_cache {

inline std::string get(Stage& stage) { return stage.get(); }

inline void store(Stage& stage, const std::string& entry, Duration lifetime = std::chrono::minutes(1)) {
  stage.outside({"SET", RedisKey{"item>7"}, entry, "PX",
                 std::chrono::duration_cast<std::chrono::milliseconds>(lifetime).count()});
}

inline void start_with_a_value(Stage& stage) {
  stage.start();
  store(stage, "value:theirs");
}

inline void start_while_somebody_computes(Stage& stage) {
  stage.start();
  store(stage, "computing:theirs");
}

inline std::vector<Path> reading() {
  const auto start = [](Stage& stage) { return stage.start(); };
  const auto invalidate = [](Stage& stage) { return stage.invalidate(); };
  return {
      {"start",
       "near_cache",
       {},
       nullptr,
       start,
       "done",
       {"CLIENT ID", "SUBSCRIBE __redis__:invalidate", "CLIENT TRACKING ON REDIRECT *"}},
      {"miss", "near_cache", {}, start, get, "v1", {"EVALSHA", "EVALSHA"}},
      {"hit_in_redis", "near_cache", {}, start_with_a_value, get, "theirs", {"EVALSHA"}},
      {"hit_on_the_node",
       "near_cache",
       {},
       [](Stage& stage) {
         start_with_a_value(stage);
         stage.get();
       },
       get,
       "theirs",
       {}},
      {"keeps_nothing_that_is_not_tracked",
       "near_cache",
       {},
       [](Stage& stage) {
         store(stage, "value:theirs");
         stage.get();
       },
       get,
       "theirs",
       {"EVALSHA"}},
      {"computation_fails",
       "near_cache",
       {},
       [](Stage& stage) {
         stage.start();
         stage.origin.fail_next = true;
       },
       get,
       "error origin",
       {"EVALSHA", "EVALSHA"}},
      {"finds_what_is_not_its_own",
       "near_cache",
       {},
       [](Stage& stage) { store(stage, "of somebody else"); },
       get,
       "error strategy",
       {"EVALSHA"}},
      {"invalidate", "near_cache", {}, start_with_a_value, invalidate, "done", {"DEL item>7"}},
      {"miss_after_invalidation",
       "near_cache",
       {},
       [](Stage& stage) {
         start_with_a_value(stage);
         stage.get();
         stage.invalidate();
       },
       get,
       "v1",
       {"EVALSHA", "EVALSHA"}},
      {"value_that_is_invalidated_meanwhile_is_not_stored",
       "near_cache",
       {},
       [](Stage& stage) {
         stage.origin.during = [&stage] { stage.outside({"DEL", RedisKey{"item>7"}}); };
         stage.get();
       },
       get,
       "v2",
       {"EVALSHA", "EVALSHA"}},
  };
}

inline std::vector<Path> waiting() {
  return {
      {"computes_when_others_take_too_long", "near_cache", {}, start_while_somebody_computes, get, "v1", {"EVALSHA"}},
      {"fails_when_others_take_too_long",
       "near_cache",
       {{"on_timeout", "fail"}},
       start_while_somebody_computes,
       get,
       "error timeout",
       {"EVALSHA"}},
      {"looks_again_when_the_placeholder_has_ended",
       "near_cache",
       {},
       [](Stage& stage) {
         stage.start();
         store(stage, "computing:theirs", std::chrono::seconds(2));
         stage.clock.on_sleep = [&stage](std::uint64_t) { store(stage, "value:theirs"); };
       },
       get,
       "theirs",
       {"EVALSHA", "EVALSHA"}},
  };
}

}  // namespace stampede::traces::near_cache

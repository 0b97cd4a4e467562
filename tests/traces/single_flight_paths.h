// The paths of single_flight, as far as one caller goes them, or a second one who comes during the first one's
// computation.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces {

inline std::vector<Path> single_flight_paths() {
  const Stage::Given detached{{"detached", "true"}};
  const Stage::Given unstored{{"store", "none"}};
  const Stage::Given unforgetting{{"forget_on_invalidate", "false"}};
  const std::string read = "GET item>7";
  const std::string write = "SET item>7 v1 PX 60000";
  const auto get = [](Stage& stage) { return stage.get(); };
  const auto fill = [](Stage& stage) { stage.get(); };
  const auto invalidate = [](Stage& stage) { return stage.invalidate(); };
  const auto fail = [](Stage& stage) { stage.origin.fail_next = true; };
  const auto invalidate_meanwhile = [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate(); }; };
  const auto second_caller = [](Stage& stage) {
    std::string second;
    stage.origin.during = [&] { second = stage.get(); };
    stage.get();
    return second;
  };
  return {
      {"miss", "single_flight", {}, nullptr, get, "v1", {read, write}},
      {"hit", "single_flight", {}, fill, get, "v1", {read}},
      {"ttl_given", "single_flight", {{"ttl", "5s"}}, nullptr, get, "v1", {read, "SET item>7 v1 PX 5000"}},
      {"computation_fails", "single_flight", {}, fail, get, "error origin", {read}},
      {"redis_fails_at_the_read",
       "single_flight",
       {},
       [](Stage& stage) { stage.redis.refuse("GET"); },
       get,
       "error redis",
       {}},
      {"redis_fails_at_the_write",
       "single_flight",
       {},
       [](Stage& stage) { stage.redis.refuse("SET"); },
       get,
       "error redis",
       {read}},
      {"detached_miss", "single_flight", detached, nullptr, get, "v1", {read, write}},
      {"detached_computation_fails", "single_flight", detached, fail, get, "error origin", {read}},
      {"detached_redis_fails_at_the_write",
       "single_flight",
       detached,
       [](Stage& stage) { stage.redis.refuse("SET"); },
       get,
       "error redis",
       {read}},
      {"without_a_store", "single_flight", unstored, fill, get, "v2", {}},
      {"second_caller_waits_too_long_and_fails",
       "single_flight",
       {{"wait_timeout", "1s"}, {"on_timeout", "fail"}},
       nullptr,
       second_caller,
       "error timeout",
       {read, read, write}},
      {"second_caller_waits_too_long_and_computes_for_itself",
       "single_flight",
       {{"wait_timeout", "1s"}},
       nullptr,
       second_caller,
       "v2",
       {read, read, write}},
      {"invalidate", "single_flight", {}, fill, invalidate, "done", {"DEL item>7"}},
      {"invalidate_without_forgetting", "single_flight", unforgetting, fill, invalidate, "done", {"DEL item>7"}},
      {"invalidate_without_a_store", "single_flight", unstored, nullptr, invalidate, "done", {}},
      {"invalidate_without_either",
       "single_flight",
       {{"store", "none"}, {"forget_on_invalidate", "false"}},
       nullptr,
       invalidate,
       "unsupported",
       {}},
      {"what_was_invalidated_meanwhile_is_not_stored",
       "single_flight",
       {},
       invalidate_meanwhile,
       get,
       "v1",
       {read, "DEL item>7"}},
      {"what_was_invalidated_meanwhile_is_stored_without_forgetting",
       "single_flight",
       unforgetting,
       invalidate_meanwhile,
       get,
       "v1",
       {read, "DEL item>7", write}},
      {"what_another_node_has_invalidated_meanwhile_is_stored",
       "single_flight",
       {},
       [](Stage& stage) { stage.origin.during = [&stage] {
                            stage.outside({"DEL", RedisKey{"item>7"}});
                          }; },
       get,
       "v1",
       {read, write}},
  };
}

}  // namespace stampede::traces

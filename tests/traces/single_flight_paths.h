// The paths of single_flight, as far as one caller goes them, or a second one who comes during the first one's
// computation.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces {
namespace single_flight {

inline const std::string kRead = "GET item>7";
inline const std::string kWrite = "SET item>7 v1 PX 60000";

inline std::string get(Stage& stage) { return stage.get(); }
inline std::string invalidate(Stage& stage) { return stage.invalidate(); }
inline void fill(Stage& stage) { stage.get(); }
inline void fail(Stage& stage) { stage.origin.fail_next = true; }
inline void invalidate_meanwhile(Stage& stage) {
  stage.origin.during = [&stage] { stage.invalidate(); };
}
// What somebody gets who comes during a computation.
inline std::string get_meanwhile(Stage& stage) {
  std::string second;
  stage.origin.during = [&] { second = stage.get(); };
  stage.get();
  return second;
}

inline std::vector<Path> reading() {
  const Stage::Given detached{{"detached", "true"}};
  const Stage::Given unstored{{"store", "none"}};
  return {
      {"miss", "single_flight", {}, nullptr, get, "v1", {kRead, kWrite}},
      {"hit", "single_flight", {}, fill, get, "v1", {kRead}},
      {"ttl_given", "single_flight", {{"ttl", "5s"}}, nullptr, get, "v1", {kRead, "SET item>7 v1 PX 5000"}},
      {"computation_fails", "single_flight", {}, fail, get, "error origin", {kRead}},
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
       {kRead}},
      {"detached_miss", "single_flight", detached, nullptr, get, "v1", {kRead, kWrite}},
      {"detached_computation_fails", "single_flight", detached, fail, get, "error origin", {kRead}},
      {"detached_redis_fails_at_the_write",
       "single_flight",
       detached,
       [](Stage& stage) { stage.redis.refuse("SET"); },
       get,
       "error redis",
       {kRead}},
      {"without_a_store", "single_flight", unstored, fill, get, "v2", {}},
      {"second_caller_waits_too_long_and_fails",
       "single_flight",
       {{"wait_timeout", "1s"}, {"on_timeout", "fail"}},
       nullptr,
       get_meanwhile,
       "error timeout",
       {kRead, kRead, kWrite}},
      {"second_caller_waits_too_long_and_computes_for_itself",
       "single_flight",
       {{"wait_timeout", "1s"}},
       nullptr,
       get_meanwhile,
       "v2",
       {kRead, kRead, kWrite}},
  };
}

inline std::vector<Path> invalidating() {
  const Stage::Given unstored{{"store", "none"}};
  const Stage::Given unforgetting{{"forget_on_invalidate", "false"}};
  return {
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
       {kRead, "DEL item>7"}},
      {"what_was_invalidated_meanwhile_is_stored_without_forgetting",
       "single_flight",
       unforgetting,
       invalidate_meanwhile,
       get,
       "v1",
       {kRead, "DEL item>7", kWrite}},
      {"what_another_node_has_invalidated_meanwhile_is_stored",
       "single_flight",
       {},
       [](Stage& stage) { stage.origin.during = [&stage] {
                            stage.outside({"DEL", RedisKey{"item>7"}});
                          }; },
       get,
       "v1",
       {kRead, kWrite}},
  };
}

}  // namespace single_flight
}  // namespace stampede::traces

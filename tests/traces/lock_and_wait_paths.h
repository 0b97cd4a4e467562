// The paths of lock_and_wait.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces {
namespace lock_and_wait {

inline const char* const kLock = "lock:item>7";
inline const std::string kName = "lock_and_wait";

inline std::string get(Stage& stage) { return stage.get(); }
inline std::string get_twice(Stage& stage) {
  const std::string first = stage.get();
  return first + " then " + stage.get();
}
inline void fill(Stage& stage) { stage.get(); }
inline std::string invalidate(Stage& stage) { return stage.invalidate(); }
inline void fail_once(Stage& stage) { stage.origin.fail_next = true; }
inline void take_lock(Stage& stage) { stage.outside({"SET", RedisKey{kLock}, "somebody", "PX", 10'000}); }
inline void drop_lock(Stage& stage) { stage.outside({"DEL", RedisKey{kLock}}); }
inline void store_theirs(Stage& stage) {
  stage.outside({"SET", RedisKey{"item>7"}, "1700000060000000000:0:theirs", "PX", 60'000});
}
inline void store_stale(Stage& stage) {
  stage.outside({"SET", RedisKey{"item>7"}, "1699999999000000000:0:old", "PX", 60'000});
}

inline const std::string kRead = "GET item>7";
inline const std::string kStore = "SET item>7 1700000060000000000:0:v1 PX 60000";
inline const std::string kTryLock = "SET lock:item>7 * NX PX 10000";
inline const std::string kPublish = "PUBLISH lock_and_wait:released lock:item>7";

inline std::vector<Path> holding() {
  return {
      {"miss", kName, {}, nullptr, get, "v1", {kRead, kTryLock, kRead, kStore, "EVALSHA"}},
      {"hit", kName, {}, fill, get, "v1", {kRead}},
      {"computation_fails", kName, {}, fail_once, get, "error origin", {kRead, kTryLock, kRead, "EVALSHA"}},
      {"another_has_stored_before_the_lock",
       kName,
       {},
       [](Stage& stage) { stage.redis.after("SET", [&stage] { store_theirs(stage); }); },
       get,
       "theirs",
       {kRead, kTryLock, kRead, "EVALSHA"}},
      {"lock_lost_while_computing",
       kName,
       {},
       [](Stage& stage) { stage.origin.during = [&stage] { take_lock(stage); }; },
       [](Stage& stage) {
         const std::string answer = stage.get();
         return answer + " " + stage.outside({"GET", RedisKey{kLock}}).as_string();
       },
       "v1 somebody",
       {kRead, kTryLock, kRead, kStore, "EVALSHA"}},
      {"striped",
       kName,
       {{"stripes", "25"}},
       nullptr,
       get,
       "v1",
       {kRead, "SET lock-stripe:19 * NX PX 10000", kRead, kStore, "EVALSHA"}},
      {"renewed_until_the_lock_is_lost",
       kName,
       {{"renewal", "true"}},
       [](Stage& stage) {
         stage.clock.on_sleep = [&stage](std::uint64_t sleep) {
           if (sleep == 3) drop_lock(stage);
         };
         stage.origin.during = [&stage] {
           stage.fibers.run_all();
           static_cast<Redis&>(stage.redis).call({"GET", RedisKey{"three-renewals-later"}});
         };
       },
       [](Stage& stage) {
         const std::string answer = stage.get();
         return answer + (stage.clock.sleeps == 3 ? " after 3 sleeps" : "");
       },
       "v1 after 3 sleeps",
       {kRead, kTryLock, kRead, "3 x EVALSHA", "GET three-renewals-later", "SET item>7 * PX 60000", "EVALSHA"}},
      {"not_renewed_after_its_end",
       kName,
       {{"renewal", "true"}},
       fill,
       [](Stage& stage) {
         stage.fibers.run_all();
         return stage.get();
       },
       "v1",
       {kRead}},
      {"invalidate", kName, {}, fill, invalidate, "done", {"DEL item>7"}},
  };
}

inline std::vector<Path> waiting() {
  return {
      {"polls_for_the_value",
       kName,
       {},
       [](Stage& stage) {
         take_lock(stage);
         stage.clock.on_sleep = [&stage](std::uint64_t sleep) {
           if (sleep == 2) store_theirs(stage);
         };
       },
       get,
       "theirs",
       {kRead, kTryLock, kRead, kTryLock, kRead}},
      {"polls_and_takes_over",
       kName,
       {},
       [](Stage& stage) {
         take_lock(stage);
         stage.clock.on_sleep = [&stage](std::uint64_t) { drop_lock(stage); };
       },
       get,
       "v1",
       {kRead, kTryLock, kRead, kTryLock, kRead, "SET item>7 * PX 60000", "EVALSHA"}},
      {"waits_too_long",
       kName,
       {{"wait_timeout", "25ms"}},
       take_lock,
       get,
       "v1",
       {kRead, kTryLock, kRead, kTryLock, kRead, kTryLock}},
      {"waits_too_long_and_computes",
       kName,
       {{"wait_timeout", "0s"}, {"on_timeout", "compute"}},
       take_lock,
       get,
       "v1",
       {kRead, kTryLock, kStore}},
      {"waits_too_long_and_fails",
       kName,
       {{"wait_timeout", "0s"}, {"on_timeout", "fail"}},
       take_lock,
       get,
       "error timeout",
       {kRead, kTryLock}},
  };
}

inline std::vector<Path> waking() {
  return {
      {"start", kName, {}, nullptr, [](Stage& stage) { return stage.start(); }, "done", {}},
      {"start_with_messages",
       kName,
       {{"wake", "pubsub"}},
       nullptr,
       [](Stage& stage) { return stage.start(); },
       "done",
       {"SUBSCRIBE lock_and_wait:released"}},
      {"publishes_after_the_release",
       kName,
       {{"wake", "pubsub"}},
       nullptr,
       get,
       "v1",
       {kRead, kTryLock, kRead, kStore, "EVALSHA", kPublish}},
      {"publishes_a_failure_too",
       kName,
       {{"wake", "pubsub"}},
       fail_once,
       get,
       "error origin",
       {kRead, kTryLock, kRead, "EVALSHA", kPublish}},
      {"looks_although_no_message_comes",
       kName,
       {{"wake", "pubsub"}},
       [](Stage& stage) {
         take_lock(stage);
         stage.clock.on_sleep = [&stage](std::uint64_t) { store_theirs(stage); };
       },
       [](Stage& stage) {
         const std::string answer = stage.get();
         return answer + (stage.clock.now().time_since_epoch() == std::chrono::seconds(1) ? " after 1 s" : "");
       },
       "theirs after 1 s",
       {kRead, kTryLock, kRead}},
  };
}

inline std::vector<Path> serving_stale() {
  const Stage::Given stale{{"serve_stale", "true"}};
  return {
      {"stale_and_locked",
       kName,
       stale,
       [](Stage& stage) {
         store_stale(stage);
         take_lock(stage);
       },
       get,
       "old",
       {kRead, kTryLock}},
      {"stale_and_free",
       kName,
       stale,
       store_stale,
       get,
       "v1",
       {kRead, kTryLock, kRead, "SET item>7 1700000060000000000:0:v1 PX 3600000", "EVALSHA"}},
      {"still_fresh", kName, stale, store_theirs, get, "theirs", {kRead}},
      {"expired_only_by_the_clock_of_the_node", kName, {}, store_stale, get, "old", {kRead}},
  };
}

inline std::vector<Path> fencing() {
  const Stage::Given fenced{{"fencing", "true"}};
  return {
      {"fenced_miss", kName, fenced, nullptr, get, "v1", {kRead, "EVALSHA", kRead, "2 x EVALSHA"}},
      {"fenced_and_locked",
       kName,
       {{"fencing", "true"}, {"wait_timeout", "0s"}, {"on_timeout", "fail"}},
       take_lock,
       get,
       "error timeout",
       {kRead, "EVALSHA"}},
      {"fenced_timeout_draws_a_number",
       kName,
       {{"fencing", "true"}, {"wait_timeout", "0s"}, {"on_timeout", "compute"}},
       take_lock,
       get_twice,
       "v1 then v1",
       {kRead, "3 x EVALSHA", kRead}},
      {"late_store_is_refused",
       kName,
       fenced,
       [](Stage& stage) {
         stage.origin.during = [&stage] {
           drop_lock(stage);
           stage.get();
         };
       },
       get_twice,
       "v1 then v2",
       {kRead, "EVALSHA", kRead, kRead, "EVALSHA", kRead, "4 x EVALSHA", kRead}},
      {"late_store_is_done_without_fencing",
       kName,
       {},
       [](Stage& stage) {
         stage.origin.during = [&stage] {
           drop_lock(stage);
           stage.get();
         };
       },
       get_twice,
       "v1 then v1",
       {kRead, kTryLock, kRead, kRead, kTryLock, kRead, "SET item>7 1700000060000000000:0:v2 PX 60000", "EVALSHA",
        kStore, "EVALSHA", kRead}},
  };
}

inline std::vector<Path> fencing_off() {
  const Stage::Given fenced{{"fencing", "true"}};
  return {
      {"fenced_off_by_an_invalidation",
       kName,
       fenced,
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate(); }; },
       get_twice,
       "v1 then v2",
       {kRead, "EVALSHA", kRead, "3 x EVALSHA", kRead, "EVALSHA", kRead, "2 x EVALSHA"}},
      {"fenced_off_when_the_fence_was_lost",
       kName,
       fenced,
       [](Stage& stage) {
         stage.origin.during = [&stage] { stage.outside({"DEL", RedisKey{"fence:item>7"}, RedisKey{kLock}}); };
       },
       get_twice,
       "v1 then v2",
       {kRead, "EVALSHA", kRead, "2 x EVALSHA", kRead, "EVALSHA", kRead, "2 x EVALSHA"}},
      {"fenced_invalidate", kName, fenced, fill, invalidate, "done", {"EVALSHA"}},
      {"fenced_invalidate_of_an_unknown_key",
       kName,
       fenced,
       nullptr,
       [](Stage& stage) {
         stage.invalidate();
         return std::to_string(stage.outside({"EXISTS", RedisKey{"fence:item>7"}}).as_integer());
       },
       "0",
       {"EVALSHA"}},
  };
}

inline std::vector<Path> paths() {
  std::vector<Path> all;
  for (const auto& some : {holding(), waiting(), waking(), serving_stale(), fencing(), fencing_off()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace lock_and_wait
}  // namespace stampede::traces

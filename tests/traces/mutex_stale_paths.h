// The paths of mutex_stale. Its entries live 1 h and are fresh while more than 59 min remain.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces {
namespace mutex_stale {

inline const char* const kEntry = ":item>7";
inline const char* const kLock = "Lock::item>7";

inline void store_stale(Stage& stage) { stage.outside({"SET", RedisKey{kEntry}, "old", "PX", 1'800'000}); }
inline void take_lock(Stage& stage) { stage.outside({"SET", RedisKey{kLock}, "somebody", "PX", 60'000}); }
inline void drop_lock(Stage& stage) { stage.outside({"DEL", RedisKey{kLock}}); }

inline void lose_lock_while_computing(Stage& stage) {
  stage.origin.during = [&stage] { take_lock(stage); };
}
// The lock is free when a blocked caller looks for the third time.
inline void free_lock_after_two_waits(Stage& stage) {
  stage.clock.on_sleep = [&stage](std::uint64_t sleep) {
    if (sleep == 2) drop_lock(stage);
  };
}
inline std::string get(Stage& stage) { return stage.get(); }

inline const std::string kTryLock = "SET Lock::item>7 * NX PX 60000";
inline const std::string kTryPublishedLock = "SET Lock::item>7 * NX PX 300000";
inline const std::string kStore = "SET :item>7 v1 PX 3600000";

inline std::vector<Path> reading() {
  const Stage::Given documented;
  return {
      {"miss",
       "mutex_stale",
       documented,
       nullptr,
       get,
       "v1",
       {"GET :item>7", "EXISTS :item>7", kTryLock, "EVALSHA", kStore}},
      {"fresh_hit",
       "mutex_stale",
       documented,
       [](Stage& stage) { stage.get(); },
       get,
       "v1",
       {"GET :item>7", "EXISTS :item>7", "TTL :item>7"}},
      {"stale",
       "mutex_stale",
       documented,
       store_stale,
       get,
       "v1",
       {"GET :item>7", "EXISTS :item>7", "TTL :item>7", kTryLock, "EVALSHA", kStore}},
      {"freshness_ends_when_the_rounded_ttl_says_so",
       "mutex_stale",
       documented,
       [](Stage& stage) {
         stage.outside({"SET", RedisKey{kEntry}, "old", "PX", 3'540'400});
       },
       get,
       "v1",
       {"GET :item>7", "EXISTS :item>7", "TTL :item>7", kTryLock, "EVALSHA", kStore}},
      {"entry_expires_between_get_and_exists",
       "mutex_stale",
       documented,
       [](Stage& stage) {
         stage.get();
         stage.redis.after("GET", [&stage] { stage.outside({"DEL", RedisKey{kEntry}}); });
       },
       get,
       "v2",
       {"GET :item>7", "EXISTS :item>7", kTryLock, "EVALSHA", "SET :item>7 v2 PX 3600000"}},
      {"prefix_and_lock_ttl_given",
       "mutex_stale",
       {{"prefix", "app"}, {"lock_ttl", "5s"}},
       nullptr,
       get,
       "v1",
       {"GET app:item>7", "EXISTS app:item>7", "SET Lock:app:item>7 * NX PX 5000", "EVALSHA",
        "SET app:item>7 v1 PX 3600000"}},
      {"redis_fails",
       "mutex_stale",
       documented,
       [](Stage& stage) { stage.redis.refuse("EXISTS"); },
       get,
       "error redis",
       {"GET :item>7"}},
      {"has_no_invalidation",
       "mutex_stale",
       documented,
       nullptr,
       [](Stage& stage) { return stage.invalidate(); },
       "unsupported",
       {}},
  };
}

inline std::vector<Path> documented_lock() {
  const Stage::Given documented;
  return {
      {"lock_taken_cold",
       "mutex_stale",
       documented,
       take_lock,
       get,
       "error cold_cache",
       {"GET :item>7", "EXISTS :item>7", kTryLock}},
      {"lock_taken_stale",
       "mutex_stale",
       documented,
       [](Stage& stage) {
         store_stale(stage);
         take_lock(stage);
       },
       get,
       "old",
       {"GET :item>7", "EXISTS :item>7", "TTL :item>7", kTryLock}},
      {"lock_lost_cold",
       "mutex_stale",
       documented,
       lose_lock_while_computing,
       get,
       "error cold_cache",
       {"GET :item>7", "EXISTS :item>7", kTryLock, "EVALSHA"}},
      {"lock_lost_stale",
       "mutex_stale",
       documented,
       [](Stage& stage) {
         store_stale(stage);
         lose_lock_while_computing(stage);
       },
       get,
       "old",
       {"GET :item>7", "EXISTS :item>7", "TTL :item>7", kTryLock, "EVALSHA"}},
      {"computation_fails",
       "mutex_stale",
       documented,
       [](Stage& stage) { stage.origin.fail_next = true; },
       get,
       "error origin",
       {"GET :item>7", "EXISTS :item>7", kTryLock, "EVALSHA"}},
      {"computation_fails_stale",
       "mutex_stale",
       documented,
       [](Stage& stage) {
         store_stale(stage);
         stage.origin.fail_next = true;
       },
       get,
       "error origin",
       {"GET :item>7", "EXISTS :item>7", "TTL :item>7", kTryLock, "EVALSHA"}},
      {"computation_fails_and_lock_lost",
       "mutex_stale",
       documented,
       [](Stage& stage) {
         stage.origin.fail_next = true;
         lose_lock_while_computing(stage);
       },
       get,
       "error cold_cache",
       {"GET :item>7", "EXISTS :item>7", kTryLock, "EVALSHA"}},
  };
}

inline std::vector<Path> published_lock() {
  const Stage::Given published{{"behaviour", "published"}};
  return {
      {"published_miss",
       "mutex_stale",
       published,
       nullptr,
       get,
       "v1",
       {"GET :item>7", "EXISTS :item>7", kTryPublishedLock, "EVALSHA", kStore}},
      {"published_polls_for_the_lock",
       "mutex_stale",
       published,
       [](Stage& stage) {
         take_lock(stage);
         free_lock_after_two_waits(stage);
       },
       get,
       "v1",
       {"GET :item>7", "EXISTS :item>7", kTryPublishedLock, kTryPublishedLock, kTryPublishedLock, "EVALSHA", kStore}},
      {"published_polls_although_a_stale_value_exists",
       "mutex_stale",
       published,
       [](Stage& stage) {
         store_stale(stage);
         take_lock(stage);
         free_lock_after_two_waits(stage);
       },
       get,
       "v1",
       {"GET :item>7", "EXISTS :item>7", "TTL :item>7", kTryPublishedLock, kTryPublishedLock, kTryPublishedLock,
        "EVALSHA", kStore}},
      {"published_computes_although_the_holder_has_stored",
       "mutex_stale",
       published,
       [](Stage& stage) {
         take_lock(stage);
         stage.clock.on_sleep = [&stage](std::uint64_t) {
           stage.outside({"SET", RedisKey{kEntry}, "theirs", "PX", 3'600'000});
           drop_lock(stage);
         };
       },
       get,
       "v1",
       {"GET :item>7", "EXISTS :item>7", kTryPublishedLock, kTryPublishedLock, "EVALSHA", kStore}},
      {"published_lock_lost_stale",
       "mutex_stale",
       published,
       [](Stage& stage) {
         store_stale(stage);
         lose_lock_while_computing(stage);
       },
       get,
       "old",
       {"GET :item>7", "EXISTS :item>7", "TTL :item>7", kTryPublishedLock, "EVALSHA"}},
  };
}

inline std::vector<Path> corrected() {
  const Stage::Given corrected{{"behaviour", "corrected"}};
  const auto fill = [](Stage& stage) { stage.get(); };
  return {
      {"corrected_miss", "mutex_stale", corrected, nullptr, get, "v1", {"EVALSHA", kTryLock, "EVALSHA", "EVALSHA"}},
      {"corrected_fresh_hit", "mutex_stale", corrected, fill, get, "v1", {"EVALSHA"}},
      {"corrected_stale_and_locked",
       "mutex_stale",
       corrected,
       [](Stage& stage) {
         store_stale(stage);
         take_lock(stage);
       },
       get,
       "old",
       {"EVALSHA", kTryLock}},
      {"corrected_finds_what_was_stored_before_it_got_the_lock",
       "mutex_stale",
       corrected,
       [](Stage& stage) {
         stage.redis.after("SET", [&stage] { stage.outside({"SET", RedisKey{kEntry}, "new", "PX", 3'600'000}); });
       },
       get,
       "new",
       {"EVALSHA", kTryLock, "EVALSHA", "EVALSHA"}},
      {"corrected_lost_lock_does_not_lose_the_answer",
       "mutex_stale",
       corrected,
       lose_lock_while_computing,
       get,
       "v1",
       {"EVALSHA", kTryLock, "EVALSHA", "EVALSHA"}},
      {"corrected_failure_releases",
       "mutex_stale",
       corrected,
       [](Stage& stage) { stage.origin.fail_next = true; },
       get,
       "error origin",
       {"EVALSHA", kTryLock, "EVALSHA", "EVALSHA"}},
  };
}

}  // namespace mutex_stale
}  // namespace stampede::traces

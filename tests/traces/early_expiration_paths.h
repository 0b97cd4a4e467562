// The paths of early_expiration. In a script every random number is close to 0 and grows, so that a gap is less than a
// nanosecond long and nobody is early, except where beta or gap are given for it.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces {
namespace early_expiration {

inline const char* const kLock = "lock:item>7";

inline std::string get(Stage& stage) { return stage.get(); }
inline void fill(Stage& stage) { stage.get(); }

// Expires in 60 s by the clock of a script, which stands still; was computed in 1 s.
inline void store_item(Stage& stage) {
  stage.outside({"SET", RedisKey{"item>7"}, "1700000060000000000:1000000000:old", "PX", 60'000});
}
// By the clock of a writer who is late.
inline void store_expired(Stage& stage) {
  stage.outside({"SET", RedisKey{"item>7"}, "1699999999000000000:1000000000:old", "PX", 60'000});
}
inline void take_lock(Stage& stage) { stage.outside({"SET", RedisKey{kLock}, "somebody", "PX", 30'000}); }
inline void drop_lock(Stage& stage) { stage.outside({"DEL", RedisKey{kLock}}); }

// Whatever is left, it is less than the gap.
inline const Stage::Given kAlwaysEarly{{"mode", "uniform"}, {"gap", "8760h"}, {"lock", "redis"}};
inline const Stage::Given kLocked{{"lock", "redis"}};

inline const std::string kRead = "GET item>7";
inline const std::string kStore = "SET item>7 1700000060000000000:0:v1 PX 60000";
inline const std::string kTryLock = "SET lock:item>7 * NX PX 30000";

inline std::vector<Path> without_lock() {
  const std::string name = "early_expiration";
  return {
      {"miss", name, {}, nullptr, get, "v1", {kRead, kStore}},
      {"hit", name, {}, store_item, get, "old", {kRead}},
      {"expired", name, {}, store_expired, get, "v1", {kRead, kStore}},
      {"early", name, {{"mode", "uniform"}, {"gap", "8760h"}}, store_item, get, "v1", {kRead, kStore}},
      {"computation_fails",
       name,
       {},
       [](Stage& stage) { stage.origin.fail_next = true; },
       get,
       "error origin",
       {kRead}},
      {"keeps_what_the_computation_took",
       name,
       {{"ttl", "5s"}},
       [](Stage& stage) { stage.origin.during = [&stage] { stage.clock.advance(std::chrono::milliseconds(250)); }; },
       get,
       "v1",
       {kRead, "SET item>7 1700000005250000000:250000000:v1 PX 5000"}},
      {"invalidate", name, {}, fill, [](Stage& stage) { return stage.invalidate(); }, "done", {"DEL item>7"}},
      {"not_an_item",
       name,
       {},
       [](Stage& stage) {
         stage.outside({"SET", RedisKey{"item>7"}, "something"});
       },
       get,
       "error strategy",
       {kRead}},
  };
}

inline std::vector<Path> with_lock() {
  const std::string name = "early_expiration";
  return {
      {"locked_miss", name, kLocked, nullptr, get, "v1", {kRead, kTryLock, kRead, kStore, "EVALSHA"}},
      {"locked_hit", name, kLocked, store_item, get, "old", {kRead}},
      {"locked_early", name, kAlwaysEarly, store_item, get, "v1", {kRead, kTryLock, kRead, kStore, "EVALSHA"}},
      {"locked_early_and_another_renews",
       name,
       kAlwaysEarly,
       [](Stage& stage) {
         store_item(stage);
         take_lock(stage);
       },
       get,
       "old",
       {kRead, kTryLock}},
      {"locked_and_another_has_renewed",
       name,
       kLocked,
       [](Stage& stage) { stage.redis.after("SET", [&stage] { store_item(stage); }); },
       get,
       "old",
       {kRead, kTryLock, kRead, "EVALSHA"}},
      {"locked_computation_fails",
       name,
       kLocked,
       [](Stage& stage) { stage.origin.fail_next = true; },
       get,
       "error origin",
       {kRead, kTryLock, kRead, "EVALSHA"}},
      {"waits_for_the_value",
       name,
       kLocked,
       [](Stage& stage) {
         take_lock(stage);
         stage.clock.on_sleep = [&stage](std::uint64_t sleep) {
           if (sleep == 2) store_item(stage);
         };
       },
       get,
       "old",
       {kRead, kTryLock, kRead, kTryLock, kRead}},
      {"waits_and_takes_over",
       name,
       kLocked,
       [](Stage& stage) {
         take_lock(stage);
         stage.clock.on_sleep = [&stage](std::uint64_t) { drop_lock(stage); };
       },
       get,
       "v1",
       {kRead, kTryLock, kRead, kTryLock, kRead, "SET item>7 1700000060020000000:0:v1 PX 60000", "EVALSHA"}},
      {"expired_and_another_computes",
       name,
       {{"lock", "redis"}, {"wait_timeout", "30ms"}},
       [](Stage& stage) {
         store_expired(stage);
         take_lock(stage);
       },
       get,
       "v1",
       {kRead, kTryLock, kRead, kTryLock, kRead, kTryLock, "SET item>7 1700000060030000000:0:v1 PX 60000"}},
  };
}

inline std::vector<Path> paths() {
  std::vector<Path> all;
  for (const auto& some : {without_lock(), with_lock()}) all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace early_expiration
}  // namespace stampede::traces

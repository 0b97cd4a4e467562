// The paths of lease. All of it is scripts.
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces {
namespace lease {

inline std::string get(Stage& stage) { return stage.get(); }
inline std::string get_twice(Stage& stage) {
  const std::string first = stage.get();
  return first + " then " + stage.get();
}
inline void fill(Stage& stage) { stage.get(); }
inline std::string invalidate(Stage& stage) { return stage.invalidate(); }

inline void take_lease(Stage& stage) { stage.outside({"SET", RedisKey{"lease:item>7"}, "somebody", "PX", 10'000}); }
inline void store_theirs(Stage& stage) { stage.outside({"SET", RedisKey{"item>7"}, "theirs", "PX", 60'000}); }
inline bool exists(Stage& stage, const std::string& key) {
  return stage.outside({"EXISTS", RedisKey{key}}).as_integer() == 1;
}

// What the operation leaves behind is part of its outcome: a trace of scripts alone says little.
inline std::string with_remains(Stage& stage, std::string outcome) {
  for (const char* key : {"item>7", "lease:item>7", "stale:item>7"}) {
    if (exists(stage, key)) outcome += std::string(" ") + key;
  }
  return outcome;
}
inline std::string get_and_remains(Stage& stage) { return with_remains(stage, stage.get()); }
inline std::string invalidate_and_remains(Stage& stage) { return with_remains(stage, stage.invalidate()); }

inline const Commands kOneScript{"EVALSHA"};
inline const Stage::Given kStale{{"losers", "stale"}};
inline const Stage::Given kInterval{{"hold_off", "interval"}};

inline std::vector<Path> winning() {
  const std::string name = "lease";
  return {
      {"miss", name, {}, nullptr, get_and_remains, "v1 item>7", {"2 x EVALSHA"}},
      {"hit", name, {}, fill, get_and_remains, "v1 item>7", kOneScript},
      {"miss_keeps_the_interval", name, kInterval, nullptr, get_and_remains, "v1 item>7 lease:item>7", {"2 x EVALSHA"}},
      {"computation_fails",
       name,
       {},
       [](Stage& stage) { stage.origin.fail_next = true; },
       get_and_remains,
       "error origin",
       {"2 x EVALSHA"}},
      {"failed_computation_gives_the_interval_back",
       name,
       kInterval,
       [](Stage& stage) { stage.origin.fail_next = true; },
       get_and_remains,
       "error origin",
       {"2 x EVALSHA"}},
      {"invalidated_while_computing",
       name,
       {},
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate(); }; },
       get_and_remains,
       "v1",
       {"3 x EVALSHA"}},
      {"invalidated_while_computing_and_leased_again",
       name,
       {},
       [](Stage& stage) {
         stage.origin.during = [&stage] {
           stage.invalidate();
           stage.get();
         };
       },
       get_twice,
       "v1 then v2",
       {"6 x EVALSHA"}},
      {"lease_expires_while_computing",
       name,
       {},
       [](Stage& stage) { stage.origin.during = [&stage] {
                            stage.outside({"DEL", RedisKey{"lease:item>7"}});
                          }; },
       get_and_remains,
       "v1",
       {"2 x EVALSHA"}},
  };
}

inline std::vector<Path> losing() {
  const std::string name = "lease";
  return {
      {"waits_for_the_value",
       name,
       {},
       [](Stage& stage) {
         take_lease(stage);
         stage.clock.on_sleep = [&stage](std::uint64_t sleep) {
           if (sleep == 3) store_theirs(stage);
         };
       },
       get,
       "theirs",
       {"4 x EVALSHA"}},
      {"waits_and_takes_over",
       name,
       {},
       [](Stage& stage) {
         take_lease(stage);
         stage.clock.on_sleep = [&stage](std::uint64_t) { stage.outside({"DEL", RedisKey{"lease:item>7"}}); };
       },
       get_and_remains,
       "v1 item>7",
       {"3 x EVALSHA"}},
      {"waits_too_long",
       name,
       {{"wait_timeout", "1s"}},
       take_lease,
       get_and_remains,
       "v1 lease:item>7",
       {"15 x EVALSHA"}},
      {"waits_too_long_and_fails",
       name,
       {{"wait_timeout", "1s"}, {"on_timeout", "fail"}},
       take_lease,
       get,
       "error timeout",
       {"15 x EVALSHA"}},
      {"takes_the_stale_copy", name, kStale,
       [](Stage& stage) {
         stage.get();
         stage.invalidate();
         take_lease(stage);
       },
       get, "v1", kOneScript},
      {"has_no_stale_copy", name, {{"losers", "stale"}, {"wait_timeout", "0s"}}, take_lease, get, "v1", kOneScript},
      {"the_winner_does_not_take_the_stale_copy",
       name,
       kStale,
       [](Stage& stage) {
         stage.get();
         stage.invalidate();
       },
       get_and_remains,
       "v2 item>7",
       {"2 x EVALSHA"}},
  };
}

inline std::vector<Path> invalidating() {
  const std::string name = "lease";
  return {
      {"invalidate", name, {}, fill, invalidate_and_remains, "done", kOneScript},
      {"invalidate_absent", name, {}, nullptr, invalidate_and_remains, "done", kOneScript},
      {"invalidate_leased", name, {}, take_lease, invalidate_and_remains, "done", kOneScript},
      {"invalidate_keeps_the_interval", name, kInterval, fill, invalidate_and_remains, "done lease:item>7", kOneScript},
      {"invalidate_makes_no_lease", name, kInterval, nullptr, invalidate_and_remains, "done", kOneScript},
      {"invalidate_leaves_a_stale_copy", name, kStale, fill, invalidate_and_remains, "done stale:item>7", kOneScript},
      {"invalidate_without_stale_copy",
       name,
       {{"losers", "stale"}, {"stale_for", "0s"}},
       fill,
       invalidate_and_remains,
       "done",
       kOneScript},
      {"invalidated_during_the_interval",
       name,
       {{"hold_off", "interval"}, {"wait_timeout", "1s"}, {"on_timeout", "fail"}},
       [](Stage& stage) {
         stage.get();
         stage.invalidate();
       },
       get,
       "error timeout",
       {"15 x EVALSHA"}},
  };
}

inline std::vector<Path> paths() {
  std::vector<Path> all;
  for (const auto& some : {winning(), losing(), invalidating()}) all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace lease
}  // namespace stampede::traces

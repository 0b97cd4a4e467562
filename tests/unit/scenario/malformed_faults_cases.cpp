// Wrong scenarios: faults, alone and together.
#include "malformed_cases.h"

namespace stampede::scenario {

std::vector<Malformed> malformed_faults() {
  return {
      {R"({"faults": {}})", "faults", "expected an array, found {}"},
      {R"({"faults": [5]})", "faults[0]", "expected an object, found 5"},
      {R"({"faults": [{"fault": "flush"}]})", "faults[0].at",
       "missing; expected when it begins, from the load's start"},
      {R"({"faults": [{"fault": "redis_stall", "at": "0s"}]})", "faults[0].fault",
       "expected one of flush, delete_keys, expire_keys, origin_slow, origin_failing, origin_down, background_lost, "
       "background_crash, redis_slow, redis_stalled, redis_restarted, redis_unreachable, redis_out_of_memory, "
       R"(messages_lost, found "redis_stall"; did you mean "redis_stalled"?)"},
      {R"({"faults": [{"fault": "redis_stalled", "att": "0s", "at": "0s", "for": "1s"}]})", "faults[0].att",
       R"(unknown key; did you mean "at"?)"},
      {R"({"duration": "9s", "faults": [{"fault": "redis_stalled", "at": "1s"}]})", "faults[0].for",
       "missing; expected how long it lasts"},
      {R"({"duration": "9s", "faults": [{"fault": "redis_stalled", "at": "1s", "for": "0s"}]})", "faults[0].for",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), found "0s")"},
      {R"({"duration": "9s", "faults": [{"fault": "flush", "at": "1s", "for": "1s"}]})", "faults[0].for",
       "does not go with flush"},
      {R"({"duration": "9s", "faults": [{"fault": "redis_stalled", "at": "1s", "for": "1s", "share": 1}]})",
       "faults[0].share", "does not go with redis_stalled"},
      {R"({"duration": "9s", "faults": [{"fault": "delete_keys", "at": "1s", "keys": "hottest"}]})", "faults[0].keys",
       R"(expected "all", {"hottest": NUMBER} or {"share": NUMBER}, found "hottest")"},
      {R"({"duration": "9s", "faults": [{"fault": "delete_keys", "at": "1s", "keys": {"hotest": 1}}]})",
       "faults[0].keys.hotest", R"(unknown key; did you mean "hottest"?)"},
      {R"({"duration": "9s", "faults": [{"fault": "expire_keys", "at": "1s"}]})", "faults[0].in",
       "missing; expected how long after the fault the keys expire"},
      {R"({"duration": "9s", "faults": [{"fault": "origin_slow", "at": "1s", "for": "1s"}]})", "faults[0].factor",
       "missing; expected how many times as long computations take"},
      {R"({"duration": "9s", "faults": [{"fault": "origin_slow", "at": "1s", "for": "1s", "factor": 0.5}]})",
       "faults[0].factor", "expected a number from 1 to 1000000, found 0.5"},
      {R"({"duration": "9s", "faults": [{"fault": "origin_failing", "at": "1s", "for": "1s", "share": 2}]})",
       "faults[0].share", "expected a number from 1e-06 to 1, found 2"},
      {R"({"duration": "9s", "faults": [{"fault": "origin_down", "at": "1s", "for": "1s", "mode": "hangs"}]})",
       "faults[0].mode", R"(expected one of refuse, hang, found "hangs"; did you mean "hang"?)"},
      {R"({"duration": "9s", "faults": [{"fault": "redis_out_of_memory", "at": "1s", "for": "1s", "memory": 5}]})",
       "faults[0].memory", R"(expected a size from 1B to 1048576GiB (such as "4KiB"), found 5)"},
      // In time, and together.
      {R"({"duration": "9s", "faults": [{"fault": "flush", "at": "10s"}]})", "faults[0].at",
       R"(is "10s", but the load ends at "9s" (duration))"},
      {R"({"duration": "9s", "faults": [{"fault": "origin_down", "at": "8s", "for": "2s"}]})", "faults[0].for",
       R"(ends at "10s", but the load ends at "9s" (duration))"},
      {R"({"duration": "9s", "faults": [{"fault": "expire_keys", "at": "8s", "in": "2s"}]})", "faults[0].in",
       R"(ends at "10s", but the load ends at "9s" (duration))"},
      {R"({"duration": "9s", "faults": [{"fault": "origin_slow", "at": "1s", "for": "2s", "factor": 2},
                                        {"fault": "origin_slow", "at": "2s", "for": "2s", "factor": 3}]})",
       "faults[1]", "overlaps with faults[0], which is origin_slow as well"},
      {R"({"duration": "9s", "faults": [{"fault": "redis_stalled", "at": "1s", "for": "2s"},
                                        {"fault": "redis_unreachable", "at": "2s", "for": "2s"}]})",
       "faults[1]", "overlaps with redis_stalled (faults[0]); only one of them can befall the server at a time"},
      {R"({"duration": "9s", "faults": [{"fault": "redis_restarted", "at": "1s", "for": "2s"},
                                        {"fault": "flush", "at": "2s"}]})",
       "faults[1]",
       "flush and redis_restarted (faults[0]) cannot be at the same time: nothing can be done to the keys while the "
       "server does not answer"},
      {R"({"duration": "9s", "faults": [{"fault": "flush", "at": "2s"},
                                        {"fault": "redis_restarted", "at": "1s", "for": "2s"}]})",
       "faults[1]",
       "redis_restarted and flush (faults[0]) cannot be at the same time: nothing can be done to the keys while the "
       "server does not answer"},
  };
}

}  // namespace stampede::scenario

// What the paths of the strategies with stored items have in common. The clock starts at 1 700 000 000 s, and stands
// still during computations, so that an item is FRESH_UNTIL_NS:0:VALUE.
#pragma once

#include <string>

#include "tests/traces/path.h"

namespace stampede::traces::stored {

inline std::string get(Stage& stage) { return stage.get(); }
inline std::string invalidate(Stage& stage) { return stage.invalidate(); }
// And what the caller leaves to its fibers.
inline std::string get_and_finish(Stage& stage) {
  std::string answer = stage.get();
  stage.fibers.run_all();
  return answer;
}
inline void fill(Stage& stage) { stage.get(); }
inline void fill_and_wait(Stage& stage, std::chrono::seconds wait) {
  stage.get();
  stage.clock.advance(wait);
}
inline void fill_and_expire(Stage& stage) { fill_and_wait(stage, std::chrono::seconds(61)); }
inline void fail_next(Stage& stage) { stage.origin.fail_next = true; }
inline void fill_expire_and_fail(Stage& stage) {
  fill_and_expire(stage);
  fail_next(stage);
}
inline void refuse_set(Stage& stage) { stage.redis.refuse("SET"); }

inline const std::string kGet = "GET item>7";
inline const std::string kDel = "DEL item>7";
inline const std::string kTryLock = "SET lock:item>7 * NX PX 10000";
inline const std::string kUnlock = "EVALSHA";

// Fresh until so many seconds after the start.
inline std::string set(int fresh_until_s, const std::string& value, const std::string& expiry_ms) {
  return "SET item>7 " + std::to_string(1'700'000'000 + fresh_until_s) + "000000000:0:" + value + " PX " + expiry_ms;
}

}  // namespace stampede::traces::stored

// What the paths of retry_wait and tag_invalidation have in common: steps, and the commands they expect.
#pragma once

#include <string>
#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces::cacheme {

inline std::string get(Stage& stage) { return stage.get(); }
inline std::string invalidate(Stage& stage) { return stage.invalidate(); }
inline void fill(Stage& stage) { stage.get(); }
inline void fill_and_expire(Stage& stage) {
  stage.get();
  stage.clock.advance(std::chrono::seconds(60));
}
inline void fill_and_invalidate(Stage& stage) {
  stage.get();
  stage.invalidate();
}
inline void fail_next(Stage& stage) { stage.origin.fail_next = true; }
inline void write_old(Stage& stage) { stage.outside({"HSET", RedisKey{"CM:item"}, "7", "old"}); }

// Somebody else computes; their value appears during the wait of this number.
inline void others_write_after(Stage& stage, std::uint64_t wait) {
  stage.clock.on_sleep = [&stage, wait](std::uint64_t sleep) {
    if (sleep == wait) stage.outside({"HSET", RedisKey{"CM:item"}, "7", "theirs"});
  };
}

template <typename... Parts>
Commands sequence(const Parts&... parts) {
  Commands all;
  (all.insert(all.end(), parts.begin(), parts.end()), ...);
  return all;
}

inline Commands times(int count, const Commands& commands) {
  Commands all;
  for (int i = 0; i < count; ++i) all = sequence(all, commands);
  return all;
}

inline const Commands kHget{"HGET CM:item 7"};
inline const Commands kTag{"SADD CM:tag:0 CM:item>7"};
inline const Commands kNames{"SADD CM:group:0:invalid CM:item>7", "SADD CM:group:1:invalid CM:item>7"};
inline const std::string kExpiries = "CM:Meta:Expire-Buckets::CM:item";

inline Commands hset(const std::string& value) { return {"HSET CM:item 7 " + value}; }
inline Commands transaction(const Commands& commands) {
  return sequence(Commands{"MULTI"}, commands, Commands{"EXEC"});
}
inline Commands zadd(int expiry_offset_s) {
  return {"ZADD " + kExpiries + " " + std::to_string(1'700'000'000 + expiry_offset_s) + " CM:item>7"};
}
inline Commands zrange(int offset_s) {
  return {"ZRANGEBYSCORE " + kExpiries + " 0 " + std::to_string(1'700'000'000 + offset_s)};
}
inline Commands zremrange(int offset_s) {
  return {"ZREMRANGEBYSCORE " + kExpiries + " 0 " + std::to_string(1'700'000'000 + offset_s)};
}

// 0.0.9
inline const Commands kTakeMark{"SREM CM:delete CM:item>7"};
inline const Commands kMark{"SADD CM:delete CM:item>7"};
inline const Commands kBegin{"SADD CM:progress CM:item>7"};
inline const Commands kEnd{"SREM CM:progress CM:item>7"};

// 0.1.1
inline const Commands kTakeMarkAndRead{"EVALSHA"};
inline const Commands kMetaMark{"SADD CM:meta:deleted CM:item>7"};
inline const Commands kMetaBegin{"SADD CM:meta:progress CM:item>7"};
inline const Commands kMetaEnd{"SREM CM:meta:progress CM:item>7"};

}  // namespace stampede::traces::cacheme

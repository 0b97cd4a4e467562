// The paths of retry_wait as cacheme 0.1.1 goes them.
#pragma once

#include <vector>

#include "tests/traces/cacheme_steps.h"

namespace stampede::traces::cacheme {

inline Commands write_at_once(const std::string& value) { return transaction(sequence(kTag, hset(value), kMetaEnd)); }

inline std::vector<Path> later_paths() {
  const Stage::Given later{{"version", "0.1.1"}, {"timeout", "none"}};
  const auto others_compute = [](Stage& stage) { stage.outside({"SADD", RedisKey{"CM:meta:progress"}, "CM:item>7"}); };
  return {
      {"later_miss", "retry_wait", later, nullptr, get, "v1",
       sequence(kTakeMarkAndRead, kMetaBegin, write_at_once("v1"))},
      {"later_hit", "retry_wait", later, fill, get, "v1", kTakeMarkAndRead},
      {"later_invalidate", "retry_wait", later, fill, invalidate, "done", kMetaMark},
      {"later_first_read_after_invalidation", "retry_wait", later, fill_and_invalidate, get, "v2",
       sequence(kTakeMarkAndRead, kMetaBegin, write_at_once("v2"))},
      {"later_second_read_after_invalidation_gets_the_old_value", "retry_wait", later,
       [](Stage& stage) {
         fill_and_invalidate(stage);
         stage.outside({"SREM", RedisKey{"CM:meta:deleted"}, "CM:item>7"});
       },
       get, "v1", kTakeMarkAndRead},
      {"later_invalidated_while_others_compute_waits_for_the_old_value", "retry_wait", later,
       [=](Stage& stage) {
         fill_and_invalidate(stage);
         others_compute(stage);
       },
       get, "v1", sequence(kTakeMarkAndRead, kMetaBegin, kHget)},
      {"later_found_after_two_waits", "retry_wait", later,
       [=](Stage& stage) {
         others_compute(stage);
         others_write_after(stage, 2);
       },
       get, "theirs", sequence(kTakeMarkAndRead, kMetaBegin, kHget, kHget)},
      {"later_not_found_after_all_waits", "retry_wait", later, others_compute, get, "v1",
       sequence(kTakeMarkAndRead, kMetaBegin, times(5, kHget), write_at_once("v1"))},
      {"later_computation_fails", "retry_wait", later, fail_next, get, "error origin",
       sequence(kTakeMarkAndRead, kMetaBegin)},
      {"later_recomputation_fails", "retry_wait", later,
       [](Stage& stage) {
         fill_and_invalidate(stage);
         fail_next(stage);
       },
       get, "error origin", sequence(kTakeMarkAndRead, kMetaBegin)},
  };
}

inline std::vector<Path> later_not_stale_paths() {
  const Stage::Given not_stale{{"version", "0.1.1"}, {"timeout", "none"}, {"stale", "false"}};
  return {
      {"later_not_stale_hit", "retry_wait", not_stale, fill, get, "v1", kTakeMarkAndRead},
      {"later_not_stale_first_read_after_invalidation", "retry_wait", not_stale, fill_and_invalidate, get, "v2",
       sequence(kTakeMarkAndRead, kMetaBegin, write_at_once("v2"))},
      {"later_not_stale_the_old_value_is_gone", "retry_wait", not_stale,
       [](Stage& stage) {
         fill_and_invalidate(stage);
         stage.outside({"SADD", RedisKey{"CM:meta:progress"}, "CM:item>7"});
       },
       get, "v2", sequence(kTakeMarkAndRead, kMetaBegin, times(5, kHget), write_at_once("v2"))},
  };
}

inline std::vector<Path> later_timed_paths() {
  const Stage::Given timed{{"version", "0.1.1"}};
  const auto fetch = [](int offset_s) { return transaction(sequence(zrange(offset_s), zremrange(offset_s))); };
  const auto write = [](const std::string& value, int offset_s) {
    return sequence(transaction(sequence(kTag, zadd(offset_s), hset(value))), transaction(kMetaEnd));
  };
  return {
      {"later_timed_miss", "retry_wait", timed, nullptr, get, "v1",
       sequence(fetch(0), kTakeMarkAndRead, kMetaBegin, write("v1", 60))},
      {"later_timed_hit", "retry_wait", timed, fill, get, "v1", sequence(fetch(0), kTakeMarkAndRead)},
      {"later_timed_expired", "retry_wait", timed, fill_and_expire, get, "v2",
       sequence(fetch(60), kMetaMark, kTakeMarkAndRead, kMetaBegin, write("v2", 120))},
      {"later_timed_expired_and_the_mark_taken_by_another_reader", "retry_wait", timed,
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.redis.after("SADD", [&stage] { stage.outside({"SREM", RedisKey{"CM:meta:deleted"}, "CM:item>7"}); });
       },
       get, "v1", sequence(fetch(60), kMetaMark, kTakeMarkAndRead)},
  };
}

}  // namespace stampede::traces::cacheme

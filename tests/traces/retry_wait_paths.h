// The paths of retry_wait as cacheme 0.0.9 goes them, without a timeout and with one of 60 s.
#pragma once

#include <vector>

#include "tests/traces/cacheme_steps.h"

namespace stampede::traces::cacheme {

inline Commands write_untimed(const std::string& value) { return sequence(kTag, hset(value)); }

inline std::vector<Path> untimed_paths() {
  const Stage::Given untimed{{"timeout", "none"}};
  const Commands miss = sequence(kTakeMark, kHget, kBegin);
  return {
      {"miss", "retry_wait", untimed, nullptr, get, "v1", sequence(miss, write_untimed("v1"), kEnd)},
      {"hit", "retry_wait", untimed, fill, get, "v1", sequence(kTakeMark, kHget)},
      {"never_expires", "retry_wait", untimed, fill_and_expire, get, "v1", sequence(kTakeMark, kHget)},
      {"invalidate", "retry_wait", untimed, fill, invalidate, "done", kMark},
      {"first_read_after_invalidation", "retry_wait", untimed, fill_and_invalidate, get, "v2",
       sequence(kTakeMark, write_untimed("v2"))},
      {"second_read_after_invalidation_gets_the_old_value", "retry_wait", untimed,
       [](Stage& stage) {
         fill_and_invalidate(stage);
         stage.outside({"SREM", RedisKey{"CM:delete"}, "CM:item>7"});
       },
       get, "v1", sequence(kTakeMark, kHget)},
      {"invalidated_before_anything_was_cached", "retry_wait", untimed, [](Stage& stage) { stage.invalidate(); }, get,
       "v1", sequence(kTakeMark, write_untimed("v1"))},
      {"recomputation_fails", "retry_wait", untimed,
       [](Stage& stage) {
         fill_and_invalidate(stage);
         fail_next(stage);
       },
       get, "error origin", kTakeMark},
      {"after_a_failed_recomputation_the_old_value_stays", "retry_wait", untimed,
       [](Stage& stage) {
         fill_and_invalidate(stage);
         fail_next(stage);
         stage.get();
       },
       get, "v1", sequence(kTakeMark, kHget)},
      {"skip", "retry_wait", {{"skip", "true"}}, nullptr, get, "v1", {}},
      {"redis_fails", "retry_wait", untimed, [](Stage& stage) { stage.redis.refuse("SREM"); }, get, "error redis", {}},
      {"a_second_part_after_the_field_is_dropped",
       "retry_wait",
       untimed,
       nullptr,
       [](Stage& stage) { return stage.get("A>B>C"); },
       "v1",
       {"SREM CM:delete CM:A>B>C", "HGET CM:A B", "SADD CM:progress CM:A>B>C", "SADD CM:tag:0 CM:A>B>C",
        "HSET CM:A B v1", "SREM CM:progress CM:A>B>C"}},
      {"a_key_without_a_field",
       "retry_wait",
       untimed,
       nullptr,
       [](Stage& stage) { return stage.get("A"); },
       "v1",
       {"SREM CM:delete CM:A", "HGET CM:A base", "SADD CM:progress CM:A", "SADD CM:tag:0 CM:A", "HSET CM:A base v1",
        "SREM CM:progress CM:A"}},
  };
}

inline std::vector<Path> waiting_paths() {
  const Stage::Given untimed{{"timeout", "none"}};
  const Commands miss = sequence(kTakeMark, kHget, kBegin);
  const auto others_compute = [](Stage& stage) { stage.outside({"SADD", RedisKey{"CM:progress"}, "CM:item>7"}); };
  return {
      {"found_after_one_wait", "retry_wait", untimed,
       [=](Stage& stage) {
         others_compute(stage);
         others_write_after(stage, 1);
       },
       get, "theirs", sequence(miss, kHget)},
      {"found_after_the_last_wait", "retry_wait", untimed,
       [=](Stage& stage) {
         others_compute(stage);
         others_write_after(stage, 5);
       },
       get, "theirs", sequence(miss, times(5, kHget))},
      {"not_found_after_all_waits", "retry_wait", untimed, others_compute, get, "v1",
       sequence(miss, times(5, kHget), write_untimed("v1"), kEnd)},
      {"retries_given",
       "retry_wait",
       {{"timeout", "none"}, {"retries", "2"}},
       others_compute,
       get,
       "v1",
       sequence(miss, times(2, kHget), write_untimed("v1"), kEnd)},
      {"computation_fails", "retry_wait", untimed, fail_next, get, "error origin", miss},
      {"after_a_failed_computation_others_wait_in_vain", "retry_wait", untimed,
       [](Stage& stage) {
         fail_next(stage);
         stage.get();
       },
       get, "v2", sequence(miss, times(5, kHget), write_untimed("v2"), kEnd)},
      {"first_to_finish_ends_the_progress_of_the_others", "retry_wait", untimed,
       [](Stage& stage) {
         stage.origin.during = [&stage] {
           stage.outside({"SREM", RedisKey{"CM:progress"}, "CM:item>7"});
           stage.origin.during = [&stage] { write_old(stage); };
           stage.get();
         };
       },
       get, "v1", sequence(miss, miss, write_untimed("v2"), kEnd, write_untimed("v1"), kEnd)},
      {"timed_found_after_one_wait",
       "retry_wait",
       {},
       [=](Stage& stage) {
         others_compute(stage);
         others_write_after(stage, 1);
       },
       get,
       "theirs",
       sequence(zrange(0), transaction(sequence(zremrange(0), kHget)), kTakeMark, kBegin, zrange(0),
                transaction(sequence(zremrange(0), kHget)))},
  };
}

inline std::vector<Path> timed_paths() {
  const auto read = [](int offset_s) {
    return sequence(zrange(offset_s), transaction(sequence(zremrange(offset_s), kHget)));
  };
  const auto read_expired = [](int offset_s) {
    return sequence(zrange(offset_s), kMark, transaction(sequence(zremrange(offset_s), kHget)));
  };
  const auto write = [](const std::string& value, int offset_s) {
    return sequence(kTag, transaction(sequence(zadd(offset_s), hset(value))));
  };
  return {
      {"timed_miss", "retry_wait", {}, nullptr, get, "v1", sequence(read(0), kTakeMark, kBegin, write("v1", 60), kEnd)},
      {"timed_hit", "retry_wait", {}, fill, get, "v1", sequence(read(0), kTakeMark)},
      {"timed_expired",
       "retry_wait",
       {},
       fill_and_expire,
       get,
       "v2",
       sequence(read_expired(60), kTakeMark, write("v2", 120))},
      {"timed_expired_and_the_mark_taken_by_another_reader",
       "retry_wait",
       {},
       [](Stage& stage) {
         fill_and_expire(stage);
         stage.redis.after("SADD", [&stage] { stage.outside({"SREM", RedisKey{"CM:delete"}, "CM:item>7"}); });
       },
       get,
       "v1",
       sequence(read_expired(60), kTakeMark)},
      {"timed_expired_and_the_recomputation_fails",
       "retry_wait",
       {},
       [](Stage& stage) {
         fill_and_expire(stage);
         fail_next(stage);
       },
       get,
       "error origin",
       sequence(read_expired(60), kTakeMark)},
      {"timed_after_a_failed_recomputation_the_old_value_stays",
       "retry_wait",
       {},
       [](Stage& stage) {
         fill_and_expire(stage);
         fail_next(stage);
         stage.get();
       },
       get,
       "v1",
       sequence(read(60), kTakeMark)},
      {"timed_first_read_after_invalidation",
       "retry_wait",
       {},
       fill_and_invalidate,
       get,
       "v2",
       sequence(read(0), kTakeMark, write("v2", 60))},
      {"timeout_given_counts_in_whole_seconds",
       "retry_wait",
       {{"timeout", "1500ms"}},
       nullptr,
       get,
       "v1",
       sequence(read(0), kTakeMark, kBegin, write("v1", 1), kEnd)},
  };
}

}  // namespace stampede::traces::cacheme

// The paths of the corrected retry_wait and tag_invalidation: one script each.
#pragma once

#include <vector>

#include "tests/traces/cacheme_steps.h"

namespace stampede::traces::cacheme {

inline const RedisKey kEntry{"CM:entry:item>7"};

// Somebody else begins, as if by the same script, for so many milliseconds.
inline void others_begin(Stage& stage, std::int64_t for_ms) {
  const std::int64_t now_ms = std::chrono::floor<std::chrono::milliseconds>(stage.clock.unix_time()).count();
  stage.outside({"HSET", kEntry, "owner", "somebody", "owner_until", now_ms + for_ms, "owner_saw", "0"});
}
// The fields of the entry, in the order of their names, that are there after what was done.
inline std::string then_fields(Stage& stage, const std::string& outcome) {
  std::string fields = outcome;
  for (const char* const field : {"invalidated", "owner", "value"}) {
    if (stage.outside({"HEXISTS", kEntry, field}).as_integer() == 1) fields += std::string(" ") + field;
  }
  return fields;
}
inline std::string get_then_fields(Stage& stage) { return then_fields(stage, stage.get()); }

inline std::vector<Path> corrected_reading() {
  const Stage::Given corrected{{"behaviour", "corrected"}};
  const Commands hit{"EVALSHA"};
  const Commands miss{"EVALSHA", "EVALSHA"};
  return {
      {"corrected_miss", "retry_wait", corrected, nullptr, get_then_fields, "v1 value", miss},
      {"corrected_hit", "retry_wait", corrected, fill, get_then_fields, "v1 value", hit},
      {"corrected_expired", "retry_wait", corrected, fill_and_expire, get_then_fields, "v2 value", miss},
      {"corrected_not_expired_a_millisecond_before", "retry_wait", corrected,
       [](Stage& stage) {
         stage.get();
         stage.clock.advance(std::chrono::milliseconds(59'999));
       },
       get, "v1", hit},
      {"corrected_never_expires",
       "retry_wait",
       {{"behaviour", "corrected"}, {"timeout", "none"}},
       fill_and_expire,
       get,
       "v1",
       hit},
      {"corrected_invalidate", "retry_wait", corrected, fill, invalidate, "done", hit},
      {"corrected_invalidate_nothing", "retry_wait", corrected, nullptr,
       [](Stage& stage) { return then_fields(stage, stage.invalidate()); }, "done", hit},
      {"corrected_first_read_after_invalidation", "retry_wait", corrected, fill_and_invalidate, get_then_fields,
       "v2 value", miss},
      {"corrected_failure_keeps_value_and_invalidation", "retry_wait", corrected,
       [](Stage& stage) {
         fill_and_invalidate(stage);
         fail_next(stage);
       },
       get_then_fields, "error origin invalidated value", miss},
      {"corrected_failure_of_the_first_leaves_nothing", "retry_wait", corrected, fail_next, get_then_fields,
       "error origin", miss},
      {"corrected_invalidation_while_computing_stays",
       "retry_wait",
       corrected,
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate(); }; },
       get_then_fields,
       "v1 invalidated value",
       {"EVALSHA", "EVALSHA", "EVALSHA"}},
      {"corrected_keys_that_cacheme_takes_for_one", "retry_wait", corrected, [](Stage& stage) { stage.get("A>B>C"); },
       [](Stage& stage) { return stage.get("A>B>D"); }, "v2", miss},
      {"corrected_skip", "retry_wait", {{"behaviour", "corrected"}, {"skip", "true"}}, nullptr, get, "v1", {}},
  };
}

inline std::vector<Path> corrected_contending() {
  const Stage::Given corrected{{"behaviour", "corrected"}};
  const Stage::Given not_stale{{"behaviour", "corrected"}, {"stale", "false"}};
  const auto invalidated_and_computed = [](Stage& stage) {
    fill_and_invalidate(stage);
    others_begin(stage, 50);
  };
  return {
      {"corrected_old_value_while_somebody_recomputes",
       "retry_wait",
       corrected,
       invalidated_and_computed,
       get,
       "v1",
       {"EVALSHA"}},
      {"corrected_not_stale_waits_and_takes_over", "retry_wait", not_stale, invalidated_and_computed, get, "v2",
       times(5, {"EVALSHA"})},
      {"corrected_cold_waits_and_takes_over", "retry_wait", corrected, [](Stage& stage) { others_begin(stage, 30); },
       get, "v1", times(4, {"EVALSHA"})},
      {"corrected_gives_up_waiting",
       "retry_wait",
       {{"behaviour", "corrected"}, {"progress_ttl", "35ms"}},
       [](Stage& stage) { others_begin(stage, 60'000); },
       get,
       "error timeout",
       times(3, {"EVALSHA"})},
      {"corrected_has_lost_its_mark",
       "retry_wait",
       corrected,
       [](Stage& stage) { stage.origin.during = [&stage] { others_begin(stage, 50); }; },
       get_then_fields,
       "v1 owner",
       {"EVALSHA", "EVALSHA"}},
      {"corrected_does_not_abandon_for_others",
       "retry_wait",
       corrected,
       [](Stage& stage) {
         fail_next(stage);
         stage.origin.during = [&stage] { others_begin(stage, 50); };
       },
       get_then_fields,
       "error origin owner",
       {"EVALSHA", "EVALSHA"}},
      {"corrected_entry_deleted_while_computing",
       "retry_wait",
       corrected,
       [](Stage& stage) { stage.origin.during = [&stage] {
                            stage.outside({"DEL", kEntry});
                          }; },
       get_then_fields,
       "v1",
       {"EVALSHA", "EVALSHA"}},
  };
}

inline std::vector<Path> corrected_invalidating_many() {
  const Stage::Given corrected{{"behaviour", "corrected"}};
  const auto by_tag = [](Stage& stage) { return then_fields(stage, stage.invalidate_tag("tag:0")); };
  const auto by_name = [](Stage& stage) { return then_fields(stage, stage.invalidate_by_name("group:1")); };
  const auto by_pattern = [](Stage& stage) { return then_fields(stage, stage.invalidate_pattern("it*")); };
  const Commands one{"EVALSHA"};
  return {
      {"corrected_by_tag", "tag_invalidation", corrected, fill, by_tag, "done invalidated value", one},
      {"corrected_by_tag_of_nothing", "tag_invalidation", corrected, nullptr, by_tag, "done", one},
      {"corrected_by_name", "tag_invalidation", corrected, fill, by_name, "done invalidated value", one},
      {"corrected_by_tag_empties_the_set", "tag_invalidation", corrected, fill,
       [](Stage& stage) {
         stage.invalidate_tag("tag:0");
         return std::to_string(stage.outside({"SCARD", RedisKey{"CM:tag:tag:0"}}).as_integer());
       },
       "0", one},
      {"corrected_by_name_while_first_computing",
       "tag_invalidation",
       corrected,
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate_by_name("group:0"); }; },
       get_then_fields,
       "v1 invalidated value",
       {"EVALSHA", "EVALSHA", "EVALSHA"}},
      {"corrected_by_pattern_keeps_the_old_value",
       "tag_invalidation",
       corrected,
       fill,
       by_pattern,
       "done invalidated value",
       {"SCAN", "EVALSHA"}},
      {"corrected_by_pattern_of_nothing", "tag_invalidation", corrected, nullptr, by_pattern, "done", {"SCAN"}},
      {"corrected_pattern_leaves_other_applications_alone",
       "tag_invalidation",
       corrected,
       [](Stage& stage) {
         stage.outside({"SET", RedisKey{"item of others"}, "value"});
       },
       [](Stage& stage) {
         stage.invalidate_pattern("*");
         return std::to_string(stage.outside({"EXISTS", RedisKey{"item of others"}}).as_integer());
       },
       "1",
       {"SCAN"}},
      {"corrected_retry_wait_knows_no_tags",
       "retry_wait",
       corrected,
       fill,
       [](Stage& stage) { return stage.invalidate_tag("tag:0"); },
       "unsupported",
       {}},
  };
}

}  // namespace stampede::traces::cacheme

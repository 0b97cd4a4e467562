// The paths of tag_invalidation that retry_wait does not have: sets of names, and invalidations of many keys.
#pragma once

#include <vector>

#include "tests/traces/cacheme_steps.h"

namespace stampede::traces::cacheme {

inline std::vector<Path> writing_with_names() {
  const Stage::Given untimed{{"timeout", "none"}};
  const Stage::Given later{{"version", "0.1.1"}, {"timeout", "none"}};
  return {
      {"miss", "tag_invalidation", untimed, nullptr, get, "v1",
       sequence(kTakeMark, kHget, kBegin, kTag, hset("v1"), kEnd, kNames)},
      {"hit", "tag_invalidation", untimed, fill, get, "v1", sequence(kTakeMark, kHget)},
      {"first_read_after_invalidation", "tag_invalidation", untimed, fill_and_invalidate, get, "v2",
       sequence(kTakeMark, kTag, hset("v2"), kNames)},
      {"timed_miss",
       "tag_invalidation",
       {},
       nullptr,
       get,
       "v1",
       sequence(zrange(0), transaction(sequence(zremrange(0), kHget)), kTakeMark, kBegin, kTag,
                transaction(sequence(zadd(60), hset("v1"))), kEnd, kNames)},
      {"later_miss", "tag_invalidation", later, nullptr, get, "v1",
       sequence(kTakeMarkAndRead, kMetaBegin, transaction(sequence(kTag, hset("v1"), kMetaEnd, kNames)))},
      {"later_timed_miss",
       "tag_invalidation",
       {{"version", "0.1.1"}},
       nullptr,
       get,
       "v1",
       sequence(transaction(sequence(zrange(0), zremrange(0))), kTakeMarkAndRead, kMetaBegin,
                transaction(sequence(kTag, zadd(60), hset("v1"))), transaction(sequence(kMetaEnd, kNames)))},
  };
}

inline std::vector<Path> invalidating_many() {
  const Stage::Given untimed{{"timeout", "none"}};
  const Stage::Given later{{"version", "0.1.1"}, {"timeout", "none"}};
  const auto by_tag = [](Stage& stage) { return stage.invalidate_tag("tag:0"); };
  const auto by_name = [](Stage& stage) { return stage.invalidate_by_name("group:0"); };
  const auto by_pattern = [](Stage& stage) { return stage.invalidate_pattern("CM:it*"); };
  return {
      {"invalidate", "tag_invalidation", untimed, fill, invalidate, "done", kMark},
      {"by_tag", "tag_invalidation", untimed, fill, by_tag, "done",
       sequence(Commands{"SMEMBERS CM:tag:0"}, kMark, Commands{"UNLINK CM:tag:0"})},
      {"by_tag_of_nothing", "tag_invalidation", untimed, nullptr, by_tag, "done", {"SMEMBERS CM:tag:0"}},
      {"by_name", "tag_invalidation", untimed, fill, by_name, "done",
       sequence(Commands{"SMEMBERS CM:group:0:invalid"}, kMark)},
      {"by_name_of_nothing", "tag_invalidation", untimed, nullptr, by_name, "done", {"SMEMBERS CM:group:0:invalid"}},
      {"by_name_again_as_the_set_is_never_emptied", "tag_invalidation", untimed,
       [](Stage& stage) {
         stage.get();
         stage.invalidate_by_name("group:0");
       },
       by_name, "done", sequence(Commands{"SMEMBERS CM:group:0:invalid"}, kMark)},
      {"by_name_during_the_first_computation_is_lost", "tag_invalidation", untimed,
       [](Stage& stage) { stage.origin.during = [&stage] { stage.invalidate_by_name("group:0"); }; }, get, "v1",
       sequence(kTakeMark, kHget, kBegin, Commands{"SMEMBERS CM:group:0:invalid"}, kTag, hset("v1"), kEnd, kNames)},
      {"by_pattern", "tag_invalidation", untimed, fill, by_pattern, "done", {"SCAN", "UNLINK CM:item"}},
      {"by_pattern_of_nothing", "tag_invalidation", untimed, nullptr, by_pattern, "done", {"SCAN"}},
      {"by_pattern_leaves_no_old_value", "tag_invalidation", untimed,
       [](Stage& stage) {
         stage.get();
         stage.invalidate_pattern("CM:it*");
       },
       get, "v2", sequence(kTakeMark, kHget, kBegin, kTag, hset("v2"), kEnd, kNames)},
      {"later_by_tag", "tag_invalidation", later, fill, by_tag, "done",
       sequence(Commands{"SMEMBERS CM:tag:0"}, kMetaMark, Commands{"UNLINK CM:tag:0"})},
      {"later_by_name", "tag_invalidation", later, fill, by_name, "done",
       sequence(Commands{"SMEMBERS CM:group:0:invalid"}, kMetaMark)},
      {"later_by_pattern", "tag_invalidation", later, fill, by_pattern, "done", {"SCAN", "UNLINK CM:item"}},
      {"retry_wait_knows_no_tags", "retry_wait", untimed, fill, by_tag, "unsupported", {}},
      {"retry_wait_knows_no_names", "retry_wait", untimed, fill, by_name, "unsupported", {}},
      {"retry_wait_knows_no_patterns", "retry_wait", untimed, fill, by_pattern, "unsupported", {}},
  };
}

}  // namespace stampede::traces::cacheme

// The paths of cached_field. What it does is in the statements to the database, which are part of the outcome; Redis
// sees the tasks alone.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces::cached_field {

// "v1: SELECT, UPDATE"
inline std::string with_statements(Stage& stage, const std::string& outcome) {
  return outcome + ": " + stage.rows.take_statements();
}
inline std::string get(Stage& stage) {
  stage.rows.take_statements();
  return with_statements(stage, stage.get());
}
inline std::string run_task(Stage& stage) {
  stage.rows.take_statements();
  return with_statements(stage, stage.run_task());
}
inline std::string flag(Stage& stage) {
  stage.rows.take_statements();
  return with_statements(stage, stage.invalidate());
}
inline std::string flag_within(Stage& stage) {
  stage.rows.take_statements();
  const std::unique_ptr<Transaction> transaction = stage.rows.begin();
  stage.strategy().invalidate_within(Key{"item>7"}, *transaction);
  const std::string sent_before = stage.queue.tasks.empty() ? "nothing sent" : "sent";
  transaction->commit();
  return with_statements(stage, sent_before);
}

inline void fill(Stage& stage) { stage.get(); }
inline void fill_and_expire(Stage& stage) {
  stage.get();
  stage.clock.advance(std::chrono::seconds(60));
}
inline void fill_and_flag(Stage& stage) {
  stage.get();
  stage.rows.rows["item>7"].recalculation_needed = true;
}
inline void fail_next(Stage& stage) { stage.origin.fail_next = true; }
inline void somebody_computes(Stage& stage) {
  Row& row = stage.rows.rows["item>7"];
  row.computed_by = 7;
  row.computed_until = stage.clock.unix_time() + std::chrono::milliseconds(30);
}
inline void flag_while_computing(Stage& stage) {
  stage.origin.during = [&stage] { stage.invalidate(); };
}
// Whether the row is flagged after what was done.
inline std::string then_flag(Stage& stage, const std::string& outcome) {
  return outcome + (stage.rows.rows["item>7"].recalculation_needed ? ", flagged" : ", not flagged");
}

inline const Commands kTask{"LPUSH tasks item>7"};

inline std::vector<Path> original() {
  const Stage::Given lazy{{"recalculate", "lazy"}};
  const auto get_then_flag = [](Stage& stage) { return then_flag(stage, get(stage)); };
  return {
      {"never_computed", "cached_field", {}, nullptr, get, "v1: SELECT, UPDATE", {}},
      {"hit", "cached_field", {}, fill, get, "v1: SELECT", {}},
      {"expired", "cached_field", {}, fill_and_expire, get, "v2: SELECT, UPDATE", {}},
      {"never_expires", "cached_field", {{"expire_after", "none"}}, fill_and_expire, get, "v1: SELECT", {}},
      {"flagged", "cached_field", {}, fill_and_flag, get, "v2: SELECT, UPDATE", {}},
      {"flags_and_sends_at_once", "cached_field", {}, fill, flag_within, "sent: SELECT, UPDATE, COMMIT", kTask},
      {"flags_lazily", "cached_field", lazy, fill, flag_within, "nothing sent: SELECT, UPDATE, COMMIT", {}},
      {"flags_on_its_own", "cached_field", {}, fill, flag, "done: SELECT, UPDATE, COMMIT", kTask},
      {"does_not_flag_what_it_has_loaded_as_flagged",
       "cached_field",
       {},
       fill_and_flag,
       flag_within,
       "sent: SELECT, COMMIT",
       kTask},
      {"task", "cached_field", {}, fill_and_flag, run_task, "done: SELECT, UPDATE", {}},
      {"task_finds_no_flag", "cached_field", {}, fill, run_task, "done: SELECT", {}},
      {"task_does_not_notice_an_expiry", "cached_field", {}, fill_and_expire, run_task, "done: SELECT", {}},
      {"a_failure_keeps_the_flag", "cached_field", {}, fail_next, get_then_flag, "error origin: SELECT, flagged", {}},
      {"a_flag_that_is_set_while_computing_is_lost",
       "cached_field",
       lazy,
       flag_while_computing,
       get_then_flag,
       "v1: SELECT, SELECT, COMMIT, UPDATE, not flagged",
       {}},
      {"broker_is_down",
       "cached_field",
       {},
       [](Stage& stage) {
         stage.get();
         stage.queue.down = true;
       },
       [](Stage& stage) { return stage.invalidate(); },
       "error redis",
       {}},
  };
}

inline std::vector<Path> fork() {
  const Stage::Given eager{{"version", "1.5.0"}};
  const Stage::Given lazy{{"version", "1.5.0"}, {"recalculate", "lazy"}};
  const auto get_then_flag = [](Stage& stage) { return then_flag(stage, get(stage)); };
  return {
      {"fork_never_computed", "cached_field", eager, nullptr, get, "v1: SELECT, UPDATE, UPDATE", {}},
      {"fork_hit", "cached_field", eager, fill, get, "v1: SELECT", {}},
      {"fork_neither_flag_nor_value",
       "cached_field",
       eager,
       [](Stage& stage) { stage.rows.rows["item>7"].recalculation_needed = false; },
       get,
       "empty: SELECT",
       {}},
      {"fork_expired", "cached_field", eager, fill_and_expire, get, "v2: SELECT, UPDATE, UPDATE", {}},
      {"fork_flags_and_sends_on_commit", "cached_field", eager, fill, flag_within,
       "nothing sent: SELECT, UPDATE, COMMIT", kTask},
      {"fork_looks_at_the_flag_in_the_database", "cached_field", eager, fill_and_flag, flag_within,
       "nothing sent: SELECT, UPDATE of no row, COMMIT", kTask},
      {"fork_task", "cached_field", eager, fill_and_flag, run_task, "done: SELECT, UPDATE, UPDATE", {}},
      {"fork_a_failure_loses_the_flag",
       "cached_field",
       eager,
       fail_next,
       get_then_flag,
       "error origin: SELECT, UPDATE, not flagged",
       {}},
      {"fork_a_flag_that_is_set_while_computing_is_kept",
       "cached_field",
       lazy,
       flag_while_computing,
       get_then_flag,
       "v1: SELECT, UPDATE, SELECT, UPDATE, COMMIT, UPDATE, flagged",
       {}},
  };
}

inline std::vector<Path> corrected() {
  const Stage::Given eager{{"behaviour", "corrected"}};
  const Stage::Given lazy{{"behaviour", "corrected"}, {"recalculate", "lazy"}};
  const auto get_then_flag = [](Stage& stage) { return then_flag(stage, get(stage)); };
  const auto flagged_and_computed = [](Stage& stage) {
    fill_and_flag(stage);
    somebody_computes(stage);
  };
  return {
      {"corrected_never_computed", "cached_field", eager, nullptr, get, "v1: SELECT, UPDATE, UPDATE", {}},
      {"corrected_hit", "cached_field", eager, fill, get, "v1: SELECT", {}},
      {"corrected_expired", "cached_field", eager, fill_and_expire, get, "v2: SELECT, UPDATE, UPDATE", {}},
      {"corrected_somebody_computes_what_has_an_old_value",
       "cached_field",
       eager,
       flagged_and_computed,
       get,
       "v1: SELECT, UPDATE of no row",
       {}},
      {"corrected_waits_for_a_first_value_until_the_claim_ends",
       "cached_field",
       eager,
       somebody_computes,
       get,
       "v1: SELECT, UPDATE of no row, SELECT, UPDATE of no row, SELECT, UPDATE, UPDATE",
       {}},
      {"corrected_flags_without_looking_and_sends_on_commit", "cached_field", eager, fill, flag_within,
       "nothing sent: UPDATE, COMMIT", kTask},
      {"corrected_task", "cached_field", eager, fill_and_flag, run_task, "done: SELECT, UPDATE, UPDATE", {}},
      {"corrected_task_finds_somebody_computing",
       "cached_field",
       eager,
       flagged_and_computed,
       run_task,
       "done: SELECT, UPDATE of no row",
       {}},
      {"corrected_a_failure_keeps_the_flag",
       "cached_field",
       eager,
       fail_next,
       get_then_flag,
       "error origin: SELECT, UPDATE, UPDATE, flagged",
       {}},
      {"corrected_a_flag_that_is_set_while_computing_is_kept",
       "cached_field",
       lazy,
       flag_while_computing,
       get_then_flag,
       "v1: SELECT, UPDATE, UPDATE, COMMIT, UPDATE, flagged",
       {}},
      {"corrected_sends_the_task_again_after_a_flag_while_computing",
       "cached_field",
       eager,
       flag_while_computing,
       get_then_flag,
       "v1: SELECT, UPDATE, UPDATE, COMMIT, UPDATE, flagged",
       {"LPUSH tasks item>7", "LPUSH tasks item>7"}},
      {"corrected_broker_is_down_when_the_task_is_sent_again", "cached_field", eager,
       [](Stage& stage) {
         stage.origin.during = [&stage] {
           stage.invalidate();
           stage.queue.down = true;
         };
       },
       get_then_flag, "v1: SELECT, UPDATE, UPDATE, COMMIT, UPDATE, flagged", kTask},
      {"corrected_has_lost_its_claim",
       "cached_field",
       eager,
       [](Stage& stage) { stage.origin.during = [&stage] { somebody_computes(stage); }; },
       get_then_flag,
       "v1: SELECT, UPDATE, UPDATE of no row, flagged",
       {}},
  };
}

}  // namespace stampede::traces::cached_field

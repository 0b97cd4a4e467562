// Rows: what statements take and see, locks of open transactions, rollback.
#include "simulator/origin/simulated_rows.h"

#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

#include "simulator/measure/truth.h"
#include "simulator/runtime/virtual_clock.h"

namespace stampede::origin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const Key kKey{"item>7"};

RowUpdate set_flaggings(std::uint64_t count) {
  return [count](Row& row) {
    row.flaggings = count;
    return true;
  };
}

class SimulatedRowsTest : public testing::Test {
 protected:
  static constexpr RowTimes kTimes{.read = 2ms, .write = 4ms};

  // Fibers that begin at their moments; ends when all of them have.
  struct Act {
    Duration when{};
    std::function<void()> what;
  };
  void play(const std::function<std::vector<Act>(SimulatedRows&)>& acts) {
    runtime::VirtualClock clock;
    runtime::Scheduler::run(clock, [&](runtime::Scheduler& scheduler) {
      scheduler_ = &scheduler;
      SimulatedRows rows(scheduler, kTimes);
      for (const Act& act : acts(rows)) {
        scheduler.spawn({.name = "act"}, [&scheduler, act] {
          scheduler.sleep_until(TimePoint(act.when));
          act.what();
        });
      }
      scheduler.sleep_until(TimePoint(1s));
      EXPECT_EQ(scheduler.fiber_count(), 0U);
    });
  }

  void sleep(Duration duration) { scheduler_->sleep_until(scheduler_->now() + duration); }
  // "what at 12 ms"
  void note(const std::string& what) {
    notes_.push_back(what + " at " + std::to_string(scheduler_->now().time_since_epoch() / 1ms));
  }
  void note_read(SimulatedRows& rows) { note(std::to_string(rows.read(kKey).flaggings)); }

  runtime::Scheduler* scheduler_ = nullptr;
  std::vector<std::string> notes_;
};

TEST_F(SimulatedRowsTest, StatementsTakeTheirTimeAndEffectHalfway) {
  play([this](SimulatedRows& rows) -> std::vector<Act> {
    return {{0ms,
             [&] {
               EXPECT_TRUE(rows.update(kKey, set_flaggings(1)));
               note("updated");
             }},
            {500us, [&] { note_read(rows); }},    // sees 1.5 ms
            {1500us, [&] { note_read(rows); }}};  // sees 2.5 ms
  });
  EXPECT_THAT(notes_, ElementsAre("0 at 2", "1 at 3", "updated at 4"));
}

TEST_F(SimulatedRowsTest, AnUntouchedRowIsFlaggedAndEmpty) {
  play([](SimulatedRows& rows) -> std::vector<Act> { return {{0ms, [&] { EXPECT_EQ(rows.read(kKey), Row{}); }}}; });
  EXPECT_TRUE(Row{}.recalculation_needed);
}

TEST_F(SimulatedRowsTest, AnUpdateThatMatchesNoRowChangesNothing) {
  play([](SimulatedRows& rows) -> std::vector<Act> {
    return {{0ms, [&] {
               EXPECT_FALSE(rows.update(kKey, [](Row& row) {
                 row.flaggings = 7;
                 return false;
               }));
               EXPECT_EQ(rows.read(kKey), Row{});
             }}};
  });
}

TEST_F(SimulatedRowsTest, OthersSeeATransactionWhenItIsCommitted) {
  play([this](SimulatedRows& rows) -> std::vector<Act> {
    return {{0ms,
             [&] {
               const auto transaction = rows.begin();
               transaction->update(kKey, set_flaggings(1));
               note("itself " + std::to_string(transaction->read(kKey).flaggings));
               sleep(14ms);
               transaction->on_commit([&] { note_read(rows); });
               transaction->commit();
               note("committed");
             }},
            {10ms, [&] { note_read(rows); }},
            {20ms, [&] { note_read(rows); }}};
  });
  EXPECT_THAT(notes_, ElementsAre("itself 1 at 6", "0 at 12", "1 at 22", "1 at 22", "committed at 22"));
}

TEST_F(SimulatedRowsTest, UpdatesOfALockedRowWaitForItsTransactionAndLookAgain) {
  std::vector<std::uint64_t> seen;
  play([&](SimulatedRows& rows) -> std::vector<Act> {
    return {{0ms,
             [&] {
               const auto transaction = rows.begin();
               transaction->update(kKey, set_flaggings(1));
               sleep(16ms);
               transaction->commit();
             }},
            {5ms, [&] {
               EXPECT_FALSE(rows.update(kKey, [&](Row& row) {
                 seen.push_back(row.flaggings);
                 return row.flaggings == 0;
               }));
               note("ended");
               EXPECT_EQ(rows.read(kKey).flaggings, 1U);
             }}};
  });
  EXPECT_THAT(seen, ElementsAre(0U, 1U));
  EXPECT_THAT(notes_, ElementsAre("ended at 22"));
}

TEST_F(SimulatedRowsTest, WhoDoesNotMatchDoesNotWaitForALock) {
  play([this](SimulatedRows& rows) -> std::vector<Act> {
    return {{0ms,
             [&] {
               const auto transaction = rows.begin();
               transaction->update(kKey, set_flaggings(1));
               sleep(100ms);
               transaction->commit();
             }},
            {5ms, [&] {
               EXPECT_FALSE(rows.update(kKey, [](Row& row) { return row.flaggings == 1; }));
               note("ended");
             }}};
  });
  EXPECT_THAT(notes_, ElementsAre("ended at 9"));
}

TEST_F(SimulatedRowsTest, TransactionsTakeTurns) {
  const auto increment = [this](SimulatedRows& rows, const char* name) {
    const auto transaction = rows.begin();
    transaction->update(kKey, [](Row& row) {
      ++row.flaggings;
      return true;
    });
    sleep(6ms);
    transaction->commit();
    note(name);
  };
  play([&](SimulatedRows& rows) -> std::vector<Act> {
    return {{0ms, [&] { increment(rows, "first"); }},
            {1ms, [&] { increment(rows, "second"); }},
            {2ms, [&] { increment(rows, "third"); }},
            {100ms, [&] { note_read(rows); }}};
  });
  EXPECT_THAT(notes_, ElementsAre("first at 10", "second at 18", "third at 26", "3 at 102"));
}

TEST_F(SimulatedRowsTest, WithoutACommitATransactionIsRolledBackAndUnlocks) {
  play([this](SimulatedRows& rows) -> std::vector<Act> {
    return {{0ms,
             [&] {
               const auto transaction = rows.begin();
               transaction->update(kKey, set_flaggings(1));
               transaction->on_commit([this] { note("never"); });
               sleep(6ms);
             }},
            {5ms, [&] {
               EXPECT_TRUE(rows.update(kKey, [](Row& row) { return row.flaggings == 0; }));
               note("ended");
             }}};
  });
  EXPECT_THAT(notes_, ElementsAre("ended at 12"));
}

TEST_F(SimulatedRowsTest, CountsStatements) {
  const measure::Truth truth;
  measure::Recorder recorder({.key_names = {"item>7"}, .origin_capacity = {}}, truth);
  play([&](SimulatedRows& rows) -> std::vector<Act> {
    return {{0ms, [&] {
               rows.read(kKey);
               rows.observe(&recorder);
               rows.read(kKey);
               rows.update(kKey, set_flaggings(1));
               const auto transaction = rows.begin();
               transaction->read(kKey);
               transaction->update(kKey, [](Row&) { return false; });
               transaction->commit();
               rows.observe(nullptr);
               rows.update(kKey, set_flaggings(2));
             }}};
  });
  const measure::RowTally counted = recorder.finish(TimePoint(1s)).tally.rows;
  EXPECT_EQ(counted.reads, 2U);
  EXPECT_EQ(counted.writes, 2U);
}

}  // namespace
}  // namespace stampede::origin

// Recovery, by histories with round numbers: slots of 10 ms with ten requests each.
#include "simulator/measure/recovery.h"

#include <gtest/gtest.h>

#include "simulator/measure/internal_error.h"

namespace stampede::measure {
namespace {

using namespace std::chrono_literals;

constexpr RecoveryRule kWindowOf100ms{.within = 0.05, .window = 100ms};

HitHistory steady(std::size_t slots = 100, std::uint64_t hits = 9) {
  return {.slot = 10ms,
          .slots = std::vector<HitSlot>(slots, {.due = 10, .valued = 10, .hits = hits, .computations = 1})};
}

HitHistory without_hits_between(std::size_t from, std::size_t to) {
  HitHistory history = steady();
  for (std::size_t i = from; i < to; ++i) {
    history.slots[i].hits = 0;
    history.slots[i].computations = 10;
  }
  return history;
}

Faulty ended_at(Duration time) { return {.from = time, .until = time}; }

TEST(Recovery, TakesNoTimeWhereTheFaultHadNoEffect) {
  const Recovery recovery = recovery_of(steady(), steady(), ended_at(300ms), kWindowOf100ms);
  EXPECT_EQ(recovery.recovered, true);
  EXPECT_EQ(recovery.after, 0s);
  EXPECT_EQ(recovery.amplification, 1.0);
}

TEST(Recovery, TakesAsLongAsTheCacheNeedsWithinAWindow) {
  // A window with one slot without hits has 0.81 of them, and no window may have less than 0.85: the first is at 600
  // ms.
  const Recovery recovery = recovery_of(without_hits_between(30, 60), steady(), ended_at(300ms), kWindowOf100ms);
  EXPECT_EQ(recovery.after, 300ms);
  EXPECT_DOUBLE_EQ(recovery.amplification.value(), (30 * 10 + 40 * 1) / 70.0);
}

TEST(Recovery, CountsFromTheFaultWhereverItLiesInItsSlot) {
  EXPECT_EQ(recovery_of(without_hits_between(30, 60), steady(), ended_at(305ms), kWindowOf100ms).after, 295ms);
  EXPECT_EQ(recovery_of(steady(), steady(), ended_at(305ms), kWindowOf100ms).after, 0s);
}

TEST(Recovery, IsNotReachedUntilItLasts) {
  HitHistory run = without_hits_between(30, 40);
  for (std::size_t i = 80; i < 85; ++i) run.slots[i].hits = 0;
  EXPECT_EQ(recovery_of(run, steady(), ended_at(300ms), kWindowOf100ms).after, 550ms);
}

TEST(Recovery, NeverComesWhereTheLastWindowStillLacksHits) {
  const Recovery recovery = recovery_of(without_hits_between(30, 100), steady(), ended_at(300ms), kWindowOf100ms);
  EXPECT_EQ(recovery.recovered, false);
  EXPECT_EQ(recovery.after, std::nullopt);
  EXPECT_EQ(recovery.amplification, 10.0);
}

TEST(Recovery, NeverComesWhereRequestsStayWithoutValues) {
  HitHistory run = steady(100, 0);
  const HitHistory twin = run;
  for (std::size_t i = 30; i < 100; ++i) run.slots[i].valued = 9;
  EXPECT_EQ(recovery_of(run, twin, ended_at(300ms), kWindowOf100ms).recovered, false);
}

TEST(Recovery, AllowsTheTolerance) {
  HitHistory run = steady();
  HitHistory twin = steady();
  for (HitSlot& slot : run.slots) slot = {.due = 20, .valued = 20, .hits = 17, .computations = 3};
  EXPECT_EQ(recovery_of(run, twin, ended_at(300ms), kWindowOf100ms).after, 0s);  // 0.85 of 0.9
  EXPECT_EQ(recovery_of(run, twin, ended_at(300ms), {.within = 0.049, .window = 100ms}).recovered, false);
}

TEST(Recovery, ShowsNothingWhereNobodyAskedTheTwin) {
  HitHistory twin = steady();
  for (std::size_t i = 30; i < 60; ++i) twin.slots[i] = {};
  EXPECT_EQ(recovery_of(twin, twin, ended_at(300ms), kWindowOf100ms).after, 0s);
  // Nobody is asked any more, since all users wait for an answer.
  EXPECT_EQ(recovery_of(twin, steady(), ended_at(300ms), kWindowOf100ms).after, 210ms);
}

TEST(Recovery, HasWindowsOfTwoThousandRequestsUnlessTold) {
  HitHistory twin = steady(1000);
  EXPECT_EQ(recovery_of(twin, twin, ended_at(300ms), {}).window, 2s);
  for (std::size_t i = 0; i < 500; ++i) twin.slots[i] = {};
  EXPECT_EQ(recovery_of(twin, twin, ended_at(300ms), {}).window, 4s);
}

TEST(Recovery, IsUnknownWithoutAWholeWindowAfterTheFault) {
  EXPECT_EQ(recovery_of(steady(), steady(), ended_at(300ms), {}).recovered, std::nullopt);
  EXPECT_EQ(recovery_of(steady(), steady(), ended_at(900ms), kWindowOf100ms).recovered, true);
  EXPECT_EQ(recovery_of(steady(), steady(), ended_at(901ms), kWindowOf100ms).recovered, std::nullopt);
  EXPECT_EQ(recovery_of({}, {}, ended_at(0ms), {}).recovered, std::nullopt);
}

// As bad as its twin is no recovery.
TEST(Recovery, IsUnknownWhereTheTwinIsOverloaded) {
  HitHistory twin = steady(100, 8);
  for (HitSlot& slot : twin.slots) slot.valued = 8;
  const Recovery recovery = recovery_of(twin, twin, ended_at(300ms), kWindowOf100ms);
  EXPECT_EQ(recovery.recovered, std::nullopt);
  EXPECT_EQ(recovery.twin_valued, 0.8);
}

TEST(Recovery, CountsDemandFromTheFirstFaultOn) {
  const Recovery recovery =
      recovery_of(without_hits_between(30, 60), steady(), {.from = 400ms, .until = 600ms}, kWindowOf100ms);
  EXPECT_DOUBLE_EQ(recovery.amplification.value(), (20 * 10 + 40 * 1) / 60.0);
}

TEST(Recovery, RefusesToCompareWhatWasRecordedDifferently) {
  EXPECT_THROW(recovery_of(steady(100), steady(99), ended_at(300ms), {}), InternalError);
}

TEST(HitHistory, HasRequestsWhereTheyWereDueAndIsBoundedByTheLoad) {
  RecorderSettings settings;
  settings.measure_from = TimePoint(1s);
  settings.load_length = 10s;
  EXPECT_TRUE(HitRecorder(settings).take().slots.empty());  // nobody asked for it
  settings.keep_hit_history = true;
  HitRecorder recorder(settings);
  recorder.due(TimePoint(1s));
  recorder.answered(TimePoint(1s), true, true);
  recorder.due(TimePoint(1s));
  recorder.answered(TimePoint(1s), true, false);
  recorder.due(TimePoint(999ms));
  recorder.due(TimePoint(11s - 1ns));
  recorder.demanded(TimePoint(12s));
  const HitHistory history = recorder.take();
  EXPECT_LE(history.slots.size(), 8192U);
  EXPECT_GE(history.slot * static_cast<Duration::rep>(history.slots.size()), 10s);
  EXPECT_EQ(history.slots.front().due, 2U);
  EXPECT_EQ(history.slots.front().valued, 2U);
  EXPECT_EQ(history.slots.front().hits, 1U);
  EXPECT_EQ(history.slots.back().due, 1U);
}

}  // namespace
}  // namespace stampede::measure

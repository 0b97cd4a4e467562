// Virtual time: jumps to what is due next, to the nanosecond, in one order only; and finds out when nothing is due.
#include "simulator/runtime/virtual_clock.h"

#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <vector>

#include "simulator/runtime/deadlock.h"
#include "simulator/runtime/waiting.h"

namespace stampede::runtime {
namespace {

using namespace std::chrono_literals;

// Sleeps until each of these in a fiber of its own, and notes who woke up when.
std::vector<std::pair<std::size_t, Duration>> wake_order(const std::vector<Duration>& due) {
  VirtualClock clock;
  std::vector<std::pair<std::size_t, Duration>> woken;
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    for (std::size_t i = 0; i < due.size(); ++i) {
      scheduler.spawn({.name = "sleeper"}, [&, i] {
        scheduler.sleep_until(TimePoint(due[i]));
        woken.emplace_back(i, scheduler.now().time_since_epoch());
      });
    }
    scheduler.sleep_until(TimePoint(24h));
  });
  return woken;
}

TEST(VirtualClock, WakesEachFiberAtExactlyItsTime) {
  EXPECT_THAT(
      wake_order({3h, 1ns, 2ns, 1'234'567'891ns}),
      testing::ElementsAre(std::pair(1, 1ns), std::pair(2, 2ns), std::pair(3, 1'234'567'891ns), std::pair(0, 3h)));
}

TEST(VirtualClock, AtEqualTimesTheTimerArmedFirstComesFirst) {
  EXPECT_THAT(wake_order({5ms, 7ms, 5ms, 5ms, 1ms}),
              testing::ElementsAre(std::pair(4, 1ms), std::pair(0, 5ms), std::pair(2, 5ms), std::pair(3, 5ms),
                                   std::pair(1, 7ms)));
}

class Note final : public Timer {
 public:
  Note(std::vector<std::string>& notes, std::string text) : notes_(notes), text_(std::move(text)) {}

 private:
  void on_due() noexcept override { notes_.push_back(text_); }

  std::vector<std::string>& notes_;
  std::string text_;
};

TEST(VirtualClock, ATimerThatIsArmedAgainComesLastAmongItsEquals) {
  VirtualClock clock;
  std::vector<std::string> notes;
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    Note first(notes, "first");
    Note second(notes, "second");
    scheduler.arm(first, TimePoint(5ms));
    scheduler.arm(second, TimePoint(5ms));
    scheduler.arm(first, TimePoint(5ms));
    scheduler.sleep_until(TimePoint(6ms));
  });
  EXPECT_THAT(notes, testing::ElementsAre("second", "first"));
}

TEST(VirtualClock, StandsStillWhileSomebodyCanRun) {
  VirtualClock clock;
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    scheduler.spawn({.name = "waiting"}, [&] { scheduler.sleep_until(TimePoint(1ns)); });
    for (int turn = 0; turn < 1000; ++turn) {
      scheduler.yield();
      ASSERT_EQ(scheduler.now(), TimePoint{});
    }
    // What is due already does not turn the time back.
    scheduler.sleep_until(TimePoint(1s));
    scheduler.sleep_until(TimePoint(1ms));
    EXPECT_EQ(scheduler.now(), TimePoint(1s));
  });
}

TEST(VirtualClock, EveryRunBeginsAtTheSameMoment) {
  VirtualClock clock;
  EXPECT_EQ(clock.unix_time_at_zero(), 1'700'000'000s);
  EXPECT_EQ(clock.now(), TimePoint{});
  EXPECT_FALSE(clock.has_outside());
}

std::string deadlock_of(const std::function<void(Scheduler&)>& main) {
  VirtualClock clock;
  try {
    Scheduler::run(clock, main);
  } catch (const Deadlock& deadlock) {
    return deadlock.what();
  }
  return "no deadlock";
}

TEST(VirtualClock, WhenNothingIsScheduledItSaysWhoWaitsForWhat) {
  const std::string text = deadlock_of([](Scheduler& scheduler) {
    WaitQueue queue(scheduler);
    for (int i = 0; i < 3; ++i) scheduler.spawn({.name = "reader"}, [&] { queue.wait("a lock"); });
    scheduler.spawn({.name = "writer"}, [&] { scheduler.suspend("the readers"); });
    scheduler.suspend("the end");
  });
  EXPECT_THAT(text, testing::HasSubstr("main waits for the end"));
  EXPECT_THAT(text, testing::HasSubstr("3 x reader wait for a lock; 1 x writer waits for the readers"));
}

TEST(VirtualClock, MainAloneCanBeStuckToo) {
  EXPECT_THAT(deadlock_of([](Scheduler& scheduler) { scheduler.suspend("Godot"); }),
              testing::AllOf(testing::HasSubstr("main waits for Godot"), testing::HasSubstr("no other fiber")));
}

TEST(VirtualClock, NobodyIsStuckWhoHasADeadline) {
  EXPECT_EQ(deadlock_of([](Scheduler& scheduler) {
              WaitQueue queue(scheduler);
              scheduler.spawn({.name = "reader"}, [&] { queue.wait("a lock"); });
              EXPECT_FALSE(queue.wait("a lock", TimePoint(24h)));
              EXPECT_EQ(scheduler.now(), TimePoint(24h));
            }),
            "no deadlock");
}

}  // namespace
}  // namespace stampede::runtime

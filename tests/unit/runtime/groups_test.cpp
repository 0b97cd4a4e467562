// Fibers that are cancelled together, or stand still together, while all others go on.
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "simulator/runtime/scheduler.h"
#include "simulator/runtime/virtual_clock.h"
#include "simulator/runtime/waiting.h"

namespace stampede::runtime {
namespace {

using namespace std::chrono_literals;

void in_virtual_time(const std::function<void(Scheduler&)>& body) {
  VirtualClock clock;
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    body(scheduler);
    scheduler.cancel_others();
  });
}

// Counts up when it has been unwound.
struct Unwound {
  int& count;
  ~Unwound() { ++count; }
};

TEST(FiberGroup, IsUnwoundWhenItIsCancelledAndTheOthersAreNot) {
  in_virtual_time([](Scheduler& scheduler) {
    const std::uint64_t group = scheduler.new_group();
    EXPECT_NE(scheduler.new_group(), group);
    int unwound = 0;
    int finished = 0;
    for (const std::uint64_t own : {group, group, std::uint64_t{0}}) {
      scheduler.spawn({.name = "member", .group = own}, [&] {
        const Unwound at_end{unwound};
        scheduler.sleep_until(scheduler.now() + 1s);
        ++finished;
      });
    }
    scheduler.sleep_until(scheduler.now() + 1ms);
    scheduler.cancel_group(group);
    EXPECT_EQ(unwound, 2);
    EXPECT_LT(scheduler.now(), TimePoint(2ms));
    scheduler.sleep_until(TimePoint(2s));
    EXPECT_EQ(finished, 1);
  });
}

TEST(FiberGroup, CancelsAlsoWhoHasNotRunYetOrComesLater) {
  in_virtual_time([](Scheduler& scheduler) {
    const std::uint64_t group = scheduler.new_group();
    int ran = 0;
    scheduler.spawn({.name = "not run yet", .group = group}, [&] { ++ran; });
    scheduler.cancel_group(group);
    scheduler.spawn({.name = "later", .group = group}, [&] { ++ran; });
    scheduler.sleep_until(scheduler.now() + 1s);
    EXPECT_EQ(ran, 0);
  });
}

TEST(FiberGroup, CannotBeCancelledFromWithin) {
  in_virtual_time([](Scheduler& scheduler) {
    const std::uint64_t group = scheduler.new_group();
    bool refused = false;
    scheduler.spawn({.name = "member", .group = group}, [&] {
      try {
        scheduler.cancel_group(group);
      } catch (const std::logic_error&) {
        refused = true;
      }
    });
    scheduler.sleep_until(scheduler.now() + 1s);
    EXPECT_TRUE(refused);
    EXPECT_THROW(scheduler.cancel_group(0), std::logic_error);
  });
}

// Whether a fiber that was cancelled went on, and how often it had been unwound by then.
struct WentOn {
  int unwound = 0;
  bool went_on = false;
  bool ended = false;
};

void wait_and_go_on(Scheduler& scheduler, WentOn& went_on) {
  try {
    scheduler.sleep_until(scheduler.now() + 1s);
  } catch (const Cancelled&) {
    ++went_on.unwound;
    if (!scheduler.go_on_after_cancel()) throw;
    went_on.went_on = true;
  }
  scheduler.sleep_until(scheduler.now() + 1s);
  went_on.ended = true;
}

TEST(CancelledFiber, MayGoOnIfItAloneWasMeant) {
  in_virtual_time([](Scheduler& scheduler) {
    WentOn alone;
    Fiber* fiber = nullptr;
    scheduler.spawn({.name = "alone"}, [&] {
      fiber = &scheduler.current();
      wait_and_go_on(scheduler, alone);
    });
    scheduler.sleep_until(TimePoint(1ms));
    scheduler.cancel(*fiber);
    scheduler.cancel(*fiber);
    scheduler.sleep_until(TimePoint(2ms));
    EXPECT_EQ(alone.unwound, 1);
    EXPECT_TRUE(alone.went_on);
    scheduler.sleep_until(TimePoint(1s + 2ms));
    EXPECT_TRUE(alone.ended);
  });
}

TEST(CancelledFiber, EndsWithItsGroupEvenIfItAloneWasMeantFirst) {
  in_virtual_time([](Scheduler& scheduler) {
    const std::uint64_t group = scheduler.new_group();
    WentOn member;
    Fiber* fiber = nullptr;
    scheduler.spawn({.name = "member", .group = group}, [&] {
      fiber = &scheduler.current();
      wait_and_go_on(scheduler, member);
    });
    scheduler.sleep_until(TimePoint(1ms));
    scheduler.cancel(*fiber);
    scheduler.cancel_group(group);
    EXPECT_EQ(member.unwound, 1);
    EXPECT_FALSE(member.went_on);
  });
}

// It was handed the permit, and dies before it can take it.
TEST(Semaphore, APermitForACancelledFiberGoesToTheNextOne) {
  in_virtual_time([](Scheduler& scheduler) {
    const std::uint64_t group = scheduler.new_group();
    Semaphore semaphore(scheduler, 1);
    semaphore.acquire("a permit");
    bool first = false;
    bool second = false;
    scheduler.spawn({.name = "first", .group = group}, [&] {
      semaphore.acquire("a permit");
      first = true;
    });
    scheduler.spawn({.name = "second"}, [&] {
      semaphore.acquire("a permit");
      second = true;
    });
    scheduler.sleep_until(scheduler.now() + 1ms);
    semaphore.release();
    scheduler.cancel_group(group);
    scheduler.sleep_until(scheduler.now() + 1ms);
    EXPECT_FALSE(first);
    EXPECT_TRUE(second);
    semaphore.release();
    semaphore.acquire("a permit");
  });
}

// ---- standing still ----

TEST(FiberGroup, RunsNothingWhileItStandsStillAndAllInOrderAfterwards) {
  in_virtual_time([](Scheduler& scheduler) {
    const std::uint64_t group = scheduler.new_group();
    std::vector<std::pair<int, TimePoint>> woken;
    const auto sleeper = [&](int number, Duration due) {
      scheduler.spawn({.name = "member", .group = group}, [&, number, due] {
        scheduler.sleep_until(TimePoint(due));
        woken.emplace_back(number, scheduler.now());
      });
    };
    sleeper(1, 30ms);
    sleeper(2, 20ms);
    sleeper(3, 150ms);
    scheduler.spawn({.name = "another"}, [&] {
      scheduler.sleep_until(TimePoint(25ms));
      woken.emplace_back(4, scheduler.now());
    });
    scheduler.sleep_until(TimePoint(10ms));
    scheduler.pause_group(group);
    scheduler.sleep_until(TimePoint(100ms));
    ASSERT_EQ(woken.size(), 1U);
    scheduler.resume_group(group);
    scheduler.sleep_until(TimePoint(200ms));
    const std::vector<std::pair<int, TimePoint>> expected = {
        {4, TimePoint(25ms)}, {2, TimePoint(100ms)}, {1, TimePoint(100ms)}, {3, TimePoint(150ms)}};
    EXPECT_EQ(woken, expected);
  });
}

TEST(FiberGroup, ThatStandsStillHoldsWhoIsSpawnedIntoIt) {
  in_virtual_time([](Scheduler& scheduler) {
    const std::uint64_t group = scheduler.new_group();
    std::optional<TimePoint> ran;
    scheduler.pause_group(group);
    scheduler.spawn({.name = "new", .group = group}, [&] { ran = scheduler.now(); });
    scheduler.sleep_until(TimePoint(1s));
    EXPECT_EQ(ran, std::nullopt);
    EXPECT_EQ(scheduler.group_size(group), 1U);
    scheduler.resume_group(group);
    scheduler.resume_group(group);  // it goes on already
    scheduler.sleep_until(TimePoint(2s));
    EXPECT_EQ(ran, TimePoint(1s));
    EXPECT_EQ(scheduler.group_size(group), 0U);
  });
}

// What it waited for came in time; that it hears of it late is not a timeout.
TEST(FiberGroup, ThatStandsStillStillGetsWhatCameBeforeItsDeadline) {
  in_virtual_time([](Scheduler& scheduler) {
    const std::uint64_t group = scheduler.new_group();
    WaitQueue queue(scheduler);
    std::optional<bool> woken;
    scheduler.spawn({.name = "member", .group = group}, [&] { woken = queue.wait("a message", TimePoint(50ms)); });
    scheduler.sleep_until(TimePoint(10ms));
    scheduler.pause_group(group);
    queue.wake_all();
    scheduler.sleep_until(TimePoint(100ms));
    EXPECT_EQ(woken, std::nullopt);
    scheduler.resume_group(group);
    scheduler.yield();
    EXPECT_EQ(woken, true);
  });
}

TEST(FiberGroup, ThatStandsStillCanBeCancelled) {
  in_virtual_time([](Scheduler& scheduler) {
    const std::uint64_t group = scheduler.new_group();
    int unwound = 0;
    for (const Duration due : {20ms, 500ms}) {
      scheduler.spawn({.name = "member", .group = group}, [&, due] {
        const Unwound at_end{unwound};
        scheduler.sleep_until(TimePoint(due));
      });
    }
    scheduler.sleep_until(TimePoint(10ms));
    scheduler.pause_group(group);
    scheduler.sleep_until(TimePoint(50ms));  // one of them would run by now
    scheduler.cancel_group(group);
    EXPECT_EQ(unwound, 2);
    EXPECT_EQ(scheduler.now(), TimePoint(50ms));
    EXPECT_THROW(scheduler.pause_group(0), std::logic_error);
  });
}

TEST(FiberGroup, ThatStandsStillEndsWithTheRun) {
  int unwound = 0;
  in_virtual_time([&](Scheduler& scheduler) {
    const std::uint64_t group = scheduler.new_group();
    scheduler.spawn({.name = "member", .group = group}, [&] {
      const Unwound at_end{unwound};
      scheduler.sleep_until(TimePoint(20ms));
    });
    scheduler.yield();
    scheduler.pause_group(group);
    scheduler.sleep_until(TimePoint(50ms));
  });
  EXPECT_EQ(unwound, 1);
}

}  // namespace
}  // namespace stampede::runtime

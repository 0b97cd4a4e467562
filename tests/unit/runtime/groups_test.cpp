// Fibers that are cancelled together, while all others go on.
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

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

}  // namespace
}  // namespace stampede::runtime

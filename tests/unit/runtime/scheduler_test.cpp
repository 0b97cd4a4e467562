// Fibers, timers and waiting, in real time and on a clock that the test moves.
#include "simulator/runtime/scheduler.h"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "simulator/runtime/reactor.h"
#include "simulator/runtime/waiting.h"

namespace stampede::runtime {
namespace {

using namespace std::chrono_literals;

// Jumps to the next timer: the smallest possible virtual clock.
class JumpingClock final : public Driver {
 public:
  TimePoint now() override { return now_; }
  Duration unix_time_at_zero() override { return Duration::zero(); }
  void poll() noexcept override {}
  void wait(std::optional<TimePoint> next_timer) noexcept override {
    if (next_timer && *next_timer > now_) now_ = *next_timer;
  }

 private:
  TimePoint now_{};
};

TEST(Scheduler, RunsFibersInTheOrderOfTheirTimers) {
  JumpingClock clock;
  std::vector<std::string> order;
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    for (const int delay_ms : {30, 10, 20, 10}) {
      scheduler.spawn({.name = "sleeper"}, [&, delay_ms] {
        scheduler.sleep_until(scheduler.now() + delay_ms * 1ms);
        order.push_back(std::to_string(delay_ms) + "@" + std::to_string(scheduler.now().time_since_epoch() / 1ms));
      });
    }
    scheduler.sleep_until(TimePoint(1s));
  });
  EXPECT_EQ(order, (std::vector<std::string>{"10@10", "10@10", "20@20", "30@30"}));
}

TEST(Scheduler, SuspendEndsByDeadlineOrByWake) {
  JumpingClock clock;
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    EXPECT_EQ(scheduler.suspend("nothing", TimePoint(5ms)), Scheduler::Wake::timed_out);
    Fiber& main = scheduler.current();
    scheduler.spawn({.name = "waker"}, [&] {
      scheduler.sleep_until(TimePoint(7ms));
      scheduler.wake(main);
    });
    EXPECT_EQ(scheduler.suspend("the waker", TimePoint(1s)), Scheduler::Wake::woken);
    EXPECT_EQ(scheduler.now(), TimePoint(7ms));
  });
}

TEST(Scheduler, CancelledFibersUnwindAndEndBeforeRunReturns) {
  JumpingClock clock;
  int destroyed = 0;
  struct Guard {
    int& count;
    ~Guard() { ++count; }
  };
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    for (int i = 0; i < 100; ++i) {
      scheduler.spawn({.name = "stuck"}, [&] {
        const Guard guard{destroyed};
        scheduler.suspend("what never comes");
        ADD_FAILURE() << "went on after cancellation";
      });
    }
    scheduler.sleep_until(TimePoint(1ms));
    int waiting = 0;
    scheduler.for_each_suspended([&](const Fiber& fiber) {
      EXPECT_STREQ(fiber.waiting_for(), "what never comes");
      ++waiting;
    });
    EXPECT_EQ(waiting, 100);
    scheduler.cancel_others();
    EXPECT_EQ(scheduler.fiber_count(), 0U);
    scheduler.sleep_until(TimePoint(2ms));  // main goes on
  });
  EXPECT_EQ(destroyed, 100);
}

TEST(Scheduler, AnExceptionInAFiberEndsTheRunWithThatException) {
  JumpingClock clock;
  const auto run = [&] {
    Scheduler::run(clock, [&](Scheduler& scheduler) {
      scheduler.spawn({.name = "broken"}, [] { throw std::runtime_error("from the fiber"); });
      scheduler.suspend("what never comes");
    });
  };
  EXPECT_THROW(
      {
        try {
          run();
        } catch (const std::runtime_error& error) {
          EXPECT_STREQ(error.what(), "from the fiber");
          throw;
        }
      },
      std::runtime_error);
}

// Such a fiber is to blame, but the others must have ended before anything they use goes.
TEST(Scheduler, AFiberThatFailsWhileItIsCancelledDoesNotCutTheOthersShort) {
  JumpingClock clock;
  int ended = 0;
  struct Guard {
    int& count;
    ~Guard() { ++count; }
  };
  const auto stubborn = [&](Scheduler& scheduler) {
    const Guard guard{ended};
    try {
      scheduler.suspend("what never comes");
    } catch (const Cancelled&) {
      throw std::runtime_error("while cancelled");
    }
  };
  EXPECT_THROW(Scheduler::run(clock,
                              [&](Scheduler& scheduler) {
                                for (int i = 0; i < 10; ++i) {
                                  scheduler.spawn({.name = "stubborn"}, [&] { stubborn(scheduler); });
                                }
                                scheduler.sleep_until(TimePoint(1ms));
                              }),
               std::runtime_error);
  EXPECT_EQ(ended, 10);

  bool went_on = false;
  EXPECT_THROW(Scheduler::run(clock,
                              [&](Scheduler& scheduler) {
                                scheduler.spawn({.name = "stubborn"}, [&] { stubborn(scheduler); });
                                scheduler.yield();
                                scheduler.cancel_others();
                                EXPECT_EQ(scheduler.fiber_count(), 0U);
                                scheduler.yield();
                                went_on = true;
                              }),
               std::runtime_error);
  EXPECT_FALSE(went_on);
}

TEST(Scheduler, OnlyMainCancelsTheOthers) {
  JumpingClock clock;
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    bool refused = false;
    scheduler.spawn({.name = "usurper"}, [&] {
      try {
        scheduler.cancel_others();
      } catch (const std::logic_error&) {
        refused = true;
      }
    });
    scheduler.yield();
    EXPECT_TRUE(refused);
  });
}

TEST(Scheduler, AFiberSuspendedInACatchBlockKeepsItsOwnException) {
  JumpingClock clock;
  std::vector<std::string> seen;
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    for (const char* text : {"first", "second"}) {
      scheduler.spawn({.name = "catcher"}, [&, text] {
        try {
          throw std::runtime_error(text);
        } catch (const std::runtime_error&) {
          scheduler.sleep_until(scheduler.now() + (text[0] == 'f' ? 20ms : 10ms));
          try {
            std::rethrow_exception(std::current_exception());
          } catch (const std::runtime_error& again) {
            seen.emplace_back(again.what());
          }
        }
      });
    }
    scheduler.sleep_until(TimePoint(1s));
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"second", "first"}));
}

TEST(WaitQueue, WakesInOrderAndForgetsThoseThatGaveUp) {
  JumpingClock clock;
  std::vector<int> woken;
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    WaitQueue queue(scheduler);
    for (int i = 0; i < 4; ++i) {
      scheduler.spawn({.name = "waiter"}, [&, i] {
        const bool in_time = queue.wait("a turn", i == 1 ? std::optional(TimePoint(5ms)) : std::nullopt);
        woken.push_back(in_time ? i : -i);
      });
    }
    scheduler.sleep_until(TimePoint(10ms));
    EXPECT_TRUE(queue.wake_one());
    EXPECT_TRUE(queue.wake_one());
    scheduler.sleep_until(TimePoint(20ms));
    EXPECT_EQ(woken, (std::vector<int>{-1, 0, 2}));
    queue.wake_all();
    EXPECT_FALSE(queue.wake_one());
    scheduler.sleep_until(TimePoint(30ms));
  });
  EXPECT_EQ(woken, (std::vector<int>{-1, 0, 2, 3}));
}

TEST(Semaphore, NeverLetsMoreThanItsPermitsThrough) {
  JumpingClock clock;
  int inside = 0;
  int most = 0;
  int done = 0;
  Scheduler::run(clock, [&](Scheduler& scheduler) {
    Semaphore semaphore(scheduler, 3);
    for (int i = 0; i < 20; ++i) {
      scheduler.spawn({.name = "user"}, [&] {
        semaphore.acquire("a permit");
        most = std::max(most, ++inside);
        scheduler.sleep_until(scheduler.now() + 10ms);
        --inside;
        ++done;
        semaphore.release();
      });
    }
    scheduler.sleep_until(TimePoint(1s));
  });
  EXPECT_EQ(most, 3);
  EXPECT_EQ(done, 20);
}

TEST(Reactor, SleepsAreNeverShortAndRarelyLong) {
  Reactor reactor;
  std::vector<Duration> late;
  Scheduler::run(reactor, [&](Scheduler& scheduler) {
    for (int i = 0; i < 200; ++i) {
      const TimePoint due = scheduler.now() + 700us;
      scheduler.sleep_until(due);
      late.push_back(scheduler.now() - due);
    }
  });
  std::sort(late.begin(), late.end());
  EXPECT_GE(late.front(), 0ns);
  // The median, not the worst: the machine may be busy with something else.
  EXPECT_LT(late[late.size() / 2], 500us);
}

TEST(Reactor, ABusyFiberDoesNotStarveTimers) {
  Reactor reactor;
  bool fired = false;
  Scheduler::run(reactor, [&](Scheduler& scheduler) {
    bool stop = false;
    for (int i = 0; i < 2; ++i) {
      scheduler.spawn({.name = "busy"}, [&] {
        Fiber& self = scheduler.current();
        while (!stop) {
          scheduler.spawn({.name = "other"}, [&] { scheduler.wake(self); });
          scheduler.suspend("the other");
        }
      });
    }
    scheduler.sleep_until(scheduler.now() + 20ms);
    fired = true;
    stop = true;
  });
  EXPECT_TRUE(fired);
}

}  // namespace
}  // namespace stampede::runtime

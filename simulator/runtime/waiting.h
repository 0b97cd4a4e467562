// Waiting primitives that both worlds share, built on Scheduler::suspend. First come, first served.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <optional>

#include "simulator/runtime/scheduler.h"

namespace stampede::runtime {

// Fibers that wait to be woken by another one.
class WaitQueue {
 public:
  explicit WaitQueue(Scheduler& scheduler) : scheduler_(scheduler) {}

  // True if it was woken, false if the deadline passed first. Throws Cancelled; `woken` then says whether it had been
  // woken before that.
  bool wait(const char* waiting_for, std::optional<TimePoint> deadline = std::nullopt, bool* woken = nullptr);
  // True if somebody was waiting.
  bool wake_one() noexcept;
  void wake_all() noexcept;
  bool empty() const { return waiters_.empty(); }

 private:
  struct Waiter {
    Fiber* fiber = nullptr;
    bool* woken = nullptr;
    intrusive::list_member_hook<intrusive::link_mode<intrusive::auto_unlink>> hook;
  };
  using Waiters = intrusive::list<Waiter, intrusive::member_hook<Waiter, decltype(Waiter::hook), &Waiter::hook>,
                                  intrusive::constant_time_size<false>>;
  Scheduler& scheduler_;
  Waiters waiters_;
};

// A number of permits. A released permit goes straight to whoever has waited longest; should that fiber have been
// cancelled meanwhile, to the next one.
class Semaphore {
 public:
  Semaphore(Scheduler& scheduler, std::uint64_t permits) : queue_(scheduler), free_(permits) {}

  void acquire(const char* waiting_for);
  void release() noexcept;

 private:
  WaitQueue queue_;
  std::uint64_t free_;
};

}  // namespace stampede::runtime

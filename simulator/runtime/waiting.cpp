#include "simulator/runtime/waiting.h"

namespace stampede::runtime {

// g++ 12 does not see that the waiter's destructor takes it off the list.
#pragma GCC diagnostic push
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wdangling-pointer"
#endif
bool WaitQueue::wait(const char* waiting_for, std::optional<TimePoint> deadline, bool* woken) {
  bool own = false;
  Waiter waiter;
  waiter.fiber = &scheduler_.current();
  waiter.woken = woken == nullptr ? &own : woken;
  *waiter.woken = false;
  waiters_.push_back(waiter);
  // Others may wake the fiber for reasons of their own, such as the user's interrupt.
  while (!*waiter.woken) {
    if (scheduler_.suspend(waiting_for, deadline) == Scheduler::Wake::timed_out) break;
  }
  return *waiter.woken;
}
#pragma GCC diagnostic pop

bool WaitQueue::wake_one() noexcept {
  if (waiters_.empty()) return false;
  Waiter& waiter = waiters_.front();
  waiters_.pop_front();
  *waiter.woken = true;
  scheduler_.wake(*waiter.fiber);
  return true;
}

void WaitQueue::wake_all() noexcept {
  while (wake_one()) {
  }
}

void Semaphore::acquire(const char* waiting_for) {
  if (free_ > 0) {
    --free_;
    return;
  }
  struct Grant {
    Semaphore& semaphore;
    bool given = false;
    bool taken = false;
    ~Grant() {
      if (given && !taken) semaphore.release();
    }
  } grant{*this};
  queue_.wait(waiting_for, std::nullopt, &grant.given);
  grant.taken = true;
}

void Semaphore::release() noexcept {
  if (!queue_.wake_one()) ++free_;
}

}  // namespace stampede::runtime

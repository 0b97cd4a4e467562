#include "simulator/runtime/scheduling_algorithm.h"

#include "simulator/runtime/scheduler.h"

namespace stampede::runtime {

namespace {

// Few enough that I/O and timers do not wait long behind a crowd of ready fibers, many enough that the two
// system calls of a poll do not show.
constexpr unsigned kPicksPerPoll = 128;

boost::fibers::context* pop(boost::fibers::scheduler::ready_queue_type& queue) {
  boost::fibers::context* context = &queue.front();
  queue.pop_front();
  return context;
}

}  // namespace

void SchedulingAlgorithm::awakened(boost::fibers::context* context) noexcept {
  if (context->is_context(boost::fibers::type::dispatcher_context)) {
    dispatcher_ = context;
  } else {
    context->ready_link(ready_);
  }
}

boost::fibers::context* SchedulingAlgorithm::pick_next() noexcept {
  if (dispatcher_ == nullptr) dispatcher_wanted_ = false;  // it is the one that asks
  if (++picks_since_poll_ >= kPicksPerPoll && scheduler_ != nullptr) {
    if (boost::fibers::context::active()->is_context(boost::fibers::type::dispatcher_context)) {
      picks_since_poll_ = 0;
      scheduler_->poll();
    } else if (dispatcher_ != nullptr) {
      // I/O is handled on the dispatcher's stack: the fibers' are small, and should stay untouched.
      return std::exchange(dispatcher_, nullptr);
    }
  }
  if (!urgent_.empty()) return pop(urgent_);
  if (!ready_.empty()) return pop(ready_);
  if (event_fiber_ != nullptr && !dispatcher_wanted_) return std::exchange(event_fiber_, nullptr);
  dispatcher_wanted_ = false;
  return std::exchange(dispatcher_, nullptr);
}

void SchedulingAlgorithm::suspend_until(const std::chrono::steady_clock::time_point& /*until*/) noexcept {
  picks_since_poll_ = 0;
  if (scheduler_ != nullptr) scheduler_->wait();
}

}  // namespace stampede::runtime

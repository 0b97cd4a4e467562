// How Boost.Fiber asks which fiber runs next, and what happens when none can.
#pragma once

#include <boost/fiber/algo/algorithm.hpp>
#include <boost/fiber/context.hpp>
#include <boost/fiber/scheduler.hpp>
#include <utility>

namespace stampede::runtime {

class Scheduler;

class SchedulingAlgorithm final : public boost::fibers::algo::algorithm {
 public:
  explicit SchedulingAlgorithm(Scheduler& scheduler) : scheduler_(&scheduler) {}

  // Boost keeps the algorithm until the thread ends, which is after the scheduler.
  void detach() { scheduler_ = nullptr; }
  void make_urgent(boost::fibers::context* context) noexcept { context->ready_link(urgent_); }

  // A fiber that runs whenever no other can, in place of Boost's dispatcher, which reads the real clock each time it is
  // asked and takes locks. It parks itself before it suspends.
  void park_event_fiber(boost::fibers::context* context) noexcept { event_fiber_ = context; }
  void resume_event_fiber() noexcept {
    if (event_fiber_ != nullptr) awakened(std::exchange(event_fiber_, nullptr));
  }
  // A fiber has ended: the dispatcher has to free it.
  void want_dispatcher() noexcept { dispatcher_wanted_ = true; }

  void awakened(boost::fibers::context* context) noexcept override;
  boost::fibers::context* pick_next() noexcept override;
  bool has_ready_fibers() const noexcept override { return !urgent_.empty() || !ready_.empty(); }
  void suspend_until(const std::chrono::steady_clock::time_point& until) noexcept override;
  void notify() noexcept override {}

 private:
  using ReadyQueue = boost::fibers::scheduler::ready_queue_type;

  Scheduler* scheduler_;
  ReadyQueue urgent_;
  ReadyQueue ready_;
  boost::fibers::context* dispatcher_ = nullptr;  // Boost's own context, when it is ready
  boost::fibers::context* event_fiber_ = nullptr;
  bool dispatcher_wanted_ = false;
  unsigned picks_since_poll_ = 0;
};

}  // namespace stampede::runtime

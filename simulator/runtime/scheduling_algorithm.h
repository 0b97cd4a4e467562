// How Boost.Fiber asks which fiber runs next, and what happens when none can.
#pragma once

#include <boost/fiber/algo/algorithm.hpp>
#include <boost/fiber/context.hpp>
#include <boost/fiber/scheduler.hpp>

namespace stampede::runtime {

class Scheduler;

class SchedulingAlgorithm final : public boost::fibers::algo::algorithm {
 public:
  explicit SchedulingAlgorithm(Scheduler& scheduler) : scheduler_(&scheduler) {}

  // Boost keeps the algorithm until the thread ends, which is after the scheduler.
  void detach() { scheduler_ = nullptr; }
  void make_urgent(boost::fibers::context* context) noexcept { context->ready_link(urgent_); }

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
  unsigned picks_since_poll_ = 0;
};

}  // namespace stampede::runtime

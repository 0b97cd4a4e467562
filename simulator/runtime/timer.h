// Timers: the one ordered queue of future events that both the real and the virtual clock run on.
#pragma once

#include <boost/intrusive/set.hpp>
#include <cstdint>
#include <optional>

#include "strategies/time.h"

namespace stampede::runtime {

namespace intrusive = boost::intrusive;

// Something that happens at a point in time. Disarmed when destroyed. Lives wherever its owner lives (often on
// a fiber's stack); arming allocates nothing.
class Timer {
 public:
  Timer() = default;
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  virtual ~Timer() = default;

  bool is_armed() const { return hook_.is_linked(); }
  void disarm() { hook_.unlink(); }
  TimePoint due() const { return due_; }

 protected:
  // Called on the scheduler's own stack: it may wake fibers and arm timers, but must not suspend.
  virtual void on_due() noexcept = 0;

 private:
  friend class TimerQueue;
  using Hook = intrusive::set_member_hook<intrusive::link_mode<intrusive::auto_unlink>>;

  TimePoint due_{};
  std::uint64_t sequence_ = 0;
  Hook hook_;
};

// Ordered by (time, sequence of arming), so that ties are broken the same way in every run.
class TimerQueue {
 public:
  void arm(Timer& timer, TimePoint due) {
    timer.disarm();
    timer.due_ = due;
    timer.sequence_ = next_sequence_++;
    timers_.insert(timer);
  }

  std::optional<TimePoint> next_due() const {
    return timers_.empty() ? std::nullopt : std::optional(timers_.begin()->due_);
  }

  // Runs all timers that are due at `now`, but none that one of them arms meanwhile for a time already past:
  // those wait for the next call, so that I/O gets its turn.
  void run_due(TimePoint now) {
    const std::uint64_t armed_before = next_sequence_;
    while (!timers_.empty()) {
      Timer& first = *timers_.begin();
      if (first.due_ > now || first.sequence_ >= armed_before) return;
      first.disarm();
      first.on_due();
    }
  }

 private:
  struct Earlier {
    bool operator()(const Timer& left, const Timer& right) const {
      if (left.due_ != right.due_) return left.due_ < right.due_;
      return left.sequence_ < right.sequence_;
    }
  };
  using Queue = intrusive::set<Timer, intrusive::member_hook<Timer, Timer::Hook, &Timer::hook_>,
                               intrusive::compare<Earlier>, intrusive::constant_time_size<false>>;
  Queue timers_;
  std::uint64_t next_sequence_ = 0;
};

}  // namespace stampede::runtime

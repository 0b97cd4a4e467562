// Fibers on one thread, on a clock that a Driver supplies. Every suspension in the program goes through
// Scheduler::suspend, in both worlds; Boost's own timed waits read the real clock and are not used.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "simulator/runtime/driver.h"
#include "simulator/runtime/stack_pool.h"
#include "simulator/runtime/timer.h"

namespace boost::fibers {
class context;
}

namespace stampede::runtime {

class Scheduler;
class SchedulingAlgorithm;

// On whose behalf a fiber runs; decides how its computations are counted.
enum class Role : std::uint8_t { harness, request, background };

// Thrown out of a suspending call on a fiber that has been cancelled. Not a std::exception, so that no handler
// in a strategy takes it for an error of its own.
struct Cancelled {};

struct FiberOptions {
  const char* name = "";  // static text
  Role role = Role::harness;
  bool urgent = false;      // runs before all fibers that are not, when ready
  void* local = nullptr;    // for the owner of the fiber
  std::uint64_t group = 0;  // of fibers that may be cancelled together; 0: none
};

// A running fiber's record; lives on its own stack.
class Fiber final : public Timer {
 public:
  const char* name() const { return options_.name; }
  Role role() const { return options_.role; }
  void* local() const { return options_.local; }
  std::uint64_t group() const { return options_.group; }
  const char* waiting_for() const { return waiting_for_; }  // nullptr: not suspended

  // For its owner to say, and for reports: it waits for work to come, which it may do for ever.
  void set_idle(bool idle) { idle_ = idle; }
  bool is_idle() const { return idle_; }

 private:
  friend class Scheduler;
  friend class SchedulingAlgorithm;

  Fiber(Scheduler& scheduler, FiberOptions options) : scheduler_(scheduler), options_(options) {}
  void on_due() noexcept override;

  Scheduler& scheduler_;
  FiberOptions options_;
  boost::fibers::context* context_ = nullptr;
  const void* outermost_frame_ = nullptr;
  const char* waiting_for_ = nullptr;
  bool timed_out_ = false;
  bool cancelled_ = false;
  bool may_go_on_ = false;  // after its cancellation
  bool idle_ = false;
  intrusive::list_member_hook<intrusive::link_mode<intrusive::auto_unlink>> all_hook_;
};

class Scheduler {
 public:
  // Runs `main` as a fiber on a thread of its own, until it has returned and all other fibers, which are
  // cancelled then, have ended. Rethrows what `main` or, before it returned, another fiber threw. Throws Deadlock if
  // all fibers wait, and the driver has nothing that could ever wake one.
  static void run(Driver& driver, const std::function<void(Scheduler&)>& main);

  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  TimePoint now() { return driver_.now(); }
  Driver& driver() { return driver_; }

  void spawn(FiberOptions options, std::function<void()> body);
  std::size_t fiber_count() const { return fiber_count_; }  // without main

  // The calling fiber.
  Fiber& current() { return *current_; }
  bool on_fiber() const { return current_ != nullptr; }

  enum class Wake { woken, timed_out };
  // Suspends the calling fiber until wake() or the deadline. `waiting_for` is static text for reports.
  // Throws Cancelled. May be called where an exception is being handled: the handler's state goes with the fiber.
  Wake suspend(const char* waiting_for, std::optional<TimePoint> deadline = std::nullopt);
  // Nothing happens if the fiber is not suspended.
  void wake(Fiber& fiber) noexcept;

  void sleep_until(TimePoint due, const char* waiting_for = "sleep");
  void yield();

  void arm(Timer& timer, TimePoint due) { timers_.arm(timer, due); }

  // Makes every suspension of the other fibers throw Cancelled, and returns when they have ended. For main only: what
  // the others use and main owns must live until then.
  void cancel_others();

  // The same for the fibers of one group, also those that are spawned into it later; for a fiber that is not one of
  // them.
  void cancel_group(std::uint64_t group);
  // The same for one other fiber, which may go on after that; returns before it has ended. Does not suspend.
  void cancel(Fiber& fiber) noexcept;
  // For the calling fiber, when it has been unwound as far as it wants to be: true if cancel() was why, and it may
  // suspend again; false if its end is meant.
  bool go_on_after_cancel() noexcept;

  // Never used before in this scheduler.
  std::uint64_t new_group() { return ++last_group_; }

  // All fibers that are suspended, for reports.
  void for_each_suspended(const std::function<void(const Fiber&)>& visit) const;

 private:
  friend class SchedulingAlgorithm;
  using FiberList = intrusive::list<Fiber, intrusive::member_hook<Fiber, decltype(Fiber::all_hook_), &Fiber::all_hook_>,
                                    intrusive::constant_time_size<false>>;

  explicit Scheduler(Driver& driver) : driver_(driver) {}
  void run_main(const std::function<void(Scheduler&)>& main);
  void run_fiber(FiberOptions options, const std::function<void()>& body);
  void poll() noexcept;
  void wait() noexcept;
  void fail_main(std::exception_ptr failure) noexcept;
  void report_deadlock() noexcept;
  void run_event_fiber();
  void end_event_fiber();
  void pass_time() noexcept;

  Driver& driver_;
  StackPool stacks_;
  TimerQueue timers_;
  FiberList fibers_;
  std::size_t fiber_count_ = 0;
  std::uint64_t last_group_ = 0;
  std::map<std::uint64_t, std::size_t> group_sizes_;
  std::set<std::uint64_t> cancelled_groups_;
  Fiber* current_ = nullptr;
  Fiber* main_ = nullptr;
  bool cancelling_ = false;
  bool ending_ = false;
  std::exception_ptr failure_;  // of a fiber other than main
  SchedulingAlgorithm* algorithm_ = nullptr;
};

}  // namespace stampede::runtime

#include "simulator/runtime/scheduler.h"

#include <cxxabi.h>

#include <boost/fiber/fiber.hpp>
#include <boost/fiber/fixedsize_stack.hpp>
#include <boost/fiber/operations.hpp>
#include <stdexcept>
#include <thread>
#include <utility>

#include "simulator/runtime/address_sanitizer.h"
#include "simulator/runtime/deadlock.h"
#include "simulator/runtime/scheduling_algorithm.h"

namespace stampede::runtime {

namespace {

// The modelled Redis runs on it, with its Lua interpreter.
constexpr std::size_t kEventStackBytes = std::size_t{256} * 1024;

// The C++ runtime keeps the exceptions being handled per thread, not per fiber. A fiber that is suspended while
// it handles one takes this state along; otherwise another fiber would see, or end, its exception.
class HandledExceptions {
 public:
  HandledExceptions() : state_(*current()) { *current() = State{}; }
  ~HandledExceptions() { *current() = state_; }
  HandledExceptions(const HandledExceptions&) = delete;
  HandledExceptions& operator=(const HandledExceptions&) = delete;

 private:
  // The layout that the Itanium C++ ABI prescribes for __cxa_eh_globals.
  struct State {
    void* caught = nullptr;
    unsigned int uncaught = 0;
  };
  static State* current() { return reinterpret_cast<State*>(abi::__cxa_get_globals()); }
  State state_;
};

}  // namespace

void Fiber::on_due() noexcept {
  timed_out_ = true;
  scheduler_.wake(*this);
}

void Scheduler::run(Driver& driver, const std::function<void(Scheduler&)>& main) {
  std::exception_ptr failure;
  // A thread of its own: Boost ties its scheduler to the thread and cannot take an algorithm away again.
  std::thread thread([&] {
    Scheduler scheduler(driver);
    try {
      scheduler.run_main(main);
    } catch (...) {
      failure = std::current_exception();
    }
  });
  thread.join();
  if (failure) std::rethrow_exception(failure);
}

void Scheduler::run_main(const std::function<void(Scheduler&)>& main) {
  algorithm_ = new SchedulingAlgorithm(*this);
  boost::fibers::context::active()->get_scheduler()->set_algo(boost::fibers::algo::algorithm::ptr_t(algorithm_));
  Fiber fiber(*this, FiberOptions{.name = "main"});
  fiber.context_ = boost::fibers::context::active();
  fiber.outermost_frame_ = __builtin_frame_address(0);
  main_ = current_ = &fiber;
  if (!driver_.has_outside()) {
    boost::fibers::fiber(boost::fibers::launch::post, std::allocator_arg,
                         boost::fibers::fixedsize_stack(kEventStackBytes), [this] { run_event_fiber(); })
        .detach();
  }

  std::exception_ptr failure;
  try {
    main(*this);
  } catch (const Cancelled&) {
    failure = failure_;
  } catch (...) {
    failure = std::current_exception();
  }
  cancel_others();
  end_event_fiber();
  algorithm_->detach();
  if (!failure) failure = failure_;
  if (failure) std::rethrow_exception(failure);
}

void Scheduler::run_fiber(FiberOptions options, const std::function<void()>& body) {
  Fiber fiber(*this, options);
  fiber.context_ = boost::fibers::context::active();
  fiber.outermost_frame_ = __builtin_frame_address(0);
  fiber.cancelled_ = cancelling_ || cancelled_groups_.contains(options.group);
  announce_stack(fiber.outermost_frame_, StackPool::stack_bytes());
  fibers_.push_back(fiber);
  current_ = &fiber;
  try {
    if (!fiber.cancelled_ && paused_groups_.contains(options.group)) {
      hold(fiber);
      suspend("its process to go on");
    }
    if (!fiber.cancelled_) body();
  } catch (const Cancelled&) {
    // The end of its run; not an error.
  } catch (...) {
    fail_main(std::current_exception());
  }
  current_ = nullptr;
  algorithm_->want_dispatcher();
  --fiber_count_;
  if (options.group != 0) --group_sizes_[options.group];
  if (cancelling_ && fiber_count_ == 0) wake(*main_);
}

// In virtual time: all that timers do happens here, while no other fiber can run.
void Scheduler::run_event_fiber() {
  const void* const frame = __builtin_frame_address(0);
  while (!ending_) {
    current_ = nullptr;
    announce_stack(frame, kEventStackBytes);
    pass_time();
    boost::fibers::context* const context = boost::fibers::context::active();
    algorithm_->park_event_fiber(context);
    context->suspend();
  }
}

void Scheduler::end_event_fiber() {
  ending_ = true;
  algorithm_->resume_event_fiber();
  algorithm_->want_dispatcher();
  current_->cancelled_ = false;
  yield();
}

void Scheduler::pass_time() noexcept {
  for (;;) {
    timers_.run_due(driver_.now());
    if (algorithm_->has_ready_fibers()) return;
    const std::optional<TimePoint> next_due = timers_.next_due();
    if (!next_due) return report_deadlock();
    driver_.wait(next_due);
  }
}

void Scheduler::fail_main(std::exception_ptr failure) noexcept {
  if (!failure_) failure_ = std::move(failure);
  // Main may be in cancel_others(), and must not leave it before the fibers have.
  if (!cancelling_) main_->cancelled_ = true;
  wake(*main_);
}

void Scheduler::report_deadlock() noexcept {
  const std::string waiting = who_waits_for_what(*this, [](const Fiber&) { return true; });
  const char* const main_waits_for = main_->waiting_for_ == nullptr ? "nothing" : main_->waiting_for_;
  const std::string others = waiting.empty() ? "no other fiber is left" : waiting;
  fail_main(std::make_exception_ptr(Deadlock(std::string("deadlock: nothing can happen any more. main waits for ") +
                                             main_waits_for + "; " + others)));
}

void Scheduler::spawn(FiberOptions options, std::function<void()> body) {
  ++fiber_count_;
  if (options.group != 0) ++group_sizes_[options.group];
  boost::fibers::fiber(boost::fibers::launch::post, std::allocator_arg, PooledStack(stacks_),
                       [this, options, body = std::move(body)] { run_fiber(options, body); })
      .detach();
}

Scheduler::Wake Scheduler::suspend(const char* waiting_for, std::optional<TimePoint> deadline) {
  if (current_ == nullptr) throw std::logic_error("suspended outside a fiber (in a handler that must not wait)");
  Fiber& self = *current_;
  if (self.cancelled_) throw Cancelled{};
  self.timed_out_ = false;
  if (deadline) arm(self, *deadline);
  self.waiting_for_ = waiting_for;
  {
    HandledExceptions handled;
    current_ = nullptr;
    boost::fibers::context::active()->suspend();
  }
  current_ = &self;
  announce_stack(self.outermost_frame_, StackPool::stack_bytes());
  if (self.cancelled_) throw Cancelled{};
  return self.timed_out_ ? Wake::timed_out : Wake::woken;
}

void Scheduler::wake(Fiber& fiber) noexcept {
  if (fiber.waiting_for_ == nullptr || fiber.held_) return;
  fiber.disarm();
  if (!paused_groups_.empty() && paused_groups_.contains(fiber.group())) return hold(fiber);
  make_ready(fiber);
}

void Scheduler::hold(Fiber& fiber) noexcept {
  fiber.held_ = true;
  paused_groups_.at(fiber.group()).push_back(&fiber);
}

void Scheduler::make_ready(Fiber& fiber) noexcept {
  fiber.waiting_for_ = nullptr;
  if (fiber.options_.urgent) {
    algorithm_->make_urgent(fiber.context_);
  } else {
    algorithm_->awakened(fiber.context_);
  }
}

void Scheduler::sleep_until(TimePoint due, const char* waiting_for) {
  while (suspend(waiting_for, due) != Wake::timed_out) {
  }
}

void Scheduler::yield() { sleep_until(now(), "its turn"); }

void Scheduler::cancel_others() {
  if (current_ != main_) throw std::logic_error("only main can cancel the other fibers");
  cancelling_ = true;
  current_->cancelled_ = false;  // it may be here because another fiber failed
  while (!paused_groups_.empty()) resume_group(paused_groups_.begin()->first);
  for (Fiber& fiber : fibers_) {
    if (&fiber == current_) continue;
    fiber.cancelled_ = true;
    wake(fiber);
  }
  while (fiber_count_ > 0) suspend("the end of all other fibers");
  // Boost frees ended fibers on its dispatcher; their stacks must be back before the pool can go.
  yield();
  cancelling_ = false;
  main_->cancelled_ = failure_ != nullptr;  // one of them has failed meanwhile
}

void Scheduler::cancel_group(std::uint64_t group) {
  if (group == 0 || current_->group() == group) throw std::logic_error("a fiber cannot wait for its own group to end");
  cancelled_groups_.insert(group);
  resume_group(group);
  for (Fiber& fiber : fibers_) {
    if (fiber.group() != group) continue;
    fiber.cancelled_ = true;
    wake(fiber);
  }
  while (group_sizes_[group] > 0) yield();
}

void Scheduler::pause_group(std::uint64_t group) {
  if (group == 0 || current_->group() == group) throw std::logic_error("a fiber cannot make its own group stand still");
  paused_groups_.try_emplace(group);
}

void Scheduler::resume_group(std::uint64_t group) {
  const auto paused = paused_groups_.extract(group);
  if (paused.empty()) return;
  for (Fiber* const fiber : paused.mapped()) {
    fiber->held_ = false;
    make_ready(*fiber);
  }
}

std::size_t Scheduler::group_size(std::uint64_t group) const {
  const auto found = group_sizes_.find(group);
  return found == group_sizes_.end() ? 0 : found->second;
}

void Scheduler::cancel(Fiber& fiber) noexcept {
  if (fiber.cancelled_) return;
  fiber.cancelled_ = true;
  fiber.may_go_on_ = true;
  wake(fiber);
}

bool Scheduler::go_on_after_cancel() noexcept {
  Fiber& self = *current_;
  const bool all_end = cancelling_ || cancelled_groups_.contains(self.group());
  if (!std::exchange(self.may_go_on_, false) || all_end) return false;
  self.cancelled_ = false;
  return true;
}

void Scheduler::for_each_suspended(const std::function<void(const Fiber&)>& visit) const {
  for (const Fiber& fiber : fibers_) {
    if (fiber.waiting_for_ != nullptr) visit(fiber);
  }
}

void Scheduler::poll() noexcept {
  if (!driver_.has_outside()) return;  // timers are the event fiber's, when nobody else can run
  current_ = nullptr;
  announce_stack(__builtin_frame_address(0), StackPool::stack_bytes());
  driver_.poll();
  timers_.run_due(driver_.now());
}

void Scheduler::wait() noexcept {
  current_ = nullptr;
  announce_stack(__builtin_frame_address(0), StackPool::stack_bytes());
  timers_.run_due(driver_.now());
  if (algorithm_->has_ready_fibers()) return;
  const std::optional<TimePoint> next_due = timers_.next_due();
  if (!next_due && !driver_.has_outside()) return report_deadlock();
  driver_.wait(next_due);
  timers_.run_due(driver_.now());
}

}  // namespace stampede::runtime

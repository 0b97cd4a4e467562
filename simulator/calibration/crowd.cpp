#include "simulator/calibration/crowd.h"

#include <exception>
#include <stdexcept>
#include <utility>
#include <vector>

namespace stampede::calibration {

struct Crowd::State {
  runtime::Fiber* caller = nullptr;
  std::vector<runtime::Fiber*> members;
  std::vector<char> called;
  const std::function<void(std::size_t)>* task = nullptr;
  std::size_t ready = 0;
  std::size_t working = 0;
  TimePoint end;
  std::exception_ptr failure;
};

Crowd::Crowd(runtime::Scheduler& scheduler, std::size_t size)
    : scheduler_(scheduler), size_(size), state_(std::make_shared<State>()) {
  state_->caller = &scheduler.current();
  state_->members.resize(size);
  state_->called.resize(size);
  for (std::size_t i = 0; i < size; ++i) {
    scheduler.spawn({.name = "crowd"}, [&scheduler, state = state_, i] { be_member(scheduler, *state, i); });
  }
  while (state_->ready < size) scheduler.yield();
}

void Crowd::be_member(runtime::Scheduler& scheduler, State& state, std::size_t index) {
  state.members[index] = &scheduler.current();
  ++state.ready;
  for (;;) {
    while (state.called[index] == 0) scheduler.suspend("a call to the crowd");
    state.called[index] = 0;
    try {
      (*state.task)(index);
    } catch (const std::exception&) {
      state.failure = std::current_exception();
    }
    if (--state.working > 0) continue;
    state.end = scheduler.now();
    scheduler.wake(*state.caller);
  }
}

Duration Crowd::run(std::size_t count, const std::function<void(std::size_t)>& task) {
  if (count > size_) throw std::invalid_argument("more than the crowd has");
  State& state = *state_;
  state.task = &task;
  state.working = count;
  const TimePoint begin = scheduler_.now();
  for (std::size_t i = 0; i < count; ++i) {
    state.called[i] = 1;
    scheduler_.wake(*state.members[i]);
  }
  while (state.working > 0) scheduler_.suspend("the crowd");
  if (state.failure) std::rethrow_exception(std::exchange(state.failure, nullptr));
  return state.end - begin;
}

}  // namespace stampede::calibration

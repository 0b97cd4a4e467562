// Fibers that stand ready to do something all at once.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "simulator/runtime/scheduler.h"

namespace stampede::calibration {

class Crowd {
 public:
  // Made, and used, on one and the same fiber. The members wait until they are cancelled.
  Crowd(runtime::Scheduler& scheduler, std::size_t size);

  std::size_t size() const { return size_; }

  // The first `count` members each call `task` with their index. Returns how long it took from the first one's start
  // until all had ended; throws what one of them threw, then.
  Duration run(std::size_t count, const std::function<void(std::size_t)>& task);

 private:
  // The members may live longer than the crowd.
  struct State;
  static void be_member(runtime::Scheduler& scheduler, State& state, std::size_t index);

  runtime::Scheduler& scheduler_;
  std::size_t size_;
  std::shared_ptr<State> state_;
};

}  // namespace stampede::calibration

// How a process works on something that no request has to wait for, as with a thread of its own.
#pragma once

#include <functional>

namespace stampede {

class Fibers {
 public:
  virtual ~Fibers() = default;

  // Runs `work` on a new fiber of this process, soon; does not suspend. Its computations count as background ones. An
  // exception that leaves `work` ends that fiber alone. Whatever `work` refers to outlives it if the strategy does: all
  // fibers have ended before a strategy is destroyed, though not all have reached their end.
  virtual void spawn(std::function<void()> work) = 0;
};

}  // namespace stampede

// The user's wish to end the program, from a signal handler to whoever waits.
#pragma once

#include <atomic>

namespace stampede::runtime {

class Interrupt {
 public:
  // Throws std::system_error if the kernel has no descriptor left.
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // Async-signal-safe, and safe from any thread.
  void raise() noexcept;
  bool raised() const noexcept { return raised_.load(std::memory_order_acquire); }

  // Readable from the first raise() on.
  int descriptor() const { return descriptor_; }

 private:
  std::atomic<bool> raised_{false};
  int descriptor_ = -1;
};

}  // namespace stampede::runtime

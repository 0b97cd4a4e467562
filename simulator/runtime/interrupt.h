// The user's wish to end the program, from a signal handler to whoever runs.
#pragma once

#include <atomic>

namespace stampede::runtime {

class Interrupt {
 public:
  Interrupt() = default;
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // Async-signal-safe, and safe from any thread.
  void raise() noexcept { raised_.store(true, std::memory_order_release); }
  bool raised() const noexcept { return raised_.load(std::memory_order_acquire); }

 private:
  std::atomic<bool> raised_{false};
  static_assert(std::atomic<bool>::is_always_lock_free);
};

}  // namespace stampede::runtime

// Real time: waits for file descriptors and timers with epoll, to well under a millisecond.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

#include "simulator/runtime/driver.h"

struct epoll_event;

namespace stampede::runtime {

// All functions are called on the scheduler's thread; handlers run on its own stack and must not suspend.
class Reactor final : public Driver {
 public:
  class IoHandler {
   public:
    virtual ~IoHandler() = default;
    // `events` as epoll gives them (EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP).
    virtual void on_io(std::uint32_t events) noexcept = 0;
  };

  // Something with output to send once all fibers that are ready have had their turn.
  class Flushable {
   public:
    virtual ~Flushable() = default;
    // True if fibers may be ready, or timers armed, because of it (sending failed, say).
    virtual bool flush() noexcept = 0;
  };

  // Throws std::system_error if the kernel has no descriptor left.
  Reactor();
  ~Reactor() override;
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  // Throw std::system_error.
  void add(int descriptor, IoHandler& handler, std::uint32_t events);
  void change(int descriptor, IoHandler& handler, std::uint32_t events);
  // After this no event reaches the handler, not even one that has been fetched already.
  void remove(int descriptor, const IoHandler& handler) noexcept;

  void flush_soon(Flushable& flushable) { to_flush_.push_back(&flushable); }
  void forget(const Flushable& flushable) noexcept;

  TimePoint now() override;
  Duration unix_time_at_zero() override { return unix_time_at_zero_; }
  void poll() noexcept override;
  void wait(std::optional<TimePoint> next_timer) noexcept override;
  Duration busy_waiting() const override { return busy_waiting_; }

 private:
  bool flush_all() noexcept;
  bool dispatch_events() noexcept;                         // true: there were some
  bool look_out(std::optional<TimePoint> until) noexcept;  // true: events came
  bool sleep(std::optional<TimePoint> until) noexcept;     // false: not worth it

  int epoll_ = -1;
  std::chrono::steady_clock::time_point zero_ = std::chrono::steady_clock::now();
  Duration unix_time_at_zero_{};
  Duration busy_waiting_{};
  std::vector<Flushable*> to_flush_;
  std::vector<Flushable*> flushing_;
  std::array<IoHandler*, 64> fetched_{};  // of the events being dispatched; null: removed meanwhile
};

}  // namespace stampede::runtime

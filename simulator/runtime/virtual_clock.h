// Virtual time: when no fiber can run, it is at once as late as the next timer says.
#pragma once

#include "simulator/runtime/driver.h"

namespace stampede::runtime {

class VirtualClock final : public Driver {
 public:
  static constexpr Duration kUnixTimeAtZero = std::chrono::seconds(1'700'000'000);

  explicit VirtualClock(Duration unix_time_at_zero = kUnixTimeAtZero) : unix_time_at_zero_(unix_time_at_zero) {}

  TimePoint now() override { return now_; }
  Duration unix_time_at_zero() override { return unix_time_at_zero_; }
  void poll() noexcept override {}
  void wait(std::optional<TimePoint> next_timer) noexcept override {
    if (next_timer && *next_timer > now_) now_ = *next_timer;
  }
  bool has_outside() const noexcept override { return false; }

 private:
  Duration unix_time_at_zero_;
  TimePoint now_{};
};

}  // namespace stampede::runtime

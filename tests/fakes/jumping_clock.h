// The smallest possible virtual clock: jumps to the next timer whenever no fiber can run.
#pragma once

#include "simulator/runtime/driver.h"

namespace stampede {

class JumpingClock final : public runtime::Driver {
 public:
  TimePoint now() override { return now_; }
  Duration unix_time_at_zero() override { return std::chrono::seconds(1'700'000'000); }
  void poll() noexcept override {}
  void wait(std::optional<TimePoint> next_timer) noexcept override {
    if (next_timer && *next_timer > now_) now_ = *next_timer;
  }

  // Time passes although nobody waits, as if the thread were busy with something.
  void advance(Duration duration) { now_ += duration; }

 private:
  TimePoint now_{};
};

}  // namespace stampede

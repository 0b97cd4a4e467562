// Integral of a level over time: how many worker-seconds, computation-seconds.
#pragma once

#include <cstdint>

#include "strategies/time.h"

namespace stampede::measure {

class TimeIntegral {
 public:
  explicit TimeIntegral(TimePoint from) : last_(from) {}

  void change(std::int64_t by, TimePoint now) {
    advance(now);
    level_ += by;
  }

  // The level times time from `from` to `now`. Times that lie back (a deadline noticed late) add nothing.
  Duration until(TimePoint now) {
    advance(now);
    return total_;
  }

  std::int64_t level() const { return level_; }

 private:
  void advance(TimePoint now) {
    if (now > last_) {
      total_ += level_ * (now - last_);
      last_ = now;
    }
  }

  TimePoint last_;
  std::int64_t level_ = 0;
  Duration total_{};
};

}  // namespace stampede::measure

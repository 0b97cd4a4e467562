// Integral of a level over time: how many worker-seconds, computation-seconds. Many workers over a long run exceed what
// a Duration holds.
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
  double nanoseconds_until(TimePoint now) {
    advance(now);
    return total_ns_;
  }

  std::int64_t level() const { return level_; }

 private:
  void advance(TimePoint now) {
    if (now > last_) {
      total_ns_ += static_cast<double>(level_) * static_cast<double>((now - last_).count());
      last_ = now;
    }
  }

  TimePoint last_;
  std::int64_t level_ = 0;
  double total_ns_ = 0;  // exact up to 2^53
};

}  // namespace stampede::measure

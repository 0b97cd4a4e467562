// Time as strategies and worlds see it. A world decides what the time is; nothing here reads a clock.
#pragma once

#include <chrono>

namespace stampede {

using Duration = std::chrono::nanoseconds;

// Deliberately without now(): only a world (real or virtual) can tell the time.
struct WorldClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<WorldClock>;
  static constexpr bool is_steady = true;
};

// Zero is the start of the run.
using TimePoint = WorldClock::time_point;

inline constexpr double to_seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }
inline constexpr double to_milliseconds(Duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

// What a strategy knows of time on its node.
class Clock {
 public:
  virtual ~Clock() = default;

  // Monotonic; for intervals within this node.
  virtual TimePoint now() = 0;

  // Time since 1970-01-01 as this node believes it to be; for what is stored and read by other nodes.
  virtual Duration unix_time() = 0;

  // Suspends the calling fiber.
  virtual void sleep_for(Duration duration) = 0;
};

}  // namespace stampede

// Times as a person reads them in a timeline: "12.345 ms", "3.2 s".
#pragma once

#include <fmt/format.h>

#include <string>

#include "strategies/time.h"

namespace stampede::check {

inline std::string time_text(Duration time) {
  constexpr double kPerMs = 1e6;
  constexpr Duration kSeconds = std::chrono::seconds(10);
  const auto ns = static_cast<double>(time.count());
  if (time >= kSeconds || time <= -kSeconds) return fmt::format("{:.3f} s", ns / kPerMs / 1000);
  return fmt::format("{:.3f} ms", ns / kPerMs);
}

}  // namespace stampede::check

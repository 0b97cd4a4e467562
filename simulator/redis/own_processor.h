// A processor for the private server alone. A kernel that wakes the server on the processor of its client makes the two
// take turns, as no application and no server on machines of their own would: a burst then takes up to twice as long.
#pragma once

#include <sched.h>

#include <optional>

namespace stampede::redis {

// The last of those that the calling thread may use; empty if it has only one.
std::optional<int> processor_for_server();

// While it lives, the calling thread stays away from the processor; does nothing without one, or where the kernel
// refuses.
class StayAwayFrom {
 public:
  explicit StayAwayFrom(std::optional<int> processor) noexcept;
  ~StayAwayFrom();
  StayAwayFrom(const StayAwayFrom&) = delete;
  StayAwayFrom& operator=(const StayAwayFrom&) = delete;

 private:
  cpu_set_t before_{};
  bool is_away_ = false;
};

}  // namespace stampede::redis

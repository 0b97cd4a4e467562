// What a process of the application itself computes, in virtual time: one thread that does one thing after another, in
// the order in which they come up. Where time is real, so is the thread, and this one costs nothing.
#pragma once

#include <algorithm>
#include <cstddef>

#include "strategies/time.h"

namespace stampede::runtime {

struct CpuCosts {
  Duration request{};  // before it is worked on: half when it comes, half when a worker starts with it
  Duration command{};  // of Redis: half when it is sent, half when its reply is read
};

class ProcessCpu {
 public:
  ProcessCpu() = default;
  explicit ProcessCpu(CpuCosts costs) : costs_(costs) {}

  bool costs_nothing() const { return costs_.request == Duration::zero() && costs_.command == Duration::zero(); }

  // Each of these comes up now. When it is done.
  TimePoint receive_request(TimePoint now) { return book(now, first_half(costs_.request)); }
  TimePoint start_request(TimePoint now) { return book(now, second_half(costs_.request)); }
  TimePoint send_commands(TimePoint now, std::size_t count) {
    return book(now, times(count, first_half(costs_.command)));
  }
  TimePoint read_replies(TimePoint now, std::size_t count) {
    return book(now, times(count, second_half(costs_.command)));
  }

 private:
  static Duration times(std::size_t count, Duration cost) { return static_cast<Duration::rep>(count) * cost; }
  static Duration first_half(Duration cost) { return cost / 2; }
  static Duration second_half(Duration cost) { return cost - cost / 2; }

  TimePoint book(TimePoint now, Duration cost) {
    busy_until_ = std::max(now, busy_until_) + cost;
    return busy_until_;
  }

  CpuCosts costs_;
  TimePoint busy_until_;
};

}  // namespace stampede::runtime

// A capacity that its users share evenly: with more of them than it carries, all progress at the same lower speed
// (processor sharing), as the queries of a database do.
#pragma once

#include <cstdint>
#include <map>

#include "simulator/runtime/scheduler.h"
#include "simulator/runtime/timer.h"

namespace stampede::origin {

// What fibers say that share a capacity: they have no deadline of their own, but time goes on for them.
inline constexpr const char* kSharingCapacity = "its share of the origin";

class SharedCapacity final : private runtime::Timer {
 public:
  SharedCapacity(runtime::Scheduler& scheduler, std::uint64_t capacity)
      : scheduler_(scheduler), capacity_(static_cast<double>(capacity)) {}

  struct Worked {
    bool finished = false;  // false: interrupted
    Duration done{};        // of what was to be done
    Duration lost{};        // what the others have taken: the time beyond that
  };
  // Suspends until so much is done, which takes longer while there are too many. Throws Cancelled.
  Worked work(Duration takes);

  // All who work at present return with what they have done so far.
  void interrupt_all() noexcept;

 private:
  class Share;
  // By the progress at which they have finished; of equal ones the first comes first.
  using Shares = std::multimap<double, Share*>;

  void advance() noexcept;
  void arm_for_next() noexcept;
  void on_due() noexcept override;

  runtime::Scheduler& scheduler_;
  const double capacity_;
  Shares shares_;
  // What each of them has progressed since somebody worked here again. All have the same speed, so that one figure
  // does.
  double progress_ns_ = 0;
  TimePoint advanced_to_;
};

}  // namespace stampede::origin

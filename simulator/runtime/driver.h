// What a scheduler does when no fiber can run. The difference between real and virtual time lies here.
#pragma once

#include <optional>

#include "strategies/time.h"

namespace stampede::runtime {

class Driver {
 public:
  virtual ~Driver() = default;

  virtual TimePoint now() = 0;

  // Real nanoseconds since 1970-01-01 that correspond to TimePoint zero.
  virtual Duration unix_time_at_zero() = 0;

  // Fibers are ready, but others must not starve: pass on what happened outside, without waiting.
  virtual void poll() noexcept = 0;

  // No fiber is ready: wait for something to happen outside, at most until `next_timer` (empty: no timer is
  // armed). May return early.
  virtual void wait(std::optional<TimePoint> next_timer) noexcept = 0;

  // How long the thread has only looked whether something happens, rather than to sleep: it had the processor, but did
  // no work.
  virtual Duration busy_waiting() const { return Duration::zero(); }

  // False: nothing comes from outside. If all fibers wait then and no timer is armed, they wait for ever.
  virtual bool has_outside() const noexcept { return true; }
};

}  // namespace stampede::runtime

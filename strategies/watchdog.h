// Renews a lock at each third of its lifetime, on a fiber of its own, for as long as its holder works.
#pragma once

#include <memory>

#include "strategies/lock.h"

namespace stampede {

// Its end is that of the work: whoever leaves the scope, however, stops the renewal. So it has to end before the lock
// is released.
class Watchdog {
 public:
  Watchdog(Environment& environment, const Lock& lock, Duration ttl);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  // Shared with the fiber, which can outlive the holder's by a moment.
  struct Work {
    bool has_ended = false;
    std::unique_ptr<WaitList> end;
  };

  static void renew_until_end(Work& work, Lock& lock, Duration ttl);

  std::shared_ptr<Work> work_;
};

}  // namespace stampede

// How requests of one process wait for each other, as threads do on a condition variable.
#pragma once

#include <memory>
#include <optional>

#include "strategies/time.h"

namespace stampede {

// First come, first served.
class WaitList {
 public:
  virtual ~WaitList() = default;

  // Suspends the calling fiber until it is woken; false if the time was up first. Without a timeout it waits for ever.
  virtual bool wait(std::optional<Duration> timeout = std::nullopt) = 0;

  // True if somebody was waiting. These do not suspend.
  virtual bool wake_one() = 0;
  virtual void wake_all() = 0;
};

class Waiting {
 public:
  virtual ~Waiting() = default;
  virtual std::unique_ptr<WaitList> make_list() = 0;
};

}  // namespace stampede

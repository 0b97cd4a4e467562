// When all fibers wait and nothing can wake any of them: who waits for what.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

namespace stampede::runtime {

class Fiber;
class Scheduler;

class Deadlock : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One clause for each kind of fiber and what it waits for, the most frequent first: "250 x worker wait for a lock".
// Fibers that `counts` refuses are left out. Empty if none is left.
std::string who_waits_for_what(const Scheduler& scheduler, const std::function<bool(const Fiber&)>& counts);

}  // namespace stampede::runtime

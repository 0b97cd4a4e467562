// How faults are carried out: by whoever holds the parts of a run that they befall. The timeline knows only when.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>

#include "simulator/scenario/faults.h"

namespace stampede::faults {

// Counts of what was seen of a fault: "keys", "process_before", ...
using Seen = std::map<std::string, std::int64_t>;

// A fault could not be carried out; the message says why.
class FaultFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class FaultActions {
 public:
  virtual ~FaultActions() = default;

  // Called by the timeline's fiber, in the order of time; may suspend. `number` is the fault's place in the scenario.
  // Throw FaultFailed, and whatever the parts throw that they use (RedisError).
  virtual Seen begin(std::size_t number, const scenario::Fault& fault) = 0;
  // Only for faults that last, and only if begin() returned.
  virtual Seen end(std::size_t number, const scenario::Fault& fault) = 0;
};

}  // namespace stampede::faults

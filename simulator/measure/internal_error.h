// A contradiction inside the measurements: a defect of this program, never of a strategy or a scenario.
#pragma once

#include <stdexcept>

namespace stampede::measure {

class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace stampede::measure

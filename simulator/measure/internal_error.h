// A contradiction inside the measurements: a defect of this program, never of a strategy or a scenario.
#pragma once

#include <string>
#include <utility>

namespace stampede::measure {

// Not a std::exception, so that no handler in a strategy takes it for an error of its own.
class InternalError {
 public:
  explicit InternalError(std::string message) : message_(std::move(message)) {}
  const char* what() const noexcept { return message_.c_str(); }

 private:
  std::string message_;
};

}  // namespace stampede::measure

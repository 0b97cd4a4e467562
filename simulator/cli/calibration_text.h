// A calibration for people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "simulator/calibration/derive.h"

namespace stampede::cli {

struct CalibrationContext {
  std::string server;
  std::string redis_version;
  std::uint64_t value_size_bytes = 0;
  std::size_t rounds = 0;
};

// A table of what was measured, and the network section, ready to be pasted into a scenario.
std::string calibration_text(const calibration::Calibration& calibration, const CalibrationContext& context);

}  // namespace stampede::cli

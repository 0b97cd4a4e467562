// Measured quantities as settings: no more digits than they are good for.
#pragma once

#include <cstdint>

#include "strategies/time.h"

namespace stampede::calibration {

Duration rounded(double nanoseconds);      // three digits, at most; what is negative is nothing
std::uint64_t rounded_size(double bytes);  // whole MiB from 10 MiB on, whole KiB below; at least 1 KiB

}  // namespace stampede::calibration

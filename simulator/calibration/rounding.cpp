#include "simulator/calibration/rounding.h"

#include <algorithm>
#include <cmath>

namespace stampede::calibration {

Duration rounded(double nanoseconds) {
  if (!(nanoseconds > 0)) return Duration::zero();
  constexpr double three_digits = 1000;
  double unit = 1;
  while (nanoseconds / unit >= three_digits) unit *= 10;
  return Duration(static_cast<Duration::rep>(std::round(nanoseconds / unit) * unit));
}

std::uint64_t rounded_size(double bytes) {
  constexpr double kib = 1024;
  constexpr double mib = kib * kib;
  constexpr double mib_from = 10 * mib;
  const double unit = bytes >= mib_from ? mib : kib;
  return static_cast<std::uint64_t>(std::max(std::round(bytes / unit), 1.0) * unit);
}

}  // namespace stampede::calibration

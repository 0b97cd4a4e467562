#include "simulator/workload/arrivals.h"

#include <cmath>

#include "strategies/portable_math.h"

namespace stampede::workload {

namespace {

constexpr double kNanosecondsPerSecond = 1e9;

}  // namespace

Arrivals Arrivals::burst(const scenario::Burst& load) {
  Arrivals arrivals(Kind::burst, 0, load.at, {}, measure::RandomStream(0, "unused"));
  arrivals.count_ = load.requests;
  return arrivals;
}

Arrivals Arrivals::poisson(double rate_per_s, Duration from, Duration length, measure::RandomStream stream) {
  return {Kind::poisson, rate_per_s, from, length, stream};
}

Arrivals Arrivals::constant(double rate_per_s, Duration from, Duration length) {
  return {Kind::constant, rate_per_s, from, length, measure::RandomStream(0, "unused")};
}

std::optional<Duration> Arrivals::next() {
  switch (kind_) {
    case Kind::burst:
      if (given_ == count_) return std::nullopt;
      ++given_;
      return from_;
    case Kind::poisson: {
      const double gap_s = -portable::ln(1.0 - stream_.uniform()) / rate_per_s_;
      elapsed_ += Duration(std::llround(gap_s * kNanosecondsPerSecond));
      break;
    }
    case Kind::constant:
      // From the count, not by adding up gaps: rounding must not accumulate.
      elapsed_ = Duration(std::llround(static_cast<double>(given_++) * kNanosecondsPerSecond / rate_per_s_));
      break;
  }
  if (elapsed_ >= length_) return std::nullopt;
  return from_ + elapsed_;
}

}  // namespace stampede::workload

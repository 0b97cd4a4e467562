#include "simulator/origin/compute_time.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "strategies/portable_math.h"

namespace stampede::origin {

namespace {

// The quantile 0.99 of the standard normal distribution.
constexpr double kNormalQuantile99 = 2.3263478740408408;

// Longer than any run; keeps the tail of a heavy distribution from overflowing integer nanoseconds.
constexpr double kLongestNs = 3.1e16;

double nanoseconds(Duration duration) { return static_cast<double>(duration.count()); }

Duration rounded(double ns) { return Duration(std::llround(std::min(ns, kLongestNs))); }

// By inversion, from the middles of 2^52 equal parts of (0, 1): no part's quantile is infinite.
double standard_normal(measure::RandomStream& stream) {
  return portable::normal_quantile(static_cast<double>((stream() >> 11U) | 1U) * 0x1p-53);
}

// Uniform over (0, 1]; exact, as uniform() is a multiple of 2^-53.
double above_zero(measure::RandomStream& stream) { return 1.0 - stream.uniform(); }

struct Draw {
  measure::RandomStream& stream;

  Duration operator()(const scenario::ConstantTime& constant) const { return constant.value; }

  Duration operator()(const scenario::UniformTime& uniform) const {
    return rounded(nanoseconds(uniform.min) + stream.uniform() * nanoseconds(uniform.max - uniform.min));
  }

  Duration operator()(const scenario::ExponentialTime& exponential) const {
    return rounded(-nanoseconds(exponential.mean) * portable::ln(above_zero(stream)));
  }

  Duration operator()(const scenario::LognormalTime& lognormal) const {
    const double sigma = portable::ln(nanoseconds(lognormal.p99) / nanoseconds(lognormal.median)) / kNormalQuantile99;
    return rounded(nanoseconds(lognormal.median) * portable::exponential(sigma * standard_normal(stream)));
  }

  Duration operator()(const scenario::ParetoTime& pareto) const {
    const double ns = nanoseconds(pareto.min) * portable::power(above_zero(stream), -1.0 / pareto.alpha);
    return pareto.max ? std::min(rounded(ns), *pareto.max) : rounded(ns);
  }
};

}  // namespace

Duration draw(const scenario::TimeDistribution& distribution, measure::RandomStream& stream) {
  return std::visit(Draw{stream}, distribution);
}

}  // namespace stampede::origin

#include "simulator/origin/compute_time.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <variant>

namespace stampede::origin {

namespace {

// The quantile 0.99 of the standard normal distribution.
constexpr double kNormalQuantile99 = 2.3263478740408408;

// Longer than any run; keeps the tail of a heavy distribution from overflowing integer nanoseconds.
constexpr double kLongestNs = 3.1e16;

double nanoseconds(Duration duration) { return static_cast<double>(duration.count()); }

Duration rounded(double ns) { return Duration(std::llround(std::min(ns, kLongestNs))); }

// Box and Muller, 1958.
double standard_normal(measure::RandomStream& stream) {
  const double radius = std::sqrt(-2.0 * std::log1p(-stream.uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * stream.uniform());
}

struct Draw {
  measure::RandomStream& stream;

  Duration operator()(const scenario::ConstantTime& constant) const { return constant.value; }

  Duration operator()(const scenario::UniformTime& uniform) const {
    return rounded(nanoseconds(uniform.min) + stream.uniform() * nanoseconds(uniform.max - uniform.min));
  }

  Duration operator()(const scenario::ExponentialTime& exponential) const {
    return rounded(-nanoseconds(exponential.mean) * std::log1p(-stream.uniform()));
  }

  Duration operator()(const scenario::LognormalTime& lognormal) const {
    const double sigma = std::log(nanoseconds(lognormal.p99) / nanoseconds(lognormal.median)) / kNormalQuantile99;
    return rounded(nanoseconds(lognormal.median) * std::exp(sigma * standard_normal(stream)));
  }

  Duration operator()(const scenario::ParetoTime& pareto) const {
    const double ns = nanoseconds(pareto.min) * std::pow(1.0 - stream.uniform(), -1.0 / pareto.alpha);
    return pareto.max ? std::min(rounded(ns), *pareto.max) : rounded(ns);
  }
};

}  // namespace

Duration draw(const scenario::ComputeTime& distribution, measure::RandomStream& stream) {
  return std::visit(Draw{stream}, distribution);
}

}  // namespace stampede::origin

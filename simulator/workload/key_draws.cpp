#include "simulator/workload/key_draws.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "strategies/portable_math.h"

namespace stampede::workload {

namespace {

// The quantile 0.99 of the standard normal distribution.
constexpr double kNormalQuantile99 = 2.3263478740408408;

constexpr double kLargestValueBytes = 512.0 * 1024 * 1024;  // Redis takes no more

// By inversion, from the middles of 2^52 equal parts of (0, 1): no part's quantile is infinite.
double lognormal(double median, double p99, measure::RandomStream& stream) {
  const double normal = portable::normal_quantile(static_cast<double>((stream() >> 11U) | 1U) * 0x1p-53);
  return median * portable::exponential(portable::ln(p99 / median) / kNormalQuantile99 * normal);
}

struct DrawSize {
  measure::RandomStream& stream;

  std::uint64_t operator()(const scenario::UniformSize& sizes) const {
    return sizes.min_bytes + stream.below(sizes.max_bytes - sizes.min_bytes + 1);
  }
  std::uint64_t operator()(const scenario::LognormalSize& sizes) const {
    const double bytes =
        lognormal(static_cast<double>(sizes.median_bytes), static_cast<double>(sizes.p99_bytes), stream);
    return static_cast<std::uint64_t>(std::llround(std::min(bytes, kLargestValueBytes)));
  }
};

struct DrawFactor {
  measure::RandomStream& stream;

  double operator()(const scenario::UniformFactor& factors) const {
    return factors.min + stream.uniform() * (factors.max - factors.min);
  }
  double operator()(const scenario::LognormalFactor& factors) const { return lognormal(1, factors.p99, stream); }
  double operator()(const scenario::DearKeys& dear) const { return stream.uniform() < dear.share ? dear.factor : 1; }
};

}  // namespace

std::uint64_t draw_size_bytes(const scenario::SizeDistribution& sizes, measure::RandomStream stream) {
  return std::visit(DrawSize{stream}, sizes);
}

double draw_factor(const scenario::FactorDistribution& factors, measure::RandomStream stream) {
  return std::visit(DrawFactor{stream}, factors);
}

}  // namespace stampede::workload

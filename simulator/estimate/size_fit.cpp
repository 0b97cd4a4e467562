#include "simulator/estimate/size_fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stampede::estimate {

namespace {

constexpr double kNormalQuantile99 = 2.3263478740408408;
constexpr double kAllAlike = 0.01;  // of the logarithm: sizes differ by about a percent

double normal_share_below(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

// Of sorted sizes.
double distance_to_lognormal(const std::vector<std::uint32_t>& sizes, double mean, double deviation) {
  const auto n = static_cast<double>(sizes.size());
  double distance = 0;
  for (std::size_t i = 0; i < sizes.size();) {
    const auto end = std::upper_bound(sizes.begin() + static_cast<std::ptrdiff_t>(i), sizes.end(), sizes[i]);
    const auto below = static_cast<double>(i);
    i = static_cast<std::size_t>(end - sizes.begin());
    // Whole bytes: a size stands for those that are rounded to it.
    const double up_to = normal_share_below((std::log(sizes[i - 1] + 0.5) - mean) / deviation);
    const double less = normal_share_below((std::log(sizes[i - 1] - 0.5) - mean) / deviation);
    distance = std::max({distance, std::abs(up_to - static_cast<double>(i) / n), std::abs(less - below / n)});
  }
  return distance;
}

}  // namespace

std::optional<SizeFit> fit_sizes(std::vector<std::uint32_t> sizes) {
  std::erase(sizes, 0U);
  if (sizes.empty()) return std::nullopt;
  std::sort(sizes.begin(), sizes.end());
  const auto n = static_cast<double>(sizes.size());
  SizeFit fit{.keys = sizes.size()};
  double mean = 0;
  for (const std::uint32_t size : sizes) {
    mean += std::log(size) / n;
    fit.mean_bytes += size / n;
  }
  double variance = 0;
  for (const std::uint32_t size : sizes) variance += std::pow(std::log(size) - mean, 2) / n;
  const double deviation = std::sqrt(variance);
  fit.is_constant = deviation < kAllAlike;
  fit.median_bytes = fit.is_constant ? sizes[sizes.size() / 2] : std::exp(mean);
  fit.p99_bytes = fit.is_constant ? fit.median_bytes : std::exp(mean + kNormalQuantile99 * deviation);
  if (!fit.is_constant) fit.distance = distance_to_lognormal(sizes, mean, deviation);
  return fit;
}

}  // namespace stampede::estimate

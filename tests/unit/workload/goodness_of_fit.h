// How well a sample fits a distribution. Seeds are fixed, so each test has one outcome for ever; the critical values
// belong to a significance of 0.1 %, which one sample in a thousand of a correct generator exceeds.
#pragma once

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace stampede::statistics {

// Kolmogorov's distribution, upper 0.1 %: sqrt(n) times the greatest distance stays below.
inline constexpr double kKolmogorovCritical = 1.9495;

// The upper 0.1 % point of the standard normal distribution.
inline constexpr double kNormalCritical = 3.0902;

// sqrt(n) times the greatest distance between the sample's distribution and `cumulative`, which must be continuous.
inline double kolmogorov_statistic(std::vector<double> sample, const std::function<double(double)>& cumulative) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double greatest = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double theory = cumulative(sample[i]);
    const auto below = static_cast<double>(i);
    greatest = std::max({greatest, theory - below / n, (below + 1) / n - theory});
  }
  return std::sqrt(n) * greatest;
}

// Pearson's sum over classes whose expected counts should be 5 or more.
inline double chi_square_statistic(const std::vector<std::uint64_t>& observed, const std::vector<double>& expected) {
  double sum = 0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double distance = static_cast<double>(observed[i]) - expected[i];
    sum += distance * distance / expected[i];
  }
  return sum;
}

// The upper 0.1 % point of the chi-square distribution.
inline double chi_square_critical(double degrees_of_freedom) {
  return boost::math::quantile(
      boost::math::complement(boost::math::chi_squared_distribution<double>(degrees_of_freedom), 0.001));
}

struct Moments {
  double mean = 0;
  double variance = 0;
};

inline Moments moments(const std::vector<double>& sample) {
  Moments moments;
  for (const double value : sample) moments.mean += value / static_cast<double>(sample.size());
  for (const double value : sample) {
    moments.variance += (value - moments.mean) * (value - moments.mean) / static_cast<double>(sample.size() - 1);
  }
  return moments;
}

}  // namespace stampede::statistics

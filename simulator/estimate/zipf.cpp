#include "simulator/estimate/zipf.h"

#include <cmath>

namespace stampede::estimate {

namespace {

constexpr double kOneByOne = 1000;

double integral(double from, double to, double exponent) {
  const double power = 1 - exponent;
  const double octaves = std::log(to / from);
  // Without cancellation where the exponent is near 1.
  const double x = power * octaves;
  const double ratio = std::abs(x) < 1e-8 ? octaves * (1 + x / 2) : octaves * std::expm1(x) / x;
  return std::pow(from, power) * ratio;
}

}  // namespace

double zipf_sum(double keys, double exponent) {
  double sum = 0;
  double rank = 1;
  for (; rank <= keys && rank <= kOneByOne; ++rank) sum += std::pow(rank, -exponent);
  const double last = rank - 1;
  if (keys <= kOneByOne) return sum + (keys - last) * std::pow(rank, -exponent);
  const double begin = std::pow(last, -exponent);
  const double end = std::pow(keys, -exponent);
  return sum + integral(last, keys, exponent) + (end - begin) / 2 - exponent * (end / keys - begin / last) / 12;
}

}  // namespace stampede::estimate

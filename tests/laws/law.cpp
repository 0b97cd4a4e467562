#include "tests/laws/law.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace stampede::laws {

namespace {

// Quantiles 0.995: of the normal distribution, and of Student's with kRuns - 1 degrees of freedom.
constexpr double kNormal = 2.5758;
constexpr double kStudent = 2.8609;
static_assert(kRuns == 20);

constexpr std::size_t kManySamples = 1000;

double count(const std::vector<double>& samples) { return static_cast<double>(samples.size()); }

double mean(const std::vector<double>& samples) {
  double sum = 0;
  for (const double sample : samples) sum += sample;
  return sum / count(samples);
}

// Of the samples around their mean, to the power of `power`.
double central_moment(const std::vector<double>& samples, int power) {
  const double middle = mean(samples);
  double sum = 0;
  for (const double sample : samples) sum += std::pow(sample - middle, power);
  return sum / count(samples);
}

double unbiased_variance(const std::vector<double>& samples) {
  return central_moment(samples, 2) * count(samples) / (count(samples) - 1);
}

void expect_many(const std::vector<double>& samples) {
  if (samples.size() < kManySamples) throw std::invalid_argument("too few samples for the normal approximation");
}

}  // namespace

Estimate mean_of_runs(const std::vector<double>& means) {
  if (means.size() != kRuns) throw std::invalid_argument("the quantile of Student's distribution is for kRuns runs");
  const double half_width = kStudent * std::sqrt(unbiased_variance(means) / count(means));
  return {.value = mean(means), .half_width = half_width, .samples = means.size()};
}

Estimate mean_of(const std::vector<double>& samples) {
  expect_many(samples);
  const double half_width = kNormal * std::sqrt(unbiased_variance(samples) / count(samples));
  return {.value = mean(samples), .half_width = half_width, .samples = samples.size()};
}

Estimate variance_of(const std::vector<double>& samples) {
  expect_many(samples);
  const double variance = unbiased_variance(samples);
  const double half_width = kNormal * std::sqrt((central_moment(samples, 4) - variance * variance) / count(samples));
  return {.value = variance, .half_width = half_width, .samples = samples.size()};
}

Estimate share_at_least(const std::vector<double>& samples, double bound) {
  std::vector<double> is_there;
  for (const double sample : samples) is_there.push_back(sample >= bound ? 1 : 0);
  return mean_of(is_there);
}

void expect_law(const std::string& law, const Estimate& estimate, double closed_form) {
  const std::string line = fmt::format("{:<58} {:>9.5f} +-{:5.2f} % from {:>5}, closed form {:>9.5f}, off by {:5.2f} %",
                                       law, estimate.value, 100 * estimate.half_width / closed_form, estimate.samples,
                                       closed_form, 100 * (estimate.value / closed_form - 1));
  fmt::print("{}\n", line);
  EXPECT_LE(estimate.half_width, kTolerance * closed_form) << line;
  EXPECT_NEAR(estimate.value, closed_form, kTolerance * closed_form) << line;
}

}  // namespace stampede::laws

// A law: what many runs estimate, against what a formula says. Seeds are fixed, so that a law holds always or never.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "simulator/runtime/address_sanitizer.h"

namespace stampede::laws {

// Sanitizers look for other mistakes, and take ten times as long: there a twelfth of the samples must do, with
// intervals that are so much wider.
#if defined(STAMPEDE_ADDRESS_SANITIZER)
inline constexpr double kEffort = 1.0 / 12;
#else
inline constexpr double kEffort = 1;
#endif

// How far an estimate may be from its closed form, and how wide its confidence interval may be to each side, both as a
// share of the closed form.
inline constexpr double kTolerance = kEffort < 1 ? 0.15 : 0.03;

// With the half width of its confidence interval of 99 %.
struct Estimate {
  double value = 0;
  double half_width = 0;
  std::size_t samples = 0;
};

// From one mean per run; runs with seeds of their own are independent, however much the requests of one are not.
inline constexpr std::size_t kRuns = 20;
Estimate mean_of_runs(const std::vector<double>& means);

// From at least thousands of independent samples.
Estimate mean_of(const std::vector<double>& samples);
Estimate variance_of(const std::vector<double>& samples);
// Of the samples, the share that is at least `bound`.
Estimate share_at_least(const std::vector<double>& samples, double bound);

// Prints the law, its estimate and its closed form, and fails the test if they differ by more than the tolerance, or if
// the interval is wider.
void expect_law(const std::string& law, const Estimate& estimate, double closed_form);

}  // namespace stampede::laws

// The test of Mann and Whitney: do values of one sample tend to be larger than those of another? It asks for no
// particular distribution, and one wild value does not sway it.
// H. B. Mann, D. R. Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the
// Other", Annals of Mathematical Statistics 18 (1947).
#pragma once

#include <cstddef>
#include <span>

namespace stampede::reports {

// With up to so many values in both samples together, p-values are exact.
inline constexpr std::size_t kExactValuesMax = 60;

struct RankTest {
  double u = 0;           // pairs in which the second sample's value is the larger one; equal ones count a half
  double p_value = 1;     // two-sided
  bool exact = true;      // false: from the normal approximation, for larger samples
  bool constant = false;  // all values are equal: there is nothing to test
};

// Preconditions: neither sample is empty, no value is NaN.
//
// Equal values share the mean of their ranks. The exact p-value is that of the permutation test: the share of all ways
// to deal the pooled values to two samples of these sizes in which the rank sum is as far from its mean as it is, or
// further, so that it is exact with ties, too (B. Streitberg, J. Roehmel, "Exact Distributions for Permutation and Rank
// Tests", Statistical Software Newsletter 12 (1986): the shift algorithm). Beyond kExactValuesMax: the normal
// approximation with the correction for ties and for continuity (E. L. Lehmann, "Nonparametrics" (1975), section 1.4).
RankTest mann_whitney(std::span<const double> first, std::span<const double> second);

// The least two-sided p-value that samples of these sizes can reach: when all values of one lie beyond the other's.
double least_p_value(std::size_t first, std::size_t second);

// The probability that a value of the second sample is the larger one, equal ones counting a half: 0.5 is no effect.
// A. Vargha, H. D. Delaney, "A Critique and Improvement of the CL Common Language Effect Size Statistics of McGraw and
// Wong", Journal of Educational and Behavioral Statistics 25 (2000). Cliff's delta is twice this, minus 1.
double effect_size(std::span<const double> first, std::span<const double> second);

}  // namespace stampede::reports

// Zipf's law: sums over ranks, for more keys than anybody would add up one by one.
#pragma once

namespace stampede::estimate {

// The sum of rank^-exponent over the ranks 1 to `keys`, which may be a fraction beyond a whole number: to about 1e-12
// of itself. Ranks beyond the first thousand by the Euler-Maclaurin formula.
double zipf_sum(double keys, double exponent);

}  // namespace stampede::estimate

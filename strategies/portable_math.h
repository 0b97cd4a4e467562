// Logarithm, exponential, power, sine and normal quantile from IEEE 754 additions, multiplications, divisions and
// square roots only: the same bits with every compiler and on every machine. The mathematical library chooses its
// variants by the processor, and their last bits differ.
#pragma once

namespace stampede::portable {

// ln() and exponential() are off by at most one unit in the last place, power() by two; of subnormal results by one of
// the smallest number. Needs a compiler that does not fuse multiplications with additions (-ffp-contract=off).

// The natural logarithm: 2 artanh((m - 1) / (m + 1)) of the mantissa m (Abramowitz and Stegun 1965, 4.1.27), with the
// quotient in double-double arithmetic (Dekker 1971). ln(0) is minus infinity, of less than 0 it is not a number.
double ln(double x);

// e to the x: Taylor's series (4.2.1) around the nearest multiple of ln 2.
double exponential(double x);

// base to the exponent, through the unrounded logarithm. Not a number for a base below 0. The exponent 0 gives 1.
double power(double base, double exponent);

// The sine and cosine of an angle in full turns, sin(2 pi x) and cos(2 pi x): the argument is reduced without any
// error, and the rest taken from Taylor's series (4.3.65, 4.3.66). Off by less than 2e-16. Not a number for an infinite
// x.
double sine_of_turns(double x);
double cosine_of_turns(double x);

// The x that a standard normal variable stays below with probability p: algorithm AS 241, PPND16 (Wichura 1988,
// Applied Statistics 37(3), 477-484), to a relative error of about 1e-15. Infinite for 0 and 1; not a number outside.
double normal_quantile(double p);

}  // namespace stampede::portable

// Argument reductions, series and rational approximations.
#include "strategies/portable_math.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

namespace stampede::portable {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

// ln 2. The high part ends in 21 zero bits, so that its product with any binary exponent is exact.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kLn2Inverse = 0x1.71547652b82fep+0;

constexpr double kTurn = 2 * std::numbers::pi;

// Beyond these, e to the x is infinite and zero in double precision.
constexpr double kExponentMax = 710;
constexpr double kExponentMin = -746;

// An unevaluated sum, the second part below the last bit of the first.
struct Sum {
  double high = 0;
  double low = 0;
};

// Exact if |a| >= |b|.
Sum sum_of(double a, double b) {
  const double high = a + b;
  return {high, b - (high - a)};
}

// Exact (Dekker 1971, with Veltkamp's splitting) unless it overflows.
Sum product_of(double a, double b) {
  constexpr double kSplitter = 0x1p27 + 1;
  const auto upper_half = [](double x) {
    const double scaled = kSplitter * x;
    return scaled - (scaled - x);
  };
  const double a_upper = upper_half(a);
  const double b_upper = upper_half(b);
  const double a_lower = a - a_upper;
  const double b_lower = b - b_upper;
  const double high = a * b;
  return {high, ((a_upper * b_upper - high) + a_upper * b_lower + a_lower * b_upper) + a_lower * b_lower};
}

template <std::size_t N>
double polynomial(const std::array<double, N>& coefficients, double x) {
  double sum = coefficients[N - 1];
  for (std::size_t i = N - 1; i > 0; --i) sum = sum * x + coefficients[i - 1];
  return sum;
}

// To about eight bits more than a double has. Precondition: 0 < x < infinity.
Sum unrounded_ln(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < 0.5 * std::numbers::sqrt2) {
    mantissa *= 2;
    --exponent;
  }
  // s = (m - 1) / (m + 1), at most 0.172.
  const double f = mantissa - 1;  // exact
  const Sum denominator = sum_of(2, f);
  const double s = f / denominator.high;
  const Sum back = product_of(s, denominator.high);
  const double s_low = ((f - back.high) - back.low - s * denominator.low) / denominator.high;
  // artanh(s) = s + s (z / 3 + z^2 / 5 + ...), z = s^2; the first term left out is below 2^-64 of the sum.
  constexpr std::array kSeries{1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11, 1.0 / 13,
                               1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25};
  const double z = s * s;
  const Sum ln_mantissa = sum_of(2 * s, 2 * (s_low + s * (z * polynomial(kSeries, z))));
  if (exponent == 0) return ln_mantissa;
  const Sum whole = sum_of(exponent * kLn2High, ln_mantissa.high);
  return sum_of(whole.high, whole.low + (exponent * kLn2Low + ln_mantissa.low));
}

double exponential_of(const Sum& x) {
  if (x.high > kExponentMax) return kInfinity;
  if (x.high < kExponentMin) return 0;
  const double twos = std::floor(x.high * kLn2Inverse + 0.5);
  const double rest = x.high - twos * kLn2High;  // exact
  const double rest_low = x.low - twos * kLn2Low;
  const double r = rest + rest_low;  // at most 0.35
  const double r_low = (rest - r) + rest_low;
  // e^r = 1 + r + r^2 (1/2! + r / 3! + ...); the first term left out is below 2^-62.
  constexpr std::array kSeries{1.0 / 2,         1.0 / 6,          1.0 / 24,         1.0 / 120,     1.0 / 720,
                               1.0 / 5040,      1.0 / 40320,      1.0 / 362880,     1.0 / 3628800, 1.0 / 39916800,
                               1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200};
  const double above_one = r + (r * r * polynomial(kSeries, r) + (r_low + r_low * r));
  return std::ldexp(1 + above_one, static_cast<int>(twos));
}

// Of an angle a of at most an eighth of a turn; the first term left out is below 2^-60.
double sine_of_octant(double a) {
  constexpr std::array kSeries{-1.0 / 6,        1.0 / 120,          -1.0 / 5040,           1.0 / 362880,
                               -1.0 / 39916800, 1.0 / 6227020800.0, -1.0 / 1307674368000.0};
  const double z = a * a;
  return a + a * (z * polynomial(kSeries, z));
}

double cosine_of_octant(double a) {
  constexpr std::array kSeries{-1.0 / 2,       1.0 / 24,          -1.0 / 720,           1.0 / 40320,
                               -1.0 / 3628800, 1.0 / 479001600.0, -1.0 / 87178291200.0, 1.0 / 20922789888000.0};
  const double z = a * a;
  return 1 + z * polynomial(kSeries, z);
}

// The three pieces of AS 241: numerator and denominator, each from the constant term up.
struct Rational {
  std::array<double, 8> numerator;
  std::array<double, 8> denominator;
  double operator()(double x) const { return polynomial(numerator, x) / polynomial(denominator, x); }
};

constexpr Rational kCentre{
    {3.3871328727963666080, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
     4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3},
    {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3, 2.1213794301586595867e+4,
     3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3}};

constexpr Rational kShoulder{
    {1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
     1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
     1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}};

constexpr Rational kTail{
    {6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
     1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}};

}  // namespace

double ln(double x) {
  if (std::isnan(x) || x < 0) return kNotANumber;
  if (x == 0) return -kInfinity;
  if (x == kInfinity) return kInfinity;
  const Sum result = unrounded_ln(x);
  return result.high + result.low;
}

double exponential(double x) {
  if (std::isnan(x)) return kNotANumber;
  return exponential_of({x, 0});
}

double power(double base, double exponent) {
  if (exponent == 0 || base == 1) return 1;
  if (std::isnan(base) || std::isnan(exponent) || base < 0) return kNotANumber;
  if (base == 0) return exponent > 0 ? 0 : kInfinity;
  if (base == kInfinity) return exponent > 0 ? kInfinity : 0;
  const Sum ln_base = unrounded_ln(base);
  // Before the exact product, which cannot hold the largest exponents.
  const double about = exponent * ln_base.high;
  if (about > kExponentMax) return kInfinity;
  if (about < kExponentMin) return 0;
  const Sum product = product_of(exponent, ln_base.high);
  return exponential_of({product.high, product.low + exponent * ln_base.low});
}

double sine_of_turns(double x) {
  if (!std::isfinite(x)) return kNotANumber;
  const double turn = x - std::floor(x + 0.5);         // exact, at most half a turn
  const double quarters = std::floor(4 * turn + 0.5);  // -2 to 2
  const double a = kTurn * (turn - 0.25 * quarters);   // the difference is exact
  if (quarters == 0) return sine_of_octant(a);
  if (quarters == 1) return cosine_of_octant(a);
  if (quarters == -1) return -cosine_of_octant(a);
  return -sine_of_octant(a);
}

double cosine_of_turns(double x) {
  if (!std::isfinite(x)) return kNotANumber;
  const double turn = x - std::floor(x + 0.5);
  const double quarters = std::floor(4 * turn + 0.5);
  const double a = kTurn * (turn - 0.25 * quarters);
  if (quarters == 0) return cosine_of_octant(a);
  if (quarters == 1) return -sine_of_octant(a);
  if (quarters == -1) return sine_of_octant(a);
  return -cosine_of_octant(a);
}

double normal_quantile(double p) {
  if (std::isnan(p) || p < 0 || p > 1) return kNotANumber;
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) return q * kCentre(0.180625 - q * q);
  const double outside = q < 0 ? p : 1 - p;
  if (outside == 0) return q < 0 ? -kInfinity : kInfinity;
  const double r = std::sqrt(-ln(outside));
  const double distance = r <= 5 ? kShoulder(r - 1.6) : kTail(r - 5);
  return q < 0 ? -distance : distance;
}

}  // namespace stampede::portable

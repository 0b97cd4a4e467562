#include "simulator/workload/diurnal_rate.h"

#include <algorithm>
#include <cmath>

#include "strategies/portable_math.h"

namespace stampede::workload {

namespace {

constexpr double kTurn = 6.283185307179586;

// Halving alone would need as many for every bit of a double.
constexpr int kStepsMax = 64;
constexpr double kCloseEnough = 0x1p-52;

}  // namespace

DiurnalPoisson::DiurnalPoisson(const scenario::DiurnalLoad& load, measure::RandomStream stream)
    : load_(load), stream_(stream), per_period_(load.mean_per_s * to_seconds(load.period)) {}

// Of a whole period's requests, those that come in its first part: from 0 to 1, without a step back.
double DiurnalPoisson::share_of_requests(double share) const {
  const double swing = portable::cosine_of_turns(load_.phase) - portable::cosine_of_turns(share + load_.phase);
  return share + load_.amplitude / kTurn * swing;
}

// By Newton's method, and by halving where the rate is so low that its steps lead out of what is known.
double DiurnalPoisson::share_of_period(double share) const {
  double low = 0;
  double high = 1;
  double guess = share;
  for (int step = 0; step < kStepsMax && high - low > kCloseEnough; ++step) {
    const double error = share_of_requests(guess) - share;
    (error > 0 ? high : low) = guess;
    const double slope = 1 + load_.amplitude * portable::sine_of_turns(guess + load_.phase);
    double next = slope > 0 ? guess - error / slope : high;
    if (next <= low || next >= high) next = (low + high) / 2;
    if (std::abs(next - guess) <= kCloseEnough) return next;
    guess = next;
  }
  return guess;
}

std::optional<Duration> DiurnalPoisson::operator()() {
  in_period_ += -portable::ln(1.0 - stream_.uniform());
  const double periods = std::floor(in_period_ / per_period_);
  if (periods > 0) {
    in_period_ = std::max(0.0, in_period_ - periods * per_period_);
    const double most = static_cast<double>(load_.length / load_.period) + 1;
    period_began_ += load_.period * static_cast<Duration::rep>(std::min(periods, most));
  }
  if (period_began_ >= load_.length) return std::nullopt;
  const double share = share_of_period(std::min(in_period_ / per_period_, 1.0));
  const Duration in_period(std::llround(share * static_cast<double>(load_.period.count())));
  // Rounding must not turn two arrivals round.
  last_ = std::max(last_, period_began_ + in_period);
  if (last_ >= load_.length) return std::nullopt;
  return last_;
}

}  // namespace stampede::workload

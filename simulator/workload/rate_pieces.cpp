#include "simulator/workload/rate_pieces.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "strategies/portable_math.h"

namespace stampede::workload {

namespace {

constexpr double kNanosecondsPerSecond = 1e9;

// Longer than any load, and short enough for sums.
constexpr double kLongestDwellNs = 4e17;

double integral_of(const RatePiece& piece) {
  return (piece.start_per_s + piece.end_per_s) / 2 * to_seconds(piece.length);
}

// When the integral reaches `done`: the root of start t + (end - start) / length t^2 / 2 = done, in the form that loses
// no digits where the slope is small.
Duration time_in_piece(const RatePiece& piece, double done) {
  const double slope = (piece.end_per_s - piece.start_per_s) / to_seconds(piece.length);
  const double root = std::sqrt(std::max(0.0, piece.start_per_s * piece.start_per_s + 2 * slope * done));
  const double sum = piece.start_per_s + root;
  if (sum <= 0) return Duration::zero();
  return std::min(piece.length, Duration(std::llround(2 * done / sum * kNanosecondsPerSecond)));
}

double exponential_of_mean_1(measure::RandomStream& stream) { return -portable::ln(1.0 - stream.uniform()); }

class MarkovStates {
 public:
  MarkovStates(std::vector<scenario::RateState> states, measure::RandomStream stream)
      : states_(std::move(states)), stream_(stream) {
    double dwell_s = 0;
    for (const scenario::RateState& state : states_) dwell_s += to_seconds(state.dwell);
    double point = stream_.uniform() * dwell_s;
    while (state_ + 1 < states_.size() && point >= to_seconds(states_[state_].dwell)) {
      point -= to_seconds(states_[state_++].dwell);
    }
  }

  RatePiece operator()() {
    if (std::exchange(has_begun_, true)) {
      const std::uint64_t other = stream_.below(states_.size() - 1);
      state_ = other < state_ ? other : other + 1;
    }
    const scenario::RateState& state = states_[state_];
    const double dwell_ns = static_cast<double>(state.dwell.count()) * exponential_of_mean_1(stream_);
    return {Duration(std::llround(std::min(dwell_ns, kLongestDwellNs))), state.rate_per_s, state.rate_per_s};
  }

 private:
  std::vector<scenario::RateState> states_;
  measure::RandomStream stream_;
  std::size_t state_ = 0;
  bool has_begun_ = false;
};

}  // namespace

RatePieces pieces_of(const scenario::RampLoad& load) {
  return [load, is_over = false]() mutable -> RatePiece {
    if (std::exchange(is_over, true)) return {load.length, load.end_per_s, load.end_per_s};
    return {load.length, load.start_per_s, load.end_per_s};
  };
}

RatePieces pieces_of(const scenario::StepsLoad& load) {
  return [steps = load.steps, next = std::size_t{0}]() mutable -> RatePiece {
    const scenario::RateStep& step = steps[next++ % steps.size()];
    return {step.length, step.rate_per_s, step.rate_per_s};
  };
}

RatePieces pieces_of(const scenario::BurstyLoad& load, measure::RandomStream states) {
  return MarkovStates(load.states, states);
}

PiecewisePoisson::PiecewisePoisson(RatePieces pieces, Duration length, measure::RandomStream stream)
    : pieces_(std::move(pieces)), length_(length), stream_(stream), piece_(pieces_()) {}

std::optional<Duration> PiecewisePoisson::operator()() {
  double needed = exponential_of_mean_1(stream_);
  while (done_ + needed > integral_of(piece_)) {
    needed -= integral_of(piece_) - done_;
    done_ = 0;
    piece_began_ += piece_.length;
    if (piece_began_ >= length_) return std::nullopt;
    piece_ = pieces_();
  }
  done_ += needed;
  // Rounding must not turn two arrivals round.
  last_ = std::max(last_, piece_began_ + time_in_piece(piece_, done_));
  if (last_ >= length_) return std::nullopt;
  return last_;
}

}  // namespace stampede::workload

// Rates that change over time, piece by piece, and the Poisson process that follows them.
#pragma once

#include <functional>
#include <optional>

#include "simulator/measure/random_stream.h"
#include "simulator/scenario/load_shapes.h"

namespace stampede::workload {

// A length of time in which the rate goes evenly from one value to another.
struct RatePiece {
  Duration length{};
  double start_per_s = 0;
  double end_per_s = 0;
};

// Gives one piece after another, without end.
using RatePieces = std::function<RatePiece()>;

RatePieces pieces_of(const scenario::RampLoad& load);  // its end rate stays
RatePieces pieces_of(const scenario::StepsLoad& load);
RatePieces pieces_of(const scenario::BurstyLoad& load, measure::RandomStream states);

// Exact: the rate's integral turns the arrivals of a Poisson process with rate 1 into those of this one, so that
// nothing is drawn and thrown away.
class PiecewisePoisson {
 public:
  PiecewisePoisson(RatePieces pieces, Duration length, measure::RandomStream stream);

  // The next arrival, counted from the begin; empty: there are no more within the length.
  std::optional<Duration> operator()();

 private:
  RatePieces pieces_;
  Duration length_;
  measure::RandomStream stream_;
  RatePiece piece_;
  Duration piece_began_{};
  double done_ = 0;  // the integral from the piece's begin to the last arrival
  Duration last_{};
};

}  // namespace stampede::workload

// Arrivals whose rate goes up and down as between day and night.
#pragma once

#include <optional>

#include "simulator/measure/random_stream.h"
#include "simulator/scenario/load_shapes.h"

namespace stampede::workload {

// A Poisson process with the rate mean * (1 + amplitude * sin(2 pi (t / period + phase))); exact, by inverting the
// rate's integral.
class DiurnalPoisson {
 public:
  DiurnalPoisson(const scenario::DiurnalLoad& load, measure::RandomStream stream);

  // The next arrival, counted from the begin; empty: there are no more within the length.
  std::optional<Duration> operator()();

 private:
  double share_of_requests(double share_of_period) const;
  double share_of_period(double share_of_requests) const;

  scenario::DiurnalLoad load_;
  measure::RandomStream stream_;
  double per_period_;
  double in_period_ = 0;  // the integral from the period's begin to the last arrival
  Duration period_began_{};
  Duration last_{};
};

}  // namespace stampede::workload

// Integrals of rates.
#include "simulator/scenario/load_shapes.h"

#include <algorithm>

#include "strategies/portable_math.h"

namespace stampede::scenario {

Duration length_of(const std::vector<RateStep>& steps) {
  Duration length{};
  for (const RateStep& step : steps) length += step.length;
  return length;
}

double expected_requests(const RampLoad& load) {
  return (load.start_per_s + load.end_per_s) / 2 * to_seconds(load.length);
}

double expected_requests(const StepsLoad& load) {
  const Duration cycle = length_of(load.steps);
  double per_cycle = 0;
  double in_last_cycle = 0;
  Duration left = load.length % cycle;
  for (const RateStep& step : load.steps) {
    per_cycle += step.rate_per_s * to_seconds(step.length);
    in_last_cycle += step.rate_per_s * to_seconds(std::min(left, step.length));
    left -= std::min(left, step.length);
  }
  return static_cast<double>(load.length / cycle) * per_cycle + in_last_cycle;
}

double expected_requests(const DiurnalLoad& load) {
  const double period_s = to_seconds(load.period);
  const double cycles = to_seconds(load.length) / period_s;
  const double swing = portable::cosine_of_turns(load.phase) - portable::cosine_of_turns(load.phase + cycles);
  constexpr double kTurn = 6.283185307179586;
  return load.mean_per_s * period_s * (cycles + load.amplitude / kTurn * swing);
}

double expected_requests(const BurstyLoad& load) {
  double requests = 0;
  double dwell_s = 0;
  for (const RateState& state : load.states) {
    requests += state.rate_per_s * to_seconds(state.dwell);
    dwell_s += to_seconds(state.dwell);
  }
  return requests / dwell_s * to_seconds(load.length);
}

double expected_changes(const StepsLoad& load) {
  return to_seconds(load.length) / to_seconds(length_of(load.steps)) * static_cast<double>(load.steps.size());
}

double expected_changes(const BurstyLoad& load) {
  double dwell_s = 0;
  for (const RateState& state : load.states) dwell_s += to_seconds(state.dwell);
  return to_seconds(load.length) / dwell_s * static_cast<double>(load.states.size());
}

}  // namespace stampede::scenario

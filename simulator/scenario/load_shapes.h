// Open loads whose rate changes: plain data, and how many requests they make.
#pragma once

#include <vector>

#include "strategies/time.h"

namespace stampede::scenario {

// From one rate to another, evenly over the length.
struct RampLoad {
  double start_per_s = 0;
  double end_per_s = 0;
  Duration from{};
  Duration length{};
  bool operator==(const RampLoad&) const = default;
};

struct RateStep {
  double rate_per_s = 0;
  Duration length{};
  bool operator==(const RateStep&) const = default;
};
// One rate after another, and from the beginning again for as long as the load lasts.
struct StepsLoad {
  std::vector<RateStep> steps;
  Duration from{};
  Duration length{};
  bool operator==(const StepsLoad&) const = default;
};

// mean * (1 + amplitude * sin(2 pi (t / period + phase))), with t from the begin of the load.
struct DiurnalLoad {
  double mean_per_s = 0;
  double amplitude = 0.5;
  Duration period = std::chrono::hours(24);
  double phase = 0;  // share of a period
  Duration from{};
  Duration length{};
  bool operator==(const DiurnalLoad&) const = default;
};

struct RateState {
  double rate_per_s = 0;
  Duration dwell{};  // mean of an exponential distribution
  bool operator==(const RateState&) const = default;
};
// A Markov-modulated Poisson process. From each state it goes to any of the others with equal probability; which one it
// begins in is drawn from its stationary distribution.
struct BurstyLoad {
  std::vector<RateState> states;
  Duration from{};
  Duration length{};
  bool operator==(const BurstyLoad&) const = default;
};

Duration length_of(const std::vector<RateStep>& steps);

// The integral of the rate; of a bursty load its mean.
double expected_requests(const RampLoad& load);
double expected_requests(const StepsLoad& load);
double expected_requests(const DiurnalLoad& load);
double expected_requests(const BurstyLoad& load);

// How often the rate jumps; each takes its time to follow, even where it brings no request.
double expected_changes(const StepsLoad& load);
double expected_changes(const BurstyLoad& load);

}  // namespace stampede::scenario

// When requests are due: a pure function of the scenario and the random stream, whatever the system under test does.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "simulator/measure/random_stream.h"
#include "simulator/scenario/scenario.h"

namespace stampede::workload {

// The intended times of an open load, in order, counted from the start of the load.
class Arrivals {
 public:
  static Arrivals burst(const scenario::Burst& load);
  static Arrivals poisson(double rate_per_s, Duration from, Duration length, measure::RandomStream stream);
  static Arrivals constant(double rate_per_s, Duration from, Duration length);
  static Arrivals ramp(const scenario::RampLoad& load, measure::RandomStream stream);
  static Arrivals steps(const scenario::StepsLoad& load, measure::RandomStream stream);
  static Arrivals diurnal(const scenario::DiurnalLoad& load, measure::RandomStream stream);
  static Arrivals bursty(const scenario::BurstyLoad& load, measure::RandomStream stream, measure::RandomStream states);

  // Empty: no more.
  std::optional<Duration> next();

 private:
  // Gives the next time, counted from the begin of this load; empty: no more.
  using Process = std::function<std::optional<Duration>()>;
  Arrivals(Process process, Duration from) : process_(std::move(process)), from_(from) {}

  Process process_;
  Duration from_;
};

// The arrivals of the load with this index in the scenario, with streams of its own; empty: its requests do not come by
// themselves.
std::optional<Arrivals> arrivals_of(const scenario::Load& load, std::uint64_t seed, std::uint64_t index);

}  // namespace stampede::workload

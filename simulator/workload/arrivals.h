// When requests are due: a pure function of the scenario and the random stream, whatever the system under test does.
#pragma once

#include <cstdint>
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

  // Empty: no more.
  std::optional<Duration> next();

 private:
  enum class Kind { burst, poisson, constant };
  Arrivals(Kind kind, double rate_per_s, Duration from, Duration length, measure::RandomStream stream)
      : kind_(kind), rate_per_s_(rate_per_s), from_(from), length_(length), stream_(stream) {}

  Kind kind_;
  double rate_per_s_;
  Duration from_;
  Duration length_;
  measure::RandomStream stream_;
  std::uint64_t count_ = 0;  // burst: how many there are in all
  std::uint64_t given_ = 0;
  Duration elapsed_{};  // poisson: since from_
};

}  // namespace stampede::workload

// How long somebody who polls pauses between two looks: each time longer by a factor, up to a longest pause.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "strategies/parameters.h"
#include "strategies/time.h"

namespace stampede {

class Backoff {
 public:
  Backoff(Duration first, double factor, Duration longest)
      : next_(std::min(first, longest)), factor_(factor), longest_(longest) {}

  Duration next() {
    const Duration pause = next_;
    const double grown = static_cast<double>(next_.count()) * factor_;
    next_ = grown < static_cast<double>(longest_.count()) ? Duration(static_cast<Duration::rep>(grown)) : longest_;
    return pause;
  }

  // poll_interval, backoff and poll_interval_max.
  static std::vector<ParameterSpec> parameters(Duration first, double factor, Duration longest);
  explicit Backoff(const Parameters& parameters)
      : Backoff(parameters.duration("poll_interval"), parameters.real("backoff"),
                parameters.duration("poll_interval_max")) {}

 private:
  Duration next_;
  double factor_;
  Duration longest_;
};

}  // namespace stampede

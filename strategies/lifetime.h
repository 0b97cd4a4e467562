// How long an entry lives, if need be with jitter: what was stored together shall not expire together.
#pragma once

#include <algorithm>

#include "strategies/environment.h"

namespace stampede {

class Lifetime {
 public:
  // `jitter` is the share of `longest` by which a lifetime may be shorter, 0 to 1.
  Lifetime(Duration longest, double jitter, Random& random) : longest_(longest), jitter_(jitter), random_(random) {}

  // Uniform over [(1 - jitter) * longest, longest], and never below one millisecond. Shorter only, so that a promise of
  // freshness is kept. Without jitter nothing is drawn.
  Duration next() {
    if (jitter_ <= 0) return longest_;
    const double share = 1 - jitter_ * random_.uniform();
    const Duration drawn(static_cast<Duration::rep>(static_cast<double>(longest_.count()) * share));
    return std::max<Duration>(drawn, std::chrono::milliseconds(1));
  }
  Duration longest() const { return longest_; }

  // The parameter that strategies offer for it.
  static ParameterSpec jitter_parameter();

 private:
  Duration longest_;
  double jitter_;
  Random& random_;
};

}  // namespace stampede

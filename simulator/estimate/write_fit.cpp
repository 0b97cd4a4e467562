#include "simulator/estimate/write_fit.h"

#include <algorithm>
#include <cmath>

namespace stampede::estimate {

WriteFit fit_writes(const WriteCounts& counts) {
  const auto sets = static_cast<double>(counts.sets);
  WriteFit fit{.writes = static_cast<double>(counts.deletes),
               .sets_low = static_cast<double>(counts.certain),
               .sets_high = sets};
  if (counts.sets == 0) return fit;
  // If all were writes, so many of those that can be told would be certain.
  const auto known = static_cast<double>(counts.sets_of_known);
  const double expected = known * sets / (static_cast<double>(counts.requests) + sets);
  constexpr double kFewest = 5;
  fit.too_few_to_tell = expected < kFewest;
  const double certain = static_cast<double>(counts.certain);
  constexpr double kChance = 3;  // standard deviations
  if (fit.too_few_to_tell || certain >= expected - kChance * std::sqrt(expected)) {
    fit.share_of_sets = 1;
  } else {
    const double share = certain / known;
    fit.share_of_sets = std::clamp(share / (1 - share) * static_cast<double>(counts.requests) / sets, 0.0, 1.0);
  }
  fit.writes += fit.share_of_sets * sets;
  return fit;
}

}  // namespace stampede::estimate

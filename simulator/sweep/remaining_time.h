// How long a sweep still takes, from what its runs have taken.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "strategies/time.h"

namespace stampede::sweep {

// Runs of one kind (a point and a strategy, with different seeds) take about equally long; different kinds may differ
// by a factor of a thousand. A kind that has not run yet counts as the average of those that have.
class RemainingTime {
 public:
  explicit RemainingTime(const std::vector<std::size_t>& runs_of_kinds);

  void finished(std::size_t kind, Duration took);

  // With so many runs at once. Empty while nothing is known.
  std::optional<Duration> left(std::size_t jobs) const;

 private:
  struct Kind {
    std::size_t pending = 0;
    std::size_t done = 0;
    double seconds = 0;  // of all that are done

    double mean() const { return seconds / static_cast<double>(done); }
  };

  std::vector<Kind> kinds_;
  // Kept up to date with each run, since there may be many kinds.
  double known_seconds_ = 0;         // of the pending runs of kinds that are known
  std::size_t unknown_pending_ = 0;  // of the others
  double sum_of_means_ = 0;
  std::size_t known_kinds_ = 0;
};

}  // namespace stampede::sweep

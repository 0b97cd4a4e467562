// Sums that each finished run adjusts.
#include "simulator/sweep/remaining_time.h"

#include <algorithm>

namespace stampede::sweep {

RemainingTime::RemainingTime(const std::vector<std::size_t>& runs_of_kinds) {
  for (const std::size_t runs : runs_of_kinds) {
    kinds_.push_back({.pending = runs});
    unknown_pending_ += runs;
  }
}

void RemainingTime::finished(std::size_t index, Duration took) {
  Kind& kind = kinds_.at(index);
  if (kind.done == 0) {
    unknown_pending_ -= kind.pending;
    ++known_kinds_;
  } else {
    known_seconds_ -= kind.mean() * static_cast<double>(kind.pending);
    sum_of_means_ -= kind.mean();
  }
  --kind.pending;
  ++kind.done;
  kind.seconds += to_seconds(took);
  known_seconds_ += kind.mean() * static_cast<double>(kind.pending);
  sum_of_means_ += kind.mean();
}

std::optional<Duration> RemainingTime::left(std::size_t jobs) const {
  if (known_kinds_ == 0) return std::nullopt;
  const double mean = sum_of_means_ / static_cast<double>(known_kinds_);
  const double seconds = (known_seconds_ + mean * static_cast<double>(unknown_pending_)) /
                         static_cast<double>(std::max<std::size_t>(jobs, 1));
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(std::max(seconds, 0.0)));
}

}  // namespace stampede::sweep

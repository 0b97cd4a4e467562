// The parts of the histogram that are not on the path of a request.
#include "simulator/measure/histogram.h"

#include <algorithm>
#include <cmath>

namespace stampede::measure {

template <unsigned PrecisionBits>
void LogLinearHistogram<PrecisionBits>::grow(std::size_t index) {
  // To the end of the power of two, so that growing happens a few dozen times at most.
  const std::size_t block = std::size_t{1} << PrecisionBits;
  counts_.resize((index / block + 1) * block);
}

template <unsigned PrecisionBits>
Duration LogLinearHistogram<PrecisionBits>::quantile(double share) const {
  if (empty()) {
    return Duration{};
  }
  // 0.99 is not a binary number: without the slack, 0.99 of 100 values could ask for 100 of them.
  const double wanted = share * static_cast<double>(count_);
  const double slack = wanted * 1e-12;
  const auto needed = static_cast<std::uint64_t>(std::max(1.0, std::ceil(wanted - slack)));
  if (needed >= count_) return max();
  std::uint64_t seen = 0;
  for (std::size_t index = bucket_of(min_); index < counts_.size(); ++index) {
    seen += counts_[index];
    if (seen >= needed) {
      return to_duration(std::min(highest_in(index), max_));
    }
  }
  return max();
}

template <unsigned PrecisionBits>
void LogLinearHistogram<PrecisionBits>::merge(const LogLinearHistogram& other) {
  if (other.counts_.size() > counts_.size()) {
    counts_.resize(other.counts_.size());
  }
  for (std::size_t index = 0; index < other.counts_.size(); ++index) {
    counts_[index] += other.counts_[index];
  }
  count_ += other.count_;
  add_to_sum(other.sum_low_);
  sum_high_ += other.sum_high_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

template <unsigned PrecisionBits>
void LogLinearHistogram<PrecisionBits>::clear() {
  std::fill(counts_.begin(), counts_.end(), 0);
  count_ = 0;
  sum_low_ = 0;
  sum_high_ = 0;
  min_ = std::numeric_limits<std::uint64_t>::max();
  max_ = 0;
}

template class LogLinearHistogram<10>;
template class LogLinearHistogram<6>;

}  // namespace stampede::measure

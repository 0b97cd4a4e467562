// Log-linear histogram of durations: each power of two is cut into 2^PrecisionBits equal buckets, so that any
// recorded value is known to a relative error of at most 2^-PrecisionBits, from 1 ns to the end of Duration.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "strategies/time.h"

namespace stampede::measure {

template <unsigned PrecisionBits>
class LogLinearHistogram {
 public:
  // A negative duration is recorded as zero: clocks read in the wrong order must not index out of bounds.
  void record(Duration duration) {
    const auto value = static_cast<std::uint64_t>(duration.count() < 0 ? 0 : duration.count());
    const std::size_t index = bucket_of(value);
    if (index >= counts_.size()) [[unlikely]] {
      grow(index);
    }
    ++counts_[index];
    ++count_;
    add_to_sum(value);
    min_ = value < min_ ? value : min_;
    max_ = value > max_ ? value : max_;
  }

  std::uint64_t count() const { return count_; }
  bool empty() const { return count_ == 0; }

  // Exact. Zero if empty.
  Duration min() const { return empty() ? Duration{} : to_duration(min_); }
  Duration max() const { return to_duration(max_); }
  double sum_ns() const { return static_cast<double>(sum_high_) * 0x1p64 + static_cast<double>(sum_low_); }
  double mean_ns() const { return empty() ? 0.0 : sum_ns() / static_cast<double>(count_); }

  // The smallest bucket bound such that at least share * count() of the recorded values are not above it; never
  // more than max(). So quantile(0) is the bound of the lowest bucket in use, quantile(1) is exactly max().
  // Zero if empty.
  Duration quantile(double share) const;

  void merge(const LogLinearHistogram& other);
  void clear();

  // visit(highest value of the bucket, count) for every non-empty bucket, in rising order.
  template <typename Visit>
  void for_each_bucket(Visit visit) const {
    for (std::size_t index = 0; index < counts_.size(); ++index) {
      if (counts_[index] != 0) {
        visit(to_duration(highest_in(index)), counts_[index]);
      }
    }
  }

 private:
  static constexpr unsigned kLinearBits = PrecisionBits + 1;  // values below 2^kLinearBits have a bucket each

  static std::size_t bucket_of(std::uint64_t value) {
    // The OR makes small values take shift 0 without a branch.
    constexpr std::uint64_t kLinearMask = (std::uint64_t{1} << kLinearBits) - 1;
    const auto shift = static_cast<unsigned>(std::bit_width(value | kLinearMask)) - kLinearBits;
    return (static_cast<std::size_t>(shift) << PrecisionBits) + static_cast<std::size_t>(value >> shift);
  }

  static std::uint64_t highest_in(std::size_t index) {
    if (index < (std::size_t{1} << kLinearBits)) {
      return index;
    }
    const std::size_t shift = (index >> PrecisionBits) - 1;
    const std::uint64_t mantissa = index - (shift << PrecisionBits);
    return ((mantissa + 1) << shift) - 1;
  }

  static Duration to_duration(std::uint64_t value) { return Duration(static_cast<Duration::rep>(value)); }

  void grow(std::size_t index);

  void add_to_sum(std::uint64_t value) {
    sum_low_ += value;
    sum_high_ += sum_low_ < value ? 1U : 0U;
  }

  std::vector<std::uint64_t> counts_;  // up to the highest bucket in use so far
  std::uint64_t count_ = 0;
  std::uint64_t sum_low_ = 0;  // alone it would hold 584 years; a hundred million requests may wait for longer
  std::uint64_t sum_high_ = 0;
  std::uint64_t min_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t max_ = 0;
};

using Histogram = LogLinearHistogram<10>;     // relative error at most 1/1024
using StepHistogram = LogLinearHistogram<6>;  // at most 1/64; for the steps of a time series

extern template class LogLinearHistogram<10>;
extern template class LogLinearHistogram<6>;

}  // namespace stampede::measure

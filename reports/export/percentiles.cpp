// Levels are fractions of integers, so that no rounding decides which bucket a percentile is in.
#include "reports/export/percentiles.h"

#include <algorithm>
#include <optional>

namespace stampede::reports {
namespace {

// A level, by what is left above it: the share 1 - numerator / denominator.
struct Rest {
  std::uint64_t numerator = 1;
  std::uint64_t denominator = 1;

  double level() const { return static_cast<double>(denominator - numerator) / static_cast<double>(denominator); }
  double inverse() const { return static_cast<double>(denominator) / static_cast<double>(numerator); }
  // The least number of values that is at least this share of all; at least one.
  std::uint64_t needed(std::uint64_t total) const {
    __extension__ using Wide = unsigned __int128;
    const auto above = static_cast<std::uint64_t>(static_cast<Wide>(total) * numerator / denominator);
    return std::max<std::uint64_t>(1, total - above);
  }
};

// 2^-60 of what can be counted is less than one value.
constexpr unsigned kHalvesMax = 56;
constexpr std::uint64_t kTicksPerHalf = 5;

std::vector<Rest> levels() {
  std::vector<Rest> all;
  for (unsigned half = 0; half < kHalvesMax; ++half) {
    for (std::uint64_t tick = 0; tick < kTicksPerHalf; ++tick) {
      all.push_back({2 * kTicksPerHalf - tick, (2 * kTicksPerHalf) << half});
    }
  }
  return all;
}

}  // namespace

void add(MergedHistogram& merged, const HistogramData& histogram, std::optional<double> max) {
  if (histogram.buckets.empty()) return;
  for (const auto& [highest, count] : histogram.buckets) {
    const auto found = std::lower_bound(merged.buckets.begin(), merged.buckets.end(), highest,
                                        [](const auto& bucket, double value) { return bucket.first < value; });
    if (count == 0) continue;
    merged.total += count;
    if (found != merged.buckets.end() && found->first == highest) {
      found->second += count;
    } else {
      merged.buckets.insert(found, {highest, count});
    }
  }
  merged.max = std::max(merged.max, max.value_or(histogram.buckets.back().first));
}

std::vector<PercentileLine> percentile_lines(const MergedHistogram& histogram) {
  std::vector<PercentileLine> lines;
  if (histogram.total == 0) return lines;
  std::size_t bucket = 0;
  std::uint64_t up_to = histogram.buckets.front().second;
  for (const Rest& rest : levels()) {
    while (up_to < rest.needed(histogram.total)) up_to += histogram.buckets[++bucket].second;
    const double value = std::min(histogram.buckets[bucket].first, histogram.max);
    lines.push_back({value, rest.level(), up_to, rest.inverse()});
    if (up_to == histogram.total) break;
  }
  lines.push_back({histogram.max, 1, histogram.total, 0});
  return lines;
}

double value_below_one_in(const MergedHistogram& histogram, std::uint64_t one_in) {
  const std::uint64_t needed = Rest{1, one_in}.needed(histogram.total);
  std::uint64_t up_to = 0;
  const auto bucket = std::find_if(histogram.buckets.begin(), histogram.buckets.end(), [&](const auto& each) {
    up_to += each.second;
    return up_to >= needed;
  });
  return std::min(bucket->first, histogram.max);
}

}  // namespace stampede::reports

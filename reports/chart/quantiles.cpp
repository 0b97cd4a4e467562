// Buckets summed up, and read on a logarithmic grid.
#include "reports/chart/quantiles.h"

#include <algorithm>
#include <cmath>

namespace stampede::reports {
namespace {

constexpr int kPointsPerDecade = 40;

bool same_values(const QuantilePoint& left, const QuantilePoint& right) {
  return left.middle == right.middle && left.low == right.low && left.high == right.high;
}

QuantilePoint point_at(double one_in, const std::vector<Quantiles>& repetitions) {
  std::vector<double> values;
  for (const Quantiles& one : repetitions) values.push_back(one.at(1 - 1 / one_in));
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return {one_in, median, values.front(), values.back()};
}

// The first and the last of equal neighbours are enough for a line.
std::vector<QuantilePoint> without_repeats(const std::vector<QuantilePoint>& points) {
  std::vector<QuantilePoint> kept;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool inside = i > 0 && i + 1 < points.size() && same_values(points[i - 1], points[i]) &&
                        same_values(points[i], points[i + 1]);
    if (!inside) kept.push_back(points[i]);
  }
  return kept;
}

}  // namespace

std::optional<Quantiles> Quantiles::of_latency(const RunResult& run) {
  const auto found = run.histograms.find("latency_ms");
  if (found == run.histograms.end()) return std::nullopt;
  const auto longest = run.metrics.find("latency_ms.max");
  Quantiles quantiles;
  for (const auto& [highest, samples] : found->second.buckets) {
    if (samples == 0) continue;
    quantiles.count_ += samples;
    quantiles.values_.push_back(longest == run.metrics.end() ? highest : std::min(highest, longest->second));
    quantiles.up_to_.push_back(quantiles.count_);
  }
  return quantiles.count_ == 0 ? std::nullopt : std::optional(std::move(quantiles));
}

double Quantiles::at(double share) const {
  // A little less than the product, which may be above the whole number that it stands for.
  constexpr double kRounding = 1e-9;
  const double wanted = std::ceil(share * static_cast<double>(count_) * (1 - kRounding));
  const auto found = std::lower_bound(up_to_.begin(), up_to_.end(), wanted, [](std::uint64_t samples, double limit) {
    return static_cast<double>(samples) < limit;
  });
  return found == up_to_.end() ? values_.back() : values_[static_cast<std::size_t>(found - up_to_.begin())];
}

std::vector<QuantilePoint> quantile_points(const std::vector<Quantiles>& repetitions) {
  if (repetitions.empty()) return {};
  std::uint64_t most = 0;
  for (const Quantiles& one : repetitions) most = std::max(most, one.count());
  // Of n samples, the maximum is what lies beyond 1 - 1/n.
  const double end = std::max(2.0 * static_cast<double>(most), 10.0);
  std::vector<QuantilePoint> points;
  for (int i = 0;; ++i) {
    const double one_in = std::pow(10, static_cast<double>(i) / kPointsPerDecade);
    if (one_in >= end) break;
    points.push_back(point_at(one_in, repetitions));
  }
  points.push_back(point_at(end, repetitions));
  return without_repeats(points);
}

}  // namespace stampede::reports

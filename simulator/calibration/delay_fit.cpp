// Not simply the halves: two independent delays are rarely long at the same time, so that one delay has to be spread
// wider than half of the sum.
#include "simulator/calibration/delay_fit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "simulator/calibration/rounding.h"

namespace stampede::calibration {
namespace {

constexpr double kWorthADistribution = 1.5;
constexpr double kNormalP99 = 2.3263478740408408;  // standard deviations
constexpr double kWidest = 4;                      // sigma; p99 is 11 000 times the median
constexpr int kHalvings = 30;

struct Sum {
  double median = 0;
  double p99 = 0;
};

// Of two lognormal variables with median 1, over a grid that is good for one percent or two.
Sum sum_of_two(double sigma) {
  constexpr double step = 0.04;
  constexpr int steps = 125;  // 5 standard deviations either way
  struct Cell {
    double value;
    double weight;
  };
  std::vector<Cell> cells;
  double total = 0;
  for (int i = -steps; i <= steps; ++i) {
    for (int j = i; j <= steps; ++j) {
      const double a = i * step;
      const double b = j * step;
      const double weight = std::exp(-(a * a + b * b) / 2) * (i == j ? 1 : 2);
      cells.push_back({std::exp(sigma * a) + std::exp(sigma * b), weight});
      total += weight;
    }
  }
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.value < b.value; });
  const auto quantile = [&](double share) {
    double passed = 0;
    for (const Cell& cell : cells) {
      passed += cell.weight;
      if (passed >= share * total) return cell.value;
    }
    return cells.back().value;
  };
  return {quantile(0.5), quantile(0.99)};
}

}  // namespace

scenario::TimeDistribution one_way_delay(double sum_median_ns, double sum_p99_ns) {
  const double median = std::max(sum_median_ns, 0.0);
  if (median == 0 || sum_p99_ns <= kWorthADistribution * median) return scenario::ConstantTime{rounded(median / 2)};
  double narrow = 0;
  double wide = kWidest;
  for (int i = 0; i < kHalvings; ++i) {
    const double sigma = (narrow + wide) / 2;
    const Sum sum = sum_of_two(sigma);
    (sum.p99 / sum.median < sum_p99_ns / median ? narrow : wide) = sigma;
  }
  const double one_median = median / sum_of_two(wide).median;
  scenario::LognormalTime delay{rounded(one_median), rounded(one_median * std::exp(kNormalP99 * wide))};
  delay.median = std::max(delay.median, Duration(1));
  delay.p99 = std::max(delay.p99, delay.median + Duration(1));
  return delay;
}

}  // namespace stampede::calibration

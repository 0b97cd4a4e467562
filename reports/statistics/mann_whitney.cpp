// Ranks, the exact distribution of their sum, and the approximation.
#include "reports/statistics/mann_whitney.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace stampede::reports {
namespace {

struct Ranks {
  // Twice the rank, so that the mean of the ranks of equal values is a whole number. Ascending.
  std::vector<std::uint64_t> doubled;
  std::uint64_t doubled_sum_of_second = 0;
  double ties = 0;  // the sum of t^3 - t over groups of t equal values
};

Ranks ranks_of(std::span<const double> first, std::span<const double> second) {
  std::vector<std::pair<double, bool>> pooled;  // (value, whether of the second sample)
  for (const double value : first) pooled.emplace_back(value, false);
  for (const double value : second) pooled.emplace_back(value, true);
  std::sort(pooled.begin(), pooled.end());
  Ranks ranks;
  for (std::size_t begin = 0; begin < pooled.size();) {
    std::size_t end = begin;
    while (end < pooled.size() && pooled[end].first == pooled[begin].first) ++end;
    const std::uint64_t doubled = begin + 1 + end;  // the first rank and the last one, added
    for (std::size_t i = begin; i < end; ++i) {
      ranks.doubled.push_back(doubled);
      if (pooled[i].second) ranks.doubled_sum_of_second += doubled;
    }
    const auto equal = static_cast<double>(end - begin);
    ranks.ties += equal * equal * equal - equal;
    begin = end;
  }
  return ranks;
}

std::uint64_t distance(std::uint64_t left, std::uint64_t right) { return left > right ? left - right : right - left; }

// In how many ways each sum comes about when so many of the ranks are taken. Doubles: they are exact up to 2^53 ways,
// and beyond that to sixteen digits.
std::vector<double> ways_to_sum(const std::vector<std::uint64_t>& ranks, std::size_t taken) {
  const std::uint64_t sum_max =
      std::accumulate(ranks.end() - static_cast<std::ptrdiff_t>(taken), ranks.end(), std::uint64_t{0});
  std::vector<std::vector<double>> ways(taken + 1, std::vector<double>(sum_max + 1, 0.0));
  ways[0][0] = 1;
  for (const std::uint64_t rank : ranks) {
    for (std::size_t count = taken; count > 0; --count) {
      for (std::uint64_t sum = sum_max + 1; sum-- > rank;) ways[count][sum] += ways[count - 1][sum - rank];
    }
  }
  return ways[taken];
}

double exact_p_value(const Ranks& ranks, std::size_t first, std::size_t second) {
  const std::uint64_t values = first + second;
  const std::uint64_t observed = distance(ranks.doubled_sum_of_second, second * (values + 1));
  // The rank sums of both samples are equally far from their means: the smaller one is less work.
  const std::size_t taken = std::min(first, second);
  const std::vector<double> ways = ways_to_sum(ranks.doubled, taken);
  const std::uint64_t mean = taken * (values + 1);
  double all = 0;
  double as_far = 0;
  for (std::uint64_t sum = 0; sum < ways.size(); ++sum) {
    all += ways[sum];
    if (distance(sum, mean) >= observed) as_far += ways[sum];
  }
  return std::min(1.0, as_far / all);
}

double approximate_p_value(const RankTest& test, double ties, double first, double second) {
  const double values = first + second;
  const double variance = first * second / 12 * (values + 1 - ties / (values * (values - 1)));
  constexpr double kContinuity = 0.5;
  const double distance = std::max(0.0, std::abs(test.u - first * second / 2) - kContinuity);
  return std::erfc(distance / std::sqrt(2 * variance));
}

}  // namespace

RankTest mann_whitney(std::span<const double> first, std::span<const double> second) {
  const Ranks ranks = ranks_of(first, second);
  const auto sizes = std::pair(static_cast<double>(first.size()), static_cast<double>(second.size()));
  RankTest test;
  test.u = static_cast<double>(ranks.doubled_sum_of_second) / 2 - sizes.second * (sizes.second + 1) / 2;
  test.constant = ranks.doubled.front() == ranks.doubled.back();
  test.exact = first.size() + second.size() <= kExactValuesMax;
  if (test.constant) return test;
  test.p_value = test.exact ? exact_p_value(ranks, first.size(), second.size())
                            : approximate_p_value(test, ranks.ties, sizes.first, sizes.second);
  return test;
}

double least_p_value(std::size_t first, std::size_t second) {
  double ways = 1;  // to choose the first sample
  for (std::size_t i = 1; i <= first; ++i) ways *= static_cast<double>(second + i) / static_cast<double>(i);
  return std::min(1.0, 2 / ways);
}

double effect_size(std::span<const double> first, std::span<const double> second) {
  const double pairs = static_cast<double>(first.size()) * static_cast<double>(second.size());
  const Ranks ranks = ranks_of(first, second);
  const auto own = static_cast<double>(second.size());
  return (static_cast<double>(ranks.doubled_sum_of_second) / 2 - own * (own + 1) / 2) / pairs;
}

}  // namespace stampede::reports

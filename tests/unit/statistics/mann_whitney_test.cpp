// The rank test against published tables and against all permutations.
#include "reports/statistics/mann_whitney.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "simulator/measure/random_stream.h"

namespace stampede::reports {
namespace {

using Sample = std::vector<double>;

struct Samples {
  Sample first;
  Sample second;
};

// Without ties, so that `wins` pairs have the larger value in the second sample.
Samples samples_with(std::size_t first, std::size_t second, std::size_t wins) {
  std::vector<std::size_t> ranks(second);  // of the second sample
  std::iota(ranks.begin(), ranks.end(), std::size_t{1});
  for (std::size_t i = second; i-- > 0;) {
    const std::size_t step = std::min(first, wins);
    ranks[i] += step;
    wins -= step;
  }
  Samples samples;
  for (std::size_t rank = 1; rank <= first + second; ++rank) {
    const bool of_second = std::find(ranks.begin(), ranks.end(), rank) != ranks.end();
    (of_second ? samples.second : samples.first).push_back(static_cast<double>(rank));
  }
  return samples;
}

// U counted pair by pair.
double pairs_won(const Sample& first, const Sample& second) {
  double won = 0;
  for (const double left : first) {
    for (const double right : second) won += right > left ? 1 : right == left ? 0.5 : 0;
  }
  return won;
}

// Every way to deal the pooled values, none forgotten.
double permutation_p_value(const Sample& first, const Sample& second) {
  Sample pooled = first;
  pooled.insert(pooled.end(), second.begin(), second.end());
  std::vector<bool> of_second(pooled.size(), false);
  std::fill_n(of_second.begin(), second.size(), true);
  std::sort(of_second.begin(), of_second.end());
  const double mean = static_cast<double>(first.size() * second.size()) / 2;
  const double observed = std::abs(pairs_won(first, second) - mean);
  double all = 0;
  double as_far = 0;
  do {
    Samples dealt;
    for (std::size_t i = 0; i < pooled.size(); ++i) (of_second[i] ? dealt.second : dealt.first).push_back(pooled[i]);
    all += 1;
    as_far += std::abs(pairs_won(dealt.first, dealt.second) - mean) >= observed ? 1 : 0;
  } while (std::next_permutation(of_second.begin(), of_second.end()));
  return as_far / all;
}

TEST(MannWhitney, CompleteSeparationIsTheLeastProbableOutcome) {
  const Samples apart = samples_with(5, 5, 25);
  const RankTest test = mann_whitney(apart.first, apart.second);
  EXPECT_EQ(test.u, 25);
  EXPECT_TRUE(test.exact);
  EXPECT_DOUBLE_EQ(test.p_value, 2.0 / 252);
  EXPECT_DOUBLE_EQ(least_p_value(5, 5), 2.0 / 252);
  EXPECT_DOUBLE_EQ(least_p_value(9, 9), 2.0 / 48620);
  EXPECT_DOUBLE_EQ(least_p_value(3, 9), 2.0 / 220);
  EXPECT_DOUBLE_EQ(least_p_value(1, 1), 1);
  EXPECT_EQ(effect_size(apart.first, apart.second), 1);
  EXPECT_EQ(effect_size(apart.second, apart.first), 0);
}

// The table in every textbook: the largest U that is significant at 5 %, two-sided.
TEST(MannWhitney, CriticalValuesAreThoseOfTheTables) {
  struct Case {
    std::size_t first;
    std::size_t second;
    std::size_t critical;
  };
  for (const Case& known :
       {Case{4, 4, 0}, Case{5, 5, 2}, Case{6, 6, 5}, Case{7, 7, 8}, Case{8, 8, 13}, Case{9, 9, 17}, Case{10, 10, 23},
        Case{3, 5, 0}, Case{3, 9, 2}, Case{5, 9, 7}, Case{4, 10, 5}, Case{20, 20, 127}}) {
    const Samples last = samples_with(known.first, known.second, known.critical);
    const Samples next = samples_with(known.first, known.second, known.critical + 1);
    EXPECT_LE(mann_whitney(last.first, last.second).p_value, 0.05) << known.first << " " << known.second;
    EXPECT_GT(mann_whitney(next.first, next.second).p_value, 0.05) << known.first << " " << known.second;
  }
  const Samples three = samples_with(3, 3, 0);
  EXPECT_DOUBLE_EQ(mann_whitney(three.first, three.second).p_value, 0.1) << "no three values can be significant";
}

TEST(MannWhitney, ProbabilitiesOfAllOutcomesAreThoseOfTheTables) {
  // Of the 20 ways to deal three and three, so many have U = 0, 1, ..., 9 (Mann and Whitney, table I).
  const double ways[] = {1, 1, 2, 3, 3, 3, 3, 2, 1, 1};
  for (std::size_t u = 0; u < 10; ++u) {
    const Samples samples = samples_with(3, 3, u);
    double expected = 0;
    for (std::size_t other = 0; other < 10; ++other) {
      const auto distance = [](std::size_t value) { return std::abs(static_cast<double>(value) - 4.5); };
      expected += distance(other) >= distance(u) ? ways[other] / 20 : 0;
    }
    EXPECT_NEAR(mann_whitney(samples.first, samples.second).p_value, expected, 1e-12) << u;
  }
}

TEST(MannWhitney, EqualSamplesShowNothing) {
  const Sample sample{1, 2, 3, 4, 5, 6, 7, 8, 9};
  EXPECT_DOUBLE_EQ(mann_whitney(sample, sample).p_value, 1);
  EXPECT_EQ(effect_size(sample, sample), 0.5);
  const RankTest constant = mann_whitney(Sample{3, 3, 3}, Sample{3, 3});
  EXPECT_TRUE(constant.constant);
  EXPECT_EQ(constant.p_value, 1);
  EXPECT_EQ(constant.u, 3);
}

TEST(MannWhitney, TiesAreExactToo) {
  measure::RandomStream random(1, "ties");
  for (int round = 0; round < 60; ++round) {
    Sample first(1 + random.below(6));
    Sample second(1 + random.below(6));
    const std::uint64_t different = 1 + random.below(5);
    for (double& value : first) value = static_cast<double>(random.below(different));
    for (double& value : second) value = static_cast<double>(random.below(different));
    const RankTest test = mann_whitney(first, second);
    EXPECT_DOUBLE_EQ(test.u, pairs_won(first, second));
    EXPECT_NEAR(test.p_value, permutation_p_value(first, second), 1e-12);
    EXPECT_NEAR(effect_size(first, second) * static_cast<double>(first.size() * second.size()), test.u, 1e-12);
    EXPECT_NEAR(mann_whitney(second, first).p_value, test.p_value, 1e-12) << "depends on which sample is called first";
  }
}

// In how many ways each U comes about: the recursion of Mann and Whitney, without ties.
std::vector<double> ways_to_win(std::size_t first, std::size_t second) {
  std::vector<std::vector<std::vector<double>>> ways(first + 1, std::vector<std::vector<double>>(second + 1));
  for (std::size_t n = 0; n <= first; ++n) {
    for (std::size_t m = 0; m <= second; ++m) {
      ways[n][m].assign(n * m + 1, n == 0 || m == 0 ? 1.0 : 0.0);
      for (std::size_t u = 0; n > 0 && m > 0 && u <= n * m; ++u) {
        if (u >= m && u - m < ways[n - 1][m].size()) ways[n][m][u] += ways[n - 1][m][u - m];
        if (u < ways[n][m - 1].size()) ways[n][m][u] += ways[n][m - 1][u];
      }
    }
  }
  return ways[first][second];
}

TEST(MannWhitney, LargeSamplesAreApproximatedWell) {
  const std::vector<double> ways = ways_to_win(31, 30);
  const double all = std::accumulate(ways.begin(), ways.end(), 0.0);
  for (const std::size_t wins : {450U, 400U, 330U, 270U, 200U, 150U}) {
    const Samples samples = samples_with(31, 30, wins);
    const RankTest test = mann_whitney(samples.first, samples.second);
    EXPECT_FALSE(test.exact);
    EXPECT_EQ(test.u, static_cast<double>(wins));
    double exact = 0;
    for (std::size_t u = 0; u < ways.size(); ++u) exact += u <= wins || u >= ways.size() - 1 - wins ? ways[u] / all : 0;
    EXPECT_NEAR(test.p_value, exact, 0.001 + exact / 50) << wins;
  }
}

// Values of two kinds only: the second sample's share of one kind is hypergeometric.
TEST(MannWhitney, ApproximationIsCorrectedForTies) {
  constexpr int kSize = 60;
  for (const int of_first : {10, 15, 20, 24}) {
    constexpr int kOfBoth = 50;
    Sample first(kSize, 0.0);
    Sample second(kSize, 0.0);
    std::fill_n(first.begin(), of_first, 1.0);
    std::fill_n(second.begin(), kOfBoth - of_first, 1.0);
    const auto log_ways = [](int of, int chosen) {
      return std::lgamma(of + 1.0) - std::lgamma(chosen + 1.0) - std::lgamma(of - chosen + 1.0);
    };
    double further = 0;
    double as_far = 0;
    for (int count = 0; count <= kOfBoth; ++count) {
      const double probability =
          std::exp(log_ways(kSize, count) + log_ways(kSize, kOfBoth - count) - log_ways(2 * kSize, kOfBoth));
      further += std::abs(count - 25) > std::abs(of_first - 25) ? probability : 0;
      as_far += std::abs(count - 25) >= std::abs(of_first - 25) ? probability : 0;
    }
    const double p_value = mann_whitney(first, second).p_value;
    EXPECT_GT(p_value, further) << of_first;
    EXPECT_LT(p_value, as_far) << of_first;
  }
}

}  // namespace
}  // namespace stampede::reports

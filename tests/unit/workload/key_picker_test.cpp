// Which keys are asked for how often, against theory.
#include <gtest/gtest.h>

#include "simulator/workload/keyspace.h"
#include "tests/unit/workload/goodness_of_fit.h"

namespace stampede::workload {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kDraws = 400'000;

std::vector<std::uint64_t> draw(const scenario::Keys& keys) {
  KeyPicker picker(keys, measure::RandomStream(42, "keys"));
  std::vector<std::uint64_t> counts(keys.count);
  for (std::uint64_t i = 0; i < kDraws; ++i) ++counts.at(picker.pick());
  return counts;
}

// Weights need not add up to 1.
void expect_fit(const std::vector<std::uint64_t>& counts, std::vector<double> weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  for (double& weight : weights) weight *= kDraws / sum;
  EXPECT_LT(statistics::chi_square_statistic(counts, weights),
            statistics::chi_square_critical(static_cast<double>(counts.size() - 1)));
}

std::vector<double> zipf_weights(std::uint64_t count, double exponent) {
  std::vector<double> weights;
  for (std::uint64_t rank = 1; rank <= count; ++rank) {
    weights.push_back(std::pow(static_cast<double>(rank), -exponent));
  }
  return weights;
}

TEST(KeyPopularity, UniformTreatsAllKeysAlike) {
  for (const std::uint64_t count : {2U, 7U, 1000U}) {
    expect_fit(draw({.count = count}), std::vector<double>(count, 1.0));
  }
}

TEST(KeyPopularity, ZipfFallsWithThePowerOfTheRank) {
  for (const double exponent : {0.5, 0.99, 1.0, 1.4}) {
    const auto counts = draw({.count = 500, .popularity = scenario::ZipfPopularity{exponent}});
    expect_fit(counts, zipf_weights(500, exponent));
  }
}

TEST(KeyPopularity, ZipfOfAnotherExponentDoesNotFit) {
  const auto counts = draw({.count = 500, .popularity = scenario::ZipfPopularity{1.0}});
  auto weights = zipf_weights(500, 1.02);
  double sum = 0;
  for (const double weight : weights) sum += weight;
  for (double& weight : weights) weight *= kDraws / sum;
  EXPECT_GT(statistics::chi_square_statistic(counts, weights), statistics::chi_square_critical(499));
}

TEST(KeyPopularity, ASteepZipfStaysWithinTheKeys) {
  const auto counts = draw({.count = 3, .popularity = scenario::ZipfPopularity{10.0}});
  EXPECT_GT(counts[0], kDraws * 998 / 1000);
}

TEST(KeyPopularity, AHotKeyTakesItsShareAndTheOthersShareTheRest) {
  for (const double share : {0.2, 0.9}) {
    std::vector<double> weights(50, (1 - share) / 49);
    weights[0] = share;
    expect_fit(draw({.count = 50, .popularity = scenario::HotKeyPopularity{share}}), weights);
  }
}

TEST(KeyPopularity, AHotKeyMayTakeAll) {
  EXPECT_EQ(draw({.count = 5, .popularity = scenario::HotKeyPopularity{1.0}}),
            (std::vector<std::uint64_t>{kDraws, 0, 0, 0, 0}));
}

TEST(KeyPopularity, OfASingleKeyIsThatKey) {
  for (const scenario::Popularity& popularity :
       {scenario::Popularity(scenario::UniformPopularity{}), scenario::Popularity(scenario::ZipfPopularity{1.0}),
        scenario::Popularity(scenario::HotKeyPopularity{0.5})}) {
    EXPECT_EQ(draw({.count = 1, .popularity = popularity}), (std::vector<std::uint64_t>{kDraws}));
  }
}

TEST(NumbersBelowABound, AreUniform) {
  for (const std::uint64_t bound : {2U, 3U, 10U, 1000U}) {
    measure::RandomStream stream(42, "below");
    std::vector<std::uint64_t> counts(bound);
    for (std::uint64_t i = 0; i < kDraws; ++i) ++counts.at(stream.below(bound));
    expect_fit(counts, std::vector<double>(bound, 1.0));
  }
}

// Taking a 64-bit word modulo 3/4 of all words would give the lower third twice as often.
TEST(NumbersBelowABound, AreUniformForBoundsNearTheRangeOfTheWords) {
  constexpr std::uint64_t kThird = std::uint64_t{1} << 62U;
  measure::RandomStream stream(42, "below");
  std::vector<std::uint64_t> counts(3);
  for (std::uint64_t i = 0; i < kDraws; ++i) ++counts.at(stream.below(3 * kThird) / kThird);
  expect_fit(counts, {1, 1, 1});
}

// How often each key is drawn at this time.
std::vector<std::uint64_t> draw_at(const scenario::Keys& keys, Duration at) {
  KeyPicker picker(keys, measure::RandomStream(42, "keys"));
  std::vector<std::uint64_t> counts(keys.count);
  for (std::uint64_t i = 0; i < kDraws; ++i) ++counts.at(picker.pick(at));
  return counts;
}

std::vector<double> weights_in(std::uint64_t count, std::uint64_t first, std::uint64_t set, double requests) {
  std::vector<double> weights(count, (1 - requests) / static_cast<double>(count - set));
  for (std::uint64_t i = 0; i < set; ++i) weights[(first + i) % count] = requests / static_cast<double>(set);
  return weights;
}

TEST(MovingWorkingSet, TakesItsShareOfRequestsWhereverItIs) {
  const scenario::Keys keys{.count = 50, .popularity = scenario::MovingPopularity{0.2, 10s, 0.5, 0.9}};
  expect_fit(draw_at(keys, 0s), weights_in(50, 0, 10, 0.9));
  expect_fit(draw_at(keys, 10s - 1ns), weights_in(50, 0, 10, 0.9));
  expect_fit(draw_at(keys, 10s), weights_in(50, 5, 10, 0.9));
  expect_fit(draw_at(keys, 95s), weights_in(50, 45, 10, 0.9));  // the second half of the set begins anew
  expect_fit(draw_at(keys, 100s), weights_in(50, 0, 10, 0.9));
}

TEST(MovingWorkingSet, MayTakeAllRequests) {
  const scenario::Keys keys{.count = 50, .popularity = scenario::MovingPopularity{0.1, 1ms, 1, 1}};
  const auto counts = draw_at(keys, 3ms);
  for (std::uint64_t i = 0; i < 50; ++i) EXPECT_EQ(counts[i] > 0, i >= 15 && i < 20) << i;
}

TEST(MovingWorkingSet, HasAndMovesByAtLeastOneKey) {
  const scenario::Keys keys{.count = 10, .popularity = scenario::MovingPopularity{0.01, 1s, 0.01, 1}};
  for (int second = 0; second < 25; ++second) {
    EXPECT_EQ(draw_at(keys, std::chrono::seconds(second)).at(static_cast<std::size_t>(second % 10)), kDraws);
  }
}

TEST(MovingWorkingSet, GoesOnForAsLongAsAnyRunMayLast) {
  const scenario::Keys keys{.count = 1000, .popularity = scenario::MovingPopularity{0.9, 1ns, 1, 1}};
  KeyPicker picker(keys, measure::RandomStream(42, "keys"));
  for (int i = 0; i < 1000; ++i) ASSERT_LT(picker.pick(24h * 3650), 1000U);
}

}  // namespace
}  // namespace stampede::workload

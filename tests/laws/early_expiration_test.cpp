// The stampedes of early_expiration, and how early it renews: Poisson reads at rate r of one key, whose computation
// always takes D.
//
// xfetch: while g is left, a reader recomputes with probability e^(-g / (beta D)). So -ln of the expected number of
// readers who did before the first one did is a Gumbel variable, which makes the early gap
// beta D (ln(r beta D) + 0.5772) on average and, as the readers of the next D are more by the factor e^(1/beta), the
// size of a stampede geometric with p = e^(-1/beta). Both need r beta D >> 1: otherwise the entry may expire before its
// renewal is done. The gap is below D with probability e^(-r beta D e^(-1/beta)), here at most 0.0007.
// uniform: with probability 1 - g / xi. The first renewal comes a Rayleigh time after the last xi before the expiry has
// begun, on average sqrt(pi xi / (2 r)).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <ostream>

#include "tests/laws/law.h"
#include "tests/laws/noted.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr Duration kComputeTime = 50ms;
const double kComputeTimeS = to_seconds(kComputeTime);

using Given = std::map<std::string, std::string>;

// One stampede, and by how much it began before the entry of the one before would have expired.
struct Renewal {
  double size = 0;
  double gap_s = 0;
};

// The first has no entry before it, and the end of the load may have cut the last one.
std::vector<Renewal> renewals_in(const std::vector<TimePoint>& begun, Duration ttl) {
  std::vector<Renewal> renewals;
  TimePoint first_done{};
  TimePoint last{};
  for (const TimePoint at : begun) {
    if (at < first_done) {
      ++renewals.back().size;
    } else {
      renewals.push_back({.size = 1, .gap_s = to_seconds(last + kComputeTime + ttl - at)});
      first_done = at + kComputeTime;
    }
    last = at;
  }
  renewals.pop_back();
  renewals.erase(renewals.begin());
  return renewals;
}

struct Renewals {
  std::vector<double> sizes;
  std::vector<double> gaps_s;
};

// At least `count` (more where that is too few for estimates), each a cycle that long on average.
Renewals renew(double rate_per_s, Duration ttl, double cycle_s, double count, const Given& given) {
  count = std::max(count, 1500.0);
  scenario::Scenario scenario = without_network();
  scenario.topology.workers = 1000;
  scenario.origin.compute_time = scenario::ConstantTime{kComputeTime};
  scenario.freshness = {.fresh_for = ttl, .keep_for = ttl};
  scenario.duration = Duration(std::llround((count * 1.02 + 10) * cycle_s * 1e9));
  scenario.series_step = scenario.duration;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = rate_per_s, .from = 0s, .length = scenario.duration}};

  NotedOrigin::begun.clear();
  const StrategyInfo info = noted<early_expiration_info>();
  const reports::RunResult run = run_virtually(scenario, info, choice_of(info, given, scenario.freshness));

  Renewals renewals;
  for (const Renewal& renewal : renewals_in(NotedOrigin::begun, ttl)) {
    renewals.sizes.push_back(renewal.size);
    renewals.gaps_s.push_back(renewal.gap_s);
  }
  EXPECT_GE(static_cast<double>(renewals.sizes.size()), count);
  // What the program prints about the same stampedes, the cold one before them, and the one after them.
  const double largest = *std::max_element(renewals.sizes.begin(), renewals.sizes.end());
  const auto total = static_cast<double>(NotedOrigin::begun.size());
  const auto stampedes = static_cast<double>(renewals.sizes.size());
  EXPECT_NEAR(run.metrics.at("recomputations.stampede_mean"), total / (stampedes + 2), largest / stampedes);
  EXPECT_GE(run.metrics.at("recomputations.stampede_max"), largest);
  EXPECT_EQ(run.metrics.at("recomputations.total"), total);
  return renewals;
}

struct Case {
  double rate_per_s = 0;
  double beta = 1;
  double renewals = 0;
  bool is_for_distribution = false;  // with enough renewals for the tail, too

  // The name of its test.
  friend void PrintTo(const Case& case_of, std::ostream* out) {
    *out << fmt::format("{} reads per s, beta {}", case_of.rate_per_s, case_of.beta);
  }
};

double xfetch_gap_s(const Case& with) {
  const double unit_s = with.beta * kComputeTimeS;
  return unit_s * (std::log(with.rate_per_s * unit_s) + std::numbers::egamma);
}

// So long that hardly ever, in one of a thousand renewals, the gap is longer.
Duration xfetch_ttl(const Case& with) {
  return std::chrono::ceil<std::chrono::milliseconds>(
      std::chrono::duration<double>(xfetch_gap_s(with) + 6.5 * with.beta * kComputeTimeS));
}

double xfetch_cycle_s(const Case& with) {
  return to_seconds(xfetch_ttl(with)) - xfetch_gap_s(with) + 2 * kComputeTimeS;
}

Given with_beta(double beta) { return {{"beta", fmt::to_string(beta)}}; }

class XFetch : public testing::TestWithParam<Case> {};

TEST_P(XFetch, StampedesAreGeometricAndTheGapGrowsWithTheLogarithmOfTheRate) {
  const Case with = GetParam();
  const double count = with.renewals * kEffort;
  const Renewals renewals = renew(with.rate_per_s, xfetch_ttl(with), xfetch_cycle_s(with), count, with_beta(with.beta));

  const double rest = 1 - std::exp(-1 / with.beta);
  const std::string law = fmt::format("XFetch, {:.0f}/s * 50 ms, beta {}: ", with.rate_per_s, with.beta);
  expect_law(law + "mean size", mean_of(renewals.sizes), std::exp(1 / with.beta));
  expect_law(law + "mean gap in s", mean_of(renewals.gaps_s), xfetch_gap_s(with));
  if (!with.is_for_distribution) return;
  expect_law(law + "P(size > 1)", share_at_least(renewals.sizes, 2), rest);
  expect_law(law + "P(size > 2)", share_at_least(renewals.sizes, 3), rest * rest);
}

INSTANTIATE_TEST_SUITE_P(Loads, XFetch,
                         testing::Values(Case{400, 1, 16'000, true}, Case{700, 1, 8'000}, Case{1200, 1, 8'000},
                                         Case{400, 1.5, 30'000, true}, Case{700, 1.5, 8'000}, Case{1200, 1.5, 8'000}));

class UniformGap : public testing::TestWithParam<double> {};

TEST_P(UniformGap, StampedesGrowWithTheRateAndTheGapIsNearlyAllOfXi) {
  const double rate_per_s = GetParam();
  constexpr double kXiS = 1;
  // Two compute times before the gap begins: the results of one stampede are stored within one.
  const Duration ttl = 1s + 2 * kComputeTime;
  const double gap_s = kXiS - std::sqrt(std::numbers::pi * kXiS / (2 * rate_per_s));
  const double cycle_s = to_seconds(ttl) - gap_s + 2 * kComputeTimeS;
  const Renewals renewals = renew(rate_per_s, ttl, cycle_s, 9'000 * kEffort, {{"mode", "uniform"}, {"gap", "1s"}});

  const double size = 1 + kComputeTimeS * std::sqrt(std::numbers::pi * rate_per_s / (2 * kXiS)) +
                      rate_per_s * kComputeTimeS * kComputeTimeS / (2 * kXiS);
  const std::string law = fmt::format("uniform gap, {:.0f}/s * 50 ms: ", rate_per_s);
  expect_law(law + "mean size", mean_of(renewals.sizes), size);
  expect_law(law + "mean gap in s", mean_of(renewals.gaps_s), gap_s);
}

INSTANTIATE_TEST_SUITE_P(Rates, UniformGap, testing::Values(200, 500, 1000));

TEST(XFetchWithLock, ExactlyOneRenewsAndNoLaterThanWithoutIt) {
  const Case with{.rate_per_s = 400, .beta = 1};
  Given given = with_beta(with.beta);
  given["lock"] = "redis";
  const Renewals renewals = renew(with.rate_per_s, xfetch_ttl(with), xfetch_cycle_s(with), 6'000 * kEffort, given);
  EXPECT_EQ(*std::max_element(renewals.sizes.begin(), renewals.sizes.end()), 1);
  expect_law("XFetch with lock, 400/s * 50 ms: mean gap in s", mean_of(renewals.gaps_s), xfetch_gap_s(with));
}

}  // namespace
}  // namespace stampede::laws

// Hit ratios of local_lru under Zipf popularity, against Che's approximation, which is within a percent for such loads.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/laws/closed_forms.h"
#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr std::uint64_t kKeys = 1000;

struct Memory {
  double zipf_exponent = 0;
  std::uint64_t items = 0;
};

class HitRatio : public testing::TestWithParam<Memory> {};

TEST_P(HitRatio, IsThatOfChesApproximation) {
  const Memory memory = GetParam();
  scenario::Scenario scenario = without_network();
  scenario.keys.count = kKeys;
  scenario.keys.popularity = scenario::ZipfPopularity{memory.zipf_exponent};
  scenario.freshness = {.fresh_for = 1000h, .keep_for = 1000h};
  // So short that hardly ever two requests compute the same item.
  scenario.origin.compute_time = scenario::ConstantTime{1us};
  scenario.warm_up = 10s;
  scenario.duration = scenario.warm_up + 10s;
  scenario.series_step = scenario.duration;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 1000, .from = 0s, .length = scenario.duration}};

  std::vector<double> ratios;
  for (std::uint32_t repetition = 0; repetition < kRuns; ++repetition) {
    const auto metrics =
        run_built_in(scenario, "local_lru", repetition, {{"items", fmt::to_string(memory.items)}}).metrics;
    ratios.push_back(metrics.at("local.hits") / metrics.at("requests"));
    // What is no hit is one computation.
    EXPECT_EQ(metrics.at("local.hits") + metrics.at("recomputations.total"), metrics.at("requests"));
  }
  expect_law(fmt::format("LRU, {} of {} items, Zipf {}: hit ratio", memory.items, kKeys, memory.zipf_exponent),
             mean_of_runs(ratios), che_hit_ratio(kKeys, memory.zipf_exponent, memory.items));
}

INSTANTIATE_TEST_SUITE_P(Memories, HitRatio,
                         testing::Values(Memory{0.8, 50}, Memory{0.8, 150}, Memory{0.8, 300}, Memory{1.0, 50},
                                         Memory{1.0, 150}, Memory{1.0, 300}));

TEST(ChesApproximation, IsExactWhereThatIsObvious) {
  EXPECT_NEAR(che_hit_ratio(100, 1e-9, 25), 0.25, 1e-6);  // all items alike
  EXPECT_NEAR(che_hit_ratio(100, 0.8, 99), 1, 0.02);
}

}  // namespace
}  // namespace stampede::laws

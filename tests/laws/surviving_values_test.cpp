// Reads and writes of a few keys, in many generated interleavings: once everything has come to rest, does a value
// survive that is older than the last invalidation? Entries live so long that no expiry could put it right.
#include <gtest/gtest.h>

#include "simulator/measure/random_stream.h"
#include "tests/laws/law.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

using Given = std::map<std::string, std::string>;

constexpr std::uint64_t kSchedules = kEffort < 1 ? 15 : 60;

std::uint64_t between(measure::RandomStream& random, std::uint64_t from, std::uint64_t to) {
  return from + random.below(to - from + 1);
}

// How fast everything goes, and so what overtakes what, is drawn anew for each schedule.
scenario::Scenario schedule(std::uint64_t number) {
  measure::RandomStream random(number, "schedule");
  const auto milliseconds = [&](std::uint64_t from, std::uint64_t to) {
    return Duration(std::chrono::milliseconds(between(random, from, to)));
  };
  scenario::Scenario scenario;
  scenario.name = "schedule";
  scenario.seed = number;
  scenario.topology = {.nodes = static_cast<std::uint32_t>(between(random, 1, 4)), .workers = 200, .queue_limit = {}};
  scenario.keys.count = between(random, 1, 4);
  scenario.keys.value_size_bytes = 128;
  scenario.freshness = {.fresh_for = 1000h, .keep_for = 1000h};
  scenario.network.one_way_delay = scenario::ExponentialTime{Duration(between(random, 20'000, 5'000'000))};
  scenario.origin.compute_time = scenario::ExponentialTime{milliseconds(2, 60)};
  scenario.origin.pause = scenario::Pause{.every = between(random, 3, 20), .duration = milliseconds(100, 600)};
  scenario.origin.error_rate = 0.1 * random.uniform();
  scenario.duration = 2s;
  scenario.series_step = scenario.duration;
  const double reads_per_s = static_cast<double>(between(random, 20, 200));
  const double writes_per_s = static_cast<double>(between(random, 2, 30));
  scenario.load = {scenario::PoissonLoad{.rate_per_s = reads_per_s, .from = 0s, .length = scenario.duration}};
  scenario.writes = {scenario::Writes{.rate_per_s = writes_per_s,
                                      .from = 0s,
                                      .length = scenario.duration,
                                      .commit_delay = milliseconds(0, 10),
                                      .invalidate = scenario::InvalidateBy::key}};
  return scenario;
}

// How many invalidations were lost, over all schedules.
double lost(const std::string& strategy, const Given& given,
            scenario::WriteWith with = scenario::WriteWith::invalidate) {
  double lost = 0;
  double invalidations = 0;
  for (std::uint64_t number = 0; number < kSchedules; ++number) {
    scenario::Scenario scenario = schedule(number);
    scenario.writes[0].with = with;
    const auto metrics = run_built_in(scenario, strategy, 0, given).metrics;
    invalidations += metrics.at("invalidations.total");
    lost += metrics.at("invalidations.lost");
  }
  EXPECT_GT(invalidations, 10 * static_cast<double>(kSchedules));
  return lost;
}

// Leases are shorter here than some computations, so that stores come late, too.
const Given kShortLease{{"lease_interval", "100ms"}};
const Given kShortLock{{"lock_ttl", "100ms"}};

Given operator+(Given given, const Given& more) {
  given.insert(more.begin(), more.end());
  return given;
}

TEST(SurvivingValues, AreLeftByPlainTtl) { EXPECT_GT(lost("plain_ttl", {}), 0); }

TEST(SurvivingValues, AreNotLeftWithLeases) {
  EXPECT_EQ(lost("lease", {}), 0);
  EXPECT_EQ(lost("lease", kShortLease), 0);
  EXPECT_EQ(lost("lease", kShortLease + Given{{"losers", "stale"}, {"stale_for", "500ms"}}), 0);
  EXPECT_EQ(lost("lease", kShortLease + Given{{"hold_off", "interval"}}), 0);
  EXPECT_EQ(lost("lease", kShortLease + Given{{"wait_timeout", "50ms"}}), 0);
}

TEST(SurvivingValues, AreNotLeftByDeletions) {
  const auto with = scenario::WriteWith::remove;
  EXPECT_GT(lost("plain_ttl", {}, with), 0);
  EXPECT_EQ(lost("lease", kShortLease + Given{{"losers", "stale"}, {"stale_for", "500ms"}}, with), 0);
  EXPECT_EQ(lost("lock_and_wait", kShortLock + Given{{"fencing", "true"}}, with), 0);
  EXPECT_GT(lost("async_refresh", {}, with), 0);
  EXPECT_EQ(lost("async_refresh", {{"behaviour", "corrected"}}, with), 0);
}

TEST(SurvivingValues, AreLeftWhereAValueCannotBeSet) {
  const auto with = scenario::WriteWith::set;
  const double without_operation = lost("mutex_stale", {}, with);
  EXPECT_GT(without_operation, 0);
  EXPECT_LT(lost("plain_ttl", {}, with), without_operation / 4);
}

TEST(SurvivingValues, AreLeftBehindALockUnlessStoresAreFencedOff) {
  for (const Given& more : {Given{}, Given{{"wake", "pubsub"}}, Given{{"stripes", "1"}}, Given{{"renewal", "true"}},
                            Given{{"wait_timeout", "50ms"}, {"on_timeout", "compute"}}}) {
    EXPECT_GT(lost("lock_and_wait", kShortLock + more), 0);
    EXPECT_EQ(lost("lock_and_wait", kShortLock + more + Given{{"fencing", "true"}}), 0);
  }
}

}  // namespace
}  // namespace stampede::laws

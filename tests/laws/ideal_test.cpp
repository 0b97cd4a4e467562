// The bound: as few recomputations as a search over all plans finds for the same reads and commits, and no answer that
// could be better.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <vector>

#include "simulator/experiment/ideal.h"
#include "simulator/measure/random_stream.h"
#include "simulator/workload/arrivals.h"
#include "simulator/workload/keyspace.h"
#include "tests/laws/fingerprints.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

reports::RunResult run_ideal(const scenario::Scenario& scenario) {
  const StrategyInfo info = experiment::ideal_info();
  return run_virtually(scenario, info, choice_of(info, {}, scenario.freshness));
}

double figure(const reports::RunResult& run, const std::string& name) {
  const auto found = run.metrics.find(name);
  return found == run.metrics.end() ? 0 : found->second;
}

// Whatever the load: at once, fresh, current, without errors, without Redis, without waste.
void expect_flawless(const reports::RunResult& run) {
  EXPECT_TRUE(run.bound);
  EXPECT_TRUE(run.valid);
  EXPECT_GT(figure(run, "requests"), 0);
  EXPECT_EQ(figure(run, "answers.fresh"), figure(run, "requests"));
  for (const char* name :
       {"latency_ms.max", "answers.stale", "answers.outdated", "answers.empty", "versions.regressions",
        "invalidations.lost", "recomputations.inline", "recomputations.failed", "recomputations.redundant",
        "recomputations.unused", "workers.busy_share", "redis.commands", "background.enqueued"}) {
    EXPECT_EQ(figure(run, name), 0) << name;
  }
  EXPECT_EQ(figure(run, "recomputations.background"), figure(run, "recomputations.total"));
  EXPECT_EQ(figure(run, "recomputations.stampede_max"), figure(run, "recomputations.total") > 0 ? 1 : 0);
}

using Times = std::vector<Duration>;  // from the start of the load

// Reads or writes by key, as the seed determines them.
std::map<std::uint64_t, Times> by_key(const scenario::Scenario& scenario, double rate_per_s, const char* arrivals_name,
                                      const char* keys_name) {
  auto arrivals = workload::Arrivals::poisson(rate_per_s, 0s, scenario.duration,
                                              measure::RandomStream(scenario.seed, arrivals_name, 0));
  workload::KeyPicker picker(scenario.keys, measure::RandomStream(scenario.seed, keys_name, 0));
  std::map<std::uint64_t, Times> times;
  while (const auto due = arrivals.next()) times[picker.pick()].push_back(*due);
  return times;
}

// One computation serves consecutive reads. The least number over all ways to cut the reads into such groups: a group
// must not be longer than the lifetime, nor have a commit in it after its first read.
std::uint64_t fewest_computations(const Times& reads, const Times& commits, Duration lifetime) {
  std::vector<std::uint64_t> fewest(reads.size() + 1, std::numeric_limits<std::uint64_t>::max());
  fewest[0] = 0;
  for (std::size_t first = 0; first < reads.size(); ++first) {
    for (std::size_t last = first; last < reads.size() && reads[last] - reads[first] <= lifetime; ++last) {
      const auto newer = std::upper_bound(commits.begin(), commits.end(), reads[first]);
      if (newer != commits.end() && *newer <= reads[last]) break;
      fewest[last + 1] = std::min(fewest[last + 1], fewest[first] + 1);
    }
  }
  return fewest.back();
}

struct Load {
  double reads_per_s = 0;
  double writes_per_s = 0;
  std::uint64_t keys = 1;
  std::uint32_t nodes = 1;
  Duration fresh_for{};
  scenario::Prefill prefill = scenario::Prefill::none;

  // The name of its test.
  friend void PrintTo(const Load& load, std::ostream* out) {
    constexpr const char* kPrefills[] = {"cold", "fresh", "stale"};
    *out << fmt::format("{} reads and {} writes per s of {} keys on {} nodes, {} s, {}", load.reads_per_s,
                        load.writes_per_s, load.keys, load.nodes, to_seconds(load.fresh_for),
                        kPrefills[static_cast<std::size_t>(load.prefill)]);
  }
};

scenario::Scenario scenario_of(const Load& load) {
  scenario::Scenario scenario;
  scenario.name = "bound";
  scenario.topology = {.nodes = load.nodes, .workers = 10, .queue_limit = std::nullopt};
  scenario.keys.count = load.keys;
  scenario.keys.popularity = scenario::ZipfPopularity{1.0};
  scenario.freshness.fresh_for = load.fresh_for;
  scenario.origin.compute_time = scenario::ExponentialTime{300ms};
  scenario.duration = 60s;
  scenario.prefill = load.prefill;
  scenario.load = {scenario::PoissonLoad{.rate_per_s = load.reads_per_s, .from = 0s, .length = scenario.duration}};
  if (load.writes_per_s > 0) {
    scenario.writes = {{.rate_per_s = load.writes_per_s,
                        .from = 0s,
                        .length = scenario.duration,
                        .commit_delay = 7ms,
                        .invalidate = scenario::InvalidateBy::key}};
  }
  return scenario;
}

class Bound : public testing::TestWithParam<Load> {};

TEST_P(Bound, RecomputesAsOftenAsTheBestOfAllPlans) {
  const Load load = GetParam();
  const scenario::Scenario scenario = scenario_of(load);
  std::map<std::uint64_t, Times> reads = by_key(scenario, load.reads_per_s, "arrivals", "keys");
  std::map<std::uint64_t, Times> commits;
  if (load.writes_per_s > 0) commits = by_key(scenario, load.writes_per_s, "writes", "written keys");
  std::uint64_t fewest = 0;
  for (auto& [key, times] : reads) {
    for (Duration& commit : commits[key]) commit += scenario.writes.front().commit_delay;
    // A fresh value at the start is as good as a read there whose computation costs nothing.
    const bool is_filled = load.prefill == scenario::Prefill::fresh;
    if (is_filled) times.insert(times.begin(), 0s);
    fewest += fewest_computations(times, commits[key], load.fresh_for) - (is_filled ? 1 : 0);
  }
  const reports::RunResult run = run_ideal(scenario);
  EXPECT_EQ(figure(run, "recomputations.total"), static_cast<double>(fewest));
  EXPECT_GT(fewest, 5U);
  EXPECT_EQ(figure(run, "invalidations.total") > 0, load.writes_per_s > 0);
  expect_flawless(run);
}

INSTANTIATE_TEST_SUITE_P(
    Loads, Bound,
    testing::Values(Load{.reads_per_s = 100, .fresh_for = 1s}, Load{.reads_per_s = 0.5, .fresh_for = 3s},
                    Load{.reads_per_s = 20, .keys = 30, .nodes = 3, .fresh_for = 2s},
                    // A computation takes longer than its value lives.
                    Load{.reads_per_s = 200, .nodes = 2, .fresh_for = 50ms},
                    Load{.reads_per_s = 50, .writes_per_s = 2, .nodes = 4, .fresh_for = 5min},
                    Load{.reads_per_s = 30, .writes_per_s = 10, .keys = 20, .nodes = 3, .fresh_for = 2s},
                    Load{.reads_per_s = 30,
                         .writes_per_s = 5,
                         .keys = 10,
                         .nodes = 2,
                         .fresh_for = 4s,
                         .prefill = scenario::Prefill::fresh},
                    Load{.reads_per_s = 50, .fresh_for = 3s, .prefill = scenario::Prefill::fresh},
                    Load{.reads_per_s = 50, .fresh_for = 3s, .prefill = scenario::Prefill::stale}));

// A write that brings its value leaves nothing to compute but first reads and what has expired since.
TEST(Ideal, ComputesNothingThatAWriteHasBrought) {
  scenario::Scenario scenario = scenario_of({.reads_per_s = 50, .writes_per_s = 2, .nodes = 2, .fresh_for = 5min});
  const reports::RunResult invalidated = run_ideal(scenario);
  EXPECT_GT(figure(invalidated, "recomputations.total"), 50);
  scenario.writes[0].with = scenario::WriteWith::set;
  const reports::RunResult set = run_ideal(scenario);
  EXPECT_EQ(figure(set, "recomputations.total"), 1);
  EXPECT_EQ(figure(set, "invalidations.total"), figure(invalidated, "invalidations.total"));
  expect_flawless(set);
}

TEST(Ideal, AThousandAtOnceOnAColdKeyAreOneRecomputation) {
  const reports::RunResult run = run_ideal(shipped("cold-cache-1000", {}));
  expect_flawless(run);
  EXPECT_EQ(figure(run, "requests"), 1000);
  EXPECT_EQ(figure(run, "recomputations.total"), 1);
  EXPECT_EQ(figure(run, "recomputations.peak"), 1);
  EXPECT_EQ(figure(run, "origin.rate_peak"), 10);
}

// 100 reads, every 100 ms; at the age of exactly 1 s a value still serves.
scenario::Scenario even_reads() {
  scenario::Scenario scenario = without_network();
  scenario.freshness.fresh_for = 1s;
  scenario.origin.compute_time = scenario::ConstantTime{100ms};
  scenario.duration = 10s;
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 10, .from = 0s, .length = 10s}};
  return scenario;
}

TEST(Ideal, KeepsTheOriginBusyForTheComputeTimesOfItsRecomputations) {
  scenario::Scenario scenario = even_reads();
  scenario.origin.capacity = 2;
  const reports::RunResult run = run_ideal(scenario);
  expect_flawless(run);
  EXPECT_EQ(figure(run, "recomputations.total"), 10);  // at 0 s, 1.1 s, ... 9.9 s
  // The last begins with the last request, where the shares end.
  EXPECT_DOUBLE_EQ(figure(run, "origin.busy_share"), 9 * 0.1 / (9.9 * 2));
  EXPECT_EQ(figure(run, "recomputations.peak"), 1);
}

TEST(Ideal, CountsFromTheEndOfTheWarmUpOnWhatBeganAfterIt) {
  scenario::Scenario scenario = even_reads();
  scenario.warm_up = 5s;
  const reports::RunResult run = run_ideal(scenario);
  expect_flawless(run);
  EXPECT_EQ(figure(run, "requests"), 50);
  EXPECT_EQ(figure(run, "recomputations.total"), 5);  // 5.5 s, 6.6 s, 7.7 s, 8.8 s, 9.9 s
}

TEST(Ideal, IsNotHurtByAnOriginThatFailsNorByOneThatIsBusy) {
  scenario::Scenario scenario = even_reads();
  scenario.keys.count = 20;
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 100, .from = 0s, .length = 10s}};
  const reports::RunResult without = run_ideal(scenario);
  scenario.origin.error_rate = 0.7;
  scenario.origin.capacity = 1;
  const reports::RunResult with = run_ideal(scenario);
  expect_flawless(without);
  expect_flawless(with);
  EXPECT_EQ(figure(with, "recomputations.total"), figure(without, "recomputations.total"));
  EXPECT_GT(figure(with, "recomputations.total"), 100);
  // Far more work than the origin can do: it is never more than busy, and the queue shows.
  EXPECT_GT(figure(with, "origin.busy_share"), 0.99);
  EXPECT_LE(figure(with, "origin.busy_share"), 1);
  EXPECT_GT(figure(with, "origin.queue_ms.max"), 1000);
}

TEST(Ideal, IsNotJudgedByObjectivesAndNeedsNoEndOfItsComputations) {
  scenario::Scenario scenario = even_reads();
  scenario.origin.compute_time = scenario::ConstantTime{1h};
  scenario.objectives = {{.metric = "recomputations.total", .min = std::nullopt, .max = 0}};
  const reports::RunResult run = run_ideal(scenario);
  EXPECT_TRUE(run.objectives.empty());
  EXPECT_TRUE(run.valid);
  EXPECT_EQ(figure(run, "answers.fresh"), 100);
  EXPECT_EQ(figure(run, "recomputations.unused"), 0);
  EXPECT_EQ(run_built_in(scenario, "plain_ttl").objectives.size(), 1U);
}

TEST(Ideal, IsTheSameAgain) {
  const scenario::Scenario scenario = shipped("writes-and-invalidations", {"load[0].for=2s"});
  EXPECT_EQ(run_ideal(scenario).fingerprint, run_ideal(scenario).fingerprint);
}

// What its definition says: whoever lets requests wait, serves them with a younger value than they would have got at
// once.
TEST(Ideal, NeedsMoreThanAStrategyThatLetsRequestsWaitWhereTheirWaitingSavesOne) {
  scenario::Scenario scenario = without_network();
  scenario.freshness.fresh_for = 10s;
  scenario.origin.compute_time = scenario::ConstantTime{1s};
  scenario.duration = 10500ms;
  scenario.load = {scenario::Burst{.requests = 1, .at = 0s}, scenario::Burst{.requests = 1, .at = 10500ms}};
  const reports::RunResult waiting = run_built_in(scenario, "plain_ttl");
  EXPECT_EQ(figure(waiting, "recomputations.total"), 1);
  EXPECT_EQ(figure(waiting, "answers.fresh"), 2);
  EXPECT_EQ(figure(run_ideal(scenario), "recomputations.total"), 2);
}

bool is_flawed(const reports::RunResult& run) {
  return figure(run, "answers.fresh") < figure(run, "requests") || figure(run, "answers.outdated") > 0;
}

TEST(Ideal, NoStrategyIsFasterAndNoneThatAnswersRightlyNeedsFewerRecomputations) {
  std::size_t compared = 0;
  for (const scenario::Scenario& scenario : golden_scenarios()) {
    const reports::RunResult bound = run_ideal(scenario);
    expect_flawless(bound);
    for (const scenario::StrategyChoice& choice : scenario.strategies) {
      SCOPED_TRACE(scenario.name + ", " + choice.label());
      const reports::RunResult run = run_choice(scenario, choice);
      EXPECT_EQ(figure(run, "requests"), figure(bound, "requests"));
      for (const char* name : {"latency_ms.p50", "latency_ms.p99", "latency_ms.max"}) {
        EXPECT_LE(figure(bound, name), figure(run, name)) << name;
      }
      if (is_flawed(run)) continue;
      ++compared;
      // To wait, and to use the tolerance, is to spread one computation over that much more time.
      scenario::Scenario longer = scenario;
      longer.freshness.fresh_for +=
          scenario.freshness.tolerance + Duration(static_cast<Duration::rep>(figure(run, "latency_ms.max") * 1e6));
      EXPECT_LE(figure(run_ideal(longer), "recomputations.total"), figure(run, "recomputations.total"));
    }
  }
  EXPECT_GE(compared, 15U);
}

}  // namespace
}  // namespace stampede::laws

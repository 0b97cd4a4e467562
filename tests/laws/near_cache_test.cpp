// near_cache on several nodes in virtual time: one computation for all of them, and copies that follow the writes.
#include <gtest/gtest.h>

#include <memory>

#include "strategies/built_in.h"
#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

constexpr std::uint32_t kNodes = 4;
constexpr double kRequests = 1000;

using Given = std::map<std::string, std::string>;

scenario::Scenario cold_burst(Duration compute_time) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = kNodes, .workers = 250, .queue_limit = {}};
  scenario.network.one_way_delay = scenario::ConstantTime{100us};
  scenario.origin.compute_time = scenario::ConstantTime{compute_time};
  scenario.load = {scenario::Burst{.requests = 1000, .at = 0s}};
  scenario.duration = 1s;
  return scenario;
}

double metric(const reports::RunResult& run, const std::string& name) { return run.metrics.at(name); }

TEST(NearCache, OneOfAThousandRequestsOnFourNodesComputes) {
  const reports::RunResult run = run_built_in(cold_burst(1s), "near_cache");
  EXPECT_EQ(metric(run, "recomputations.total"), 1);
  EXPECT_EQ(metric(run, "answers.fresh"), kRequests);
  // Each node loads the script and looks, one loads the other script and stores, and the others look again.
  EXPECT_EQ(metric(run, "redis.commands"), 2 * kNodes + 2 + kNodes - 1);
  // To the server and back for the claim and for the store; the others hear of it, and have their look to make.
  EXPECT_NEAR(metric(run, "latency_ms.max"), 1000 + 9 * 0.1, 5);
}

TEST(NearCache, EveryNodeHasItsCopyFromThenOn) {
  scenario::Scenario scenario = cold_burst(10ms);
  scenario.load.emplace_back(scenario::Burst{.requests = 40, .at = 500ms});
  scenario.load.emplace_back(scenario::Burst{.requests = 1000, .at = 600ms});
  const reports::RunResult run = run_built_in(scenario, "near_cache");
  EXPECT_EQ(metric(run, "recomputations.total"), 1);
  EXPECT_GE(metric(run, "local.hits"), kRequests);
}

TEST(NearCache, AFailureIsSharedByItsNodeAndAnotherNodeTries) {
  scenario::Scenario scenario = cold_burst(100ms);
  scenario.origin.error_rate = 1;
  const reports::RunResult run = run_built_in(scenario, "near_cache");
  EXPECT_EQ(metric(run, "recomputations.total"), kNodes);
  EXPECT_EQ(metric(run, "recomputations.peak"), 1);
  EXPECT_EQ(metric(run, "errors.origin"), kRequests);
}

TEST(NearCache, WhoHasWaitedLongEnoughComputesOnceForItsNode) {
  const reports::RunResult run = run_built_in(cold_burst(3s), "near_cache", 0, Given{{"wait_timeout", "1s"}});
  EXPECT_EQ(metric(run, "recomputations.total"), kNodes);
  EXPECT_EQ(metric(run, "answers.fresh"), kRequests);
  EXPECT_NEAR(metric(run, "latency_ms.max"), 4000, 20);
}

TEST(NearCache, OrFails) {
  const reports::RunResult run =
      run_built_in(cold_burst(3s), "near_cache", 0, Given{{"wait_timeout", "1s"}, {"on_timeout", "fail"}});
  EXPECT_EQ(metric(run, "recomputations.total"), 1);
  EXPECT_EQ(metric(run, "errors.timeout"), kRequests - 1);
  EXPECT_EQ(metric(run, "answers.fresh"), 1);
}

TEST(NearCache, APlaceholderThatEndsTooSoonLetsAnotherNodeCompute) {
  const reports::RunResult run = run_built_in(cold_burst(1s), "near_cache", 0, Given{{"lock_ttl", "400ms"}});
  // At 0, 0.4 and 0.8 s; what the first two find is not stored, nor what the third does: its placeholder is gone, too.
  EXPECT_GE(metric(run, "recomputations.total"), 3);
  EXPECT_EQ(metric(run, "answers.fresh"), kRequests);
}

// Ten keys, read and written all the time.
scenario::Scenario busy(Duration one_way_delay) {
  scenario::Scenario scenario = without_network();
  scenario.topology = {.nodes = kNodes, .workers = 250, .queue_limit = {}};
  scenario.keys.count = 10;
  scenario.network.one_way_delay = scenario::ConstantTime{one_way_delay};
  scenario.origin.compute_time = scenario::ConstantTime{5ms};
  scenario.load = {scenario::PoissonLoad{.rate_per_s = 5000, .from = 0s, .length = 10s}};
  scenario.writes = {
      {.rate_per_s = 20, .from = 0s, .length = 10s, .commit_delay = {}, .invalidate = scenario::InvalidateBy::key}};
  scenario.duration = 10s;
  return scenario;
}

TEST(NearCache, AWriteReachesEveryCopyAtOnceWithoutANetwork) {
  const reports::RunResult run = run_built_in(busy(0s), "near_cache");
  EXPECT_GT(metric(run, "local.hits"), 0.8 * metric(run, "requests"));
  EXPECT_GE(metric(run, "recomputations.total"), 150);
  EXPECT_EQ(metric(run, "answers.outdated"), 0);
  EXPECT_EQ(metric(run, "invalidations.lost"), 0);
}

TEST(NearCache, AWriteReachesEveryCopyAfterTwoWays) {
  const reports::RunResult run = run_built_in(busy(2ms), "near_cache");
  EXPECT_GT(metric(run, "answers.outdated"), 0);
  EXPECT_LE(metric(run, "outdated_by_s.max"), 0.004 + 1e-6);
  EXPECT_EQ(metric(run, "invalidations.lost"), 0);
}

// A request of node 0 in the middle of the run flushes the server first.
class Flushing final : public Strategy {
 public:
  explicit Flushing(Environment& environment)
      : environment_(environment), strategy_(near_cache_info().create(environment)) {}

  void start() override { strategy_->start(); }
  Answer get(const Key& key) override {
    const bool is_time = environment_.clock.now() > TimePoint(500ms);
    if (environment_.placement.node() == 0 && is_time && !std::exchange(flushed_, true)) {
      environment_.redis.call({"FLUSHALL"});
    }
    return strategy_->get(key);
  }

 private:
  Environment& environment_;
  std::unique_ptr<Strategy> strategy_;
  bool flushed_ = false;
};

TEST(NearCache, AFlushTakesEveryCopy) {
  scenario::Scenario scenario = cold_burst(10ms);
  scenario.load = {scenario::ConstantLoad{.rate_per_s = 1000, .from = 0s, .length = 1s}};
  StrategyInfo info = near_cache_info();
  info.create = [](Environment& environment) -> std::unique_ptr<Strategy> {
    return std::make_unique<Flushing>(environment);
  };
  const reports::RunResult run = run_virtually(scenario, info, choice_of(info, {}, scenario.freshness));
  EXPECT_EQ(metric(run, "recomputations.total"), 2);
  EXPECT_EQ(metric(run, "answers.fresh"), kRequests);
}

}  // namespace
}  // namespace stampede::laws

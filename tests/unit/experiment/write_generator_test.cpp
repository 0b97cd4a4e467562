// Writes: the order of commit and invalidation, versions, and writes that end late.
#include <gmock/gmock.h>

#include <stdexcept>

#include "simulator/measure/value_stamp.h"
#include "simulator/workload/arrivals.h"
#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class WriteTest : public RunTest {
 protected:
  WriteTest() {
    scenario_.keys.count = 1;
    scenario_.origin.compute_time = scenario::ConstantTime{0ms};
    scenario_.load = {scenario::ConstantLoad{.rate_per_s = 1000, .from = 0s, .length = 5s}};
    scenario_.duration = 5s;
  }

  void write_seldom(Duration commit_delay, scenario::InvalidateBy by) {
    scenario_.writes = {{.rate_per_s = 2, .from = 100ms, .length = 4s, .commit_delay = commit_delay, .invalidate = by}};
  }

  // The version that the origin had at each invalidation.
  std::vector<std::uint64_t> versions_at_invalidations() {
    std::vector<std::uint64_t> versions;
    script_.invalidate = [&](Environment& environment, const std::string&, const std::string&) {
      const Computation computation = environment.origin.compute(Key{"item>0"});
      versions.push_back(measure::decode(computation.value().bytes)->version);
    };
    run();
    return versions;
  }
};

TEST_F(WriteTest, AnInvalidationFollowsItsCommit) {
  write_seldom(0ms, scenario::InvalidateBy::key);
  const auto versions = versions_at_invalidations();
  ASSERT_GT(versions.size(), 3U);
  for (std::size_t i = 0; i < versions.size(); ++i) EXPECT_EQ(versions[i], i + 2);
}

TEST_F(WriteTest, AnInvalidationGoesAheadWhereTheStrategySaysSo) {
  script_.write_order = WriteOrder::invalidate_first;
  write_seldom(1ms, scenario::InvalidateBy::key);
  const auto versions = versions_at_invalidations();
  ASSERT_GT(versions.size(), 3U);
  for (std::size_t i = 0; i < versions.size(); ++i) EXPECT_EQ(versions[i], i + 1);
}

TEST_F(WriteTest, AKeyIsInvalidatedInsideTheTransactionWhereTheStrategySaysSo) {
  script_.write_order = WriteOrder::within_transaction;
  write_seldom(50ms, scenario::InvalidateBy::key);
  std::vector<std::string> events;
  const auto note = [&](Environment& environment, const std::string& what) {
    const Computation computation = environment.origin.compute(Key{"item>0"});
    events.push_back(what + " v" + std::to_string(measure::decode(computation.value().bytes)->version));
  };
  script_.invalidate_within = [&](Environment& environment, const Key& key, Transaction& transaction) {
    note(environment, "within");
    transaction.update(key, [](Row& row) {
      row.recalculation_needed = false;
      return true;
    });
    transaction.on_commit([&note, &environment, key] {
      note(environment, environment.rows.read(key).recalculation_needed ? "not visible" : "on commit");
      throw std::runtime_error("nobody but the transaction hears of this");
    });
  };
  run();
  ASSERT_GT(events.size(), 3U);
  EXPECT_EQ(events[0], "within v1");
  EXPECT_EQ(events[1], "on commit v2");
}

TEST_F(WriteTest, WhatIsNoSingleKeyIsInvalidatedAfterTheTransaction) {
  script_.write_order = WriteOrder::within_transaction;
  write_seldom(1ms, scenario::InvalidateBy::tag);
  const auto versions = versions_at_invalidations();
  ASSERT_GT(versions.size(), 3U);
  EXPECT_EQ(versions[0], 2U);
}

TEST_F(WriteTest, AStrategyThatDoesNotCareForTransactionsIsToldOnCommit) {
  script_.write_order = WriteOrder::within_transaction;
  write_seldom(1ms, scenario::InvalidateBy::key);
  const auto versions = versions_at_invalidations();
  ASSERT_GT(versions.size(), 3U);
  EXPECT_EQ(versions[0], 2U);
}

TEST_F(WriteTest, AVersionIsVisibleAfterTheCommitDelay) {
  write_seldom(50ms, scenario::InvalidateBy::key);
  std::vector<std::pair<TimePoint, std::uint64_t>> changes;
  std::vector<TimePoint> invalidations;
  script_.get = [&](Environment& environment, const Key& key) {
    const Computation computation = environment.origin.compute(key);
    const std::uint64_t version = measure::decode(computation.value().bytes)->version;
    if (changes.empty() || changes.back().second != version) changes.emplace_back(environment.clock.now(), version);
    return computation.answer();
  };
  script_.invalidate = [&](Environment& environment, const std::string&, const std::string&) {
    invalidations.push_back(environment.clock.now());
  };
  run();
  auto arrivals = workload::Arrivals::poisson(2, 100ms, 4s, measure::RandomStream(scenario_.seed, "writes", 0));
  ASSERT_EQ(changes.size(), invalidations.size() + 1);
  for (std::size_t i = 0; i < invalidations.size(); ++i) {
    EXPECT_EQ(invalidations[i], TimePoint(*arrivals.next() + 50ms));
    EXPECT_LT(changes[i + 1].first - invalidations[i], 1ms);  // seen by the next request
  }
  EXPECT_FALSE(arrivals.next());
}

TEST_F(WriteTest, InvalidatesByWhatTheScenarioSays) {
  scenario_.keys = {.count = 4, .tags = 2, .invalidation_keys = 3};
  std::vector<std::string> told;
  script_.invalidate = [&](Environment&, const std::string& kind, const std::string& what) {
    told.push_back(kind + " " + what);
  };
  const auto told_by = [&](scenario::InvalidateBy by) {
    told.clear();
    write_seldom(0ms, by);
    scenario_.writes[0].rate_per_s = 50;
    run();
    return told;
  };
  EXPECT_THAT(told_by(scenario::InvalidateBy::key), testing::Contains("key item>3"));
  EXPECT_THAT(told_by(scenario::InvalidateBy::tag), testing::Each(testing::AnyOf("tag tag:0", "tag tag:1")));
  EXPECT_THAT(told_by(scenario::InvalidateBy::name), testing::Contains("name group:2"));
  EXPECT_THAT(told_by(scenario::InvalidateBy::pattern), testing::Each("pattern *item*"));
  EXPECT_THAT(told_by(scenario::InvalidateBy::nothing), testing::IsEmpty());
}

TEST_F(WriteTest, SetsTheValueOfTheVersionThatWasCommitted) {
  for (const WriteOrder order :
       {WriteOrder::commit_first, WriteOrder::invalidate_first, WriteOrder::within_transaction}) {
    script_.write_order = order;
    write_seldom(1ms, scenario::InvalidateBy::key);
    scenario_.writes[0].with = scenario::WriteWith::set;
    std::vector<std::uint64_t> versions;
    script_.invalidate = [](Environment&, const std::string&, const std::string&) { FAIL() << "instead of set"; };
    script_.set = [&](Environment& environment, const Key& key, const Value& value) {
      const auto stamp = measure::decode(value.bytes);
      ASSERT_TRUE(stamp);
      EXPECT_EQ(stamp->key, key.name);
      EXPECT_EQ(stamp->generated, environment.clock.now());
      EXPECT_EQ(stamp->computation, measure::kNoComputation);
      EXPECT_EQ(value.bytes.size(), scenario_.keys.value_size_bytes);
      EXPECT_EQ(stamp->version, measure::decode(environment.origin.compute(key).value().bytes)->version);
      versions.push_back(stamp->version);
    };
    const auto metrics = run().metrics;
    ASSERT_GT(versions.size(), 3U);
    for (std::size_t i = 0; i < versions.size(); ++i) EXPECT_EQ(versions[i], i + 2);
    EXPECT_EQ(metrics.at("invalidations.total"), static_cast<double>(versions.size()));
  }
}

TEST_F(WriteTest, DeletesTheKeyInTheOrderThatTheStrategyWants) {
  std::vector<std::uint64_t> versions;
  script_.invalidate = [&](Environment& environment, const std::string& kind, const std::string& key) {
    EXPECT_EQ(kind, "deleted");
    versions.push_back(measure::decode(environment.origin.compute(Key{key}).value().bytes)->version);
  };
  const auto first_version = [&](WriteOrder order) {
    script_.write_order = order;
    versions.clear();
    write_seldom(1ms, scenario::InvalidateBy::key);
    scenario_.writes[0].with = scenario::WriteWith::remove;
    const auto metrics = run().metrics;
    EXPECT_EQ(metrics.at("invalidations.total"), static_cast<double>(versions.size()));
    return versions.at(0);
  };
  EXPECT_EQ(first_version(WriteOrder::commit_first), 2U);
  EXPECT_EQ(first_version(WriteOrder::invalidate_first), 1U);
  EXPECT_EQ(first_version(WriteOrder::within_transaction), 2U) << "only invalidations can be inside";
}

TEST_F(WriteTest, AStrategyThatCannotTakeTheValueLosesIt) {
  write_seldom(0ms, scenario::InvalidateBy::key);
  scenario_.writes[0].with = scenario::WriteWith::set;
  std::optional<Value> cached;
  script_.get = [&](Environment& environment, const Key& key) {
    if (!cached) cached = environment.origin.compute(key).value();
    return Answer::of(*cached);
  };
  EXPECT_GE(run().metrics.at("invalidations.lost"), 1);
  cached.reset();
  script_.set = [&](Environment&, const Key&, const Value& value) { cached = value; };
  const auto metrics = run().metrics;
  EXPECT_EQ(metrics.at("invalidations.lost"), 0);
  EXPECT_EQ(metrics.at("recomputations.total"), 1);
}

TEST_F(WriteTest, AnInvalidationThatFailsIsFoundToBeLost) {
  for (const bool of_redis : {true, false}) {
    write_seldom(0ms, scenario::InvalidateBy::key);
    std::optional<Value> cached;
    script_.get = [&](Environment& environment, const Key& key) {
      if (!cached) cached = environment.origin.compute(key).value();
      return Answer::of(*cached);
    };
    script_.invalidate = [&](Environment&, const std::string&, const std::string&) {
      if (of_redis) throw RedisError(RedisError::Kind::lost, "gone");
      throw std::runtime_error("the strategy gives up");
    };
    const auto metrics = run().metrics;
    EXPECT_GT(metrics.at("invalidations.total"), 3);
    EXPECT_GE(metrics.at("invalidations.lost"), 1);
  }
}

TEST_F(WriteTest, WritesThatCommitAfterTheDrainLimitAreWaitedForBeforeTheCacheIsJudged) {
  scenario_.keys.count = 50;
  scenario_.drain = 0s;
  write_seldom(1500ms, scenario::InvalidateBy::key);
  scenario_.writes[0].rate_per_s = 200;
  script_.get = [](Environment& environment, const Key& key) {
    environment.clock.sleep_for(100ms);  // probes take their time, too
    return environment.origin.compute(key).answer();
  };
  const auto result = run();
  EXPECT_FALSE(warns(result, "not_at_rest"));
  EXPECT_EQ(result.metrics.at("invalidations.lost"), 0);
  EXPECT_GT(result.metrics.at("invalidations.total"), 700);
}

}  // namespace
}  // namespace stampede::experiment

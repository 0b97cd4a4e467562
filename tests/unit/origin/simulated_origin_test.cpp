// The origin of a run: fates that nobody shifts, capacity, failures, pauses, and what it writes into values.
#include "simulator/origin/simulated_origin.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "simulator/measure/value_stamp.h"
#include "tests/fakes/jumping_clock.h"

namespace stampede::origin {
namespace {

using namespace std::chrono_literals;

struct Done {
  std::uint64_t key = 0;
  TimePoint demanded;
  TimePoint finished;
  bool ok = false;
  std::optional<measure::ValueStamp> stamp;  // its key is no longer readable
  std::size_t value_bytes = 0;
};

class OriginTest : public testing::Test {
 protected:
  OriginTest() {
    scenario_.keys.count = 10;
    scenario_.origin.compute_time = scenario::ExponentialTime{100ms};
  }

  // Calls `body` on main with an origin; computations that it starts have ended when this returns.
  void with_origin(const std::function<void(runtime::Scheduler&, SimulatedOrigin&)>& body) {
    JumpingClock clock;
    const workload::Keyspace keys(scenario_.keys);
    runtime::Scheduler::run(clock, [&](runtime::Scheduler& scheduler) {
      SimulatedOrigin origin(scheduler, scenario_, keys, truth_);
      body(scheduler, origin);
      scheduler.sleep_until(scheduler.now() + 24h);
      EXPECT_EQ(origin.under_way(), 0U);
      scheduler.cancel_others();
    });
  }

  Done compute(runtime::Scheduler& scheduler, SimulatedOrigin& origin, std::uint64_t key) const {
    const TimePoint demanded = scheduler.now();
    const Key name{"item>" + std::to_string(key)};
    const Computation computation = origin.compute(name);
    Done done{key, demanded, scheduler.now(), computation.ok(), std::nullopt, 0};
    if (computation.ok()) {
      done.stamp = measure::decode(computation.value().bytes);
      EXPECT_TRUE(done.stamp && done.stamp->key == name.name);
      done.value_bytes = computation.value().bytes.size();
    }
    return done;
  }

  // The compute times of the given keys, one computation after another.
  std::vector<Duration> times_of(const std::vector<std::uint64_t>& keys) {
    std::vector<Duration> times;
    with_origin([&](runtime::Scheduler& scheduler, SimulatedOrigin& origin) {
      for (const std::uint64_t key : keys) {
        const Done done = compute(scheduler, origin, key);
        times.push_back(done.finished - done.demanded);
      }
    });
    return times;
  }

  // Those that an observer sees, whether they fail or not.
  std::vector<Duration> times_of_failing(const std::vector<std::uint64_t>& keys) {
    std::vector<Duration> times;
    with_origin([&](runtime::Scheduler& scheduler, SimulatedOrigin& origin) {
      measure::Recorder recorder({.key_names = std::vector<std::string>(10, "item"), .origin_capacity = {}}, truth_);
      origin.observe(&recorder);
      for (const std::uint64_t key : keys) {
        const TimePoint demanded = scheduler.now();
        EXPECT_FALSE(origin.compute(Key{"item>" + std::to_string(key)}).ok());
        times.push_back(scheduler.now() - demanded);
      }
      origin.observe(nullptr);
    });
    return times;
  }

  // All at once, at the given distance; in the order in which they end.
  std::vector<Done> compute_many(std::uint64_t count, Duration distance) {
    std::vector<Done> all;
    with_origin([&](runtime::Scheduler& scheduler, SimulatedOrigin& origin) {
      for (std::uint64_t i = 0; i < count; ++i) {
        scheduler.spawn({.name = "caller"},
                        [&, i] { all.push_back(compute(scheduler, origin, i % scenario_.keys.count)); });
        if (distance > 0s) scheduler.sleep_until(scheduler.now() + distance);
      }
      scheduler.sleep_until(scheduler.now() + 24h);
    });
    return all;
  }

  scenario::Scenario scenario_;
  measure::Truth truth_;
};

TEST_F(OriginTest, TheNthComputationOfAKeyTakesTheSameTimeWhateverIsComputedInBetween) {
  const auto alone = times_of({3, 3, 3});
  const auto mixed = times_of({1, 3, 2, 2, 3, 5, 9, 1, 3});
  EXPECT_EQ(mixed[1], alone[0]);
  EXPECT_EQ(mixed[4], alone[1]);
  EXPECT_EQ(mixed[8], alone[2]);
  EXPECT_NE(alone[0], alone[1]);
  EXPECT_NE(mixed[0], alone[0]);
}

TEST_F(OriginTest, AKeyThatIsDearIsSoInEveryComputation) {
  scenario_.origin.compute_time = scenario::UniformTime{10ms, 20ms};
  const auto plain = times_of({3, 3, 7, 7, 3});
  scenario_.origin.compute_time_per_key = scenario::UniformFactor{0.5, 8};
  const auto dear = times_of({3, 3, 7, 7, 3});
  const double factor_3 = to_seconds(dear[0]) / to_seconds(plain[0]);
  const double factor_7 = to_seconds(dear[2]) / to_seconds(plain[2]);
  EXPECT_NEAR(to_seconds(dear[1]), factor_3 * to_seconds(plain[1]), 1e-8);
  EXPECT_NEAR(to_seconds(dear[4]), factor_3 * to_seconds(plain[4]), 1e-8);
  EXPECT_NEAR(to_seconds(dear[3]), factor_7 * to_seconds(plain[3]), 1e-8);
  EXPECT_GT(std::abs(factor_3 - factor_7), 0.01);
}

TEST_F(OriginTest, APauseIsAsLongForADearKey) {
  scenario_.origin.pause = scenario::Pause{1, 5s};
  scenario_.origin.compute_time_per_key = scenario::UniformFactor{3, 3};
  EXPECT_EQ(times_of({3}), std::vector<Duration>{5s});
}

TEST_F(OriginTest, WhatIsComputedBeforeAnybodyObservesDoesNotShiftWhatFollows) {
  scenario_.origin.pause = scenario::Pause{4, 5s};
  const auto observed_times = [this](int computed_before) {
    std::vector<Duration> times;
    with_origin([&](runtime::Scheduler& scheduler, SimulatedOrigin& origin) {
      for (int i = 0; i < computed_before; ++i) compute(scheduler, origin, 3);
      measure::Recorder recorder({.key_names = std::vector<std::string>(10, "item"), .origin_capacity = {}}, truth_);
      origin.observe(&recorder);
      for (int i = 0; i < 5; ++i) {
        const Done done = compute(scheduler, origin, 3);
        times.push_back(done.finished - done.demanded);
      }
      origin.observe(nullptr);
    });
    return times;
  };
  const std::vector<Duration> cold = observed_times(0);
  EXPECT_EQ(cold[3], 5s);
  EXPECT_EQ(observed_times(1), cold);
  EXPECT_EQ(observed_times(7), cold);
}

TEST_F(OriginTest, InTimeTheValueIsThereAtOnceAndTheWorkFollowsInTheBooks) {
  scenario_.origin.error_rate = 1;
  scenario_.origin.capacity = 2;
  truth_.commit(3, TimePoint(0s));
  const std::vector<Duration> times = times_of_failing({3, 3, 3});
  with_origin([&](runtime::Scheduler& scheduler, SimulatedOrigin& origin) {
    measure::Recorder recorder({.key_names = std::vector<std::string>(10, "item"), .origin_capacity = {}}, truth_);
    const Key key{"item>3"};
    const measure::ValueStamp before = origin.compute_in_time(key);
    EXPECT_EQ(before.computation, measure::kNoComputation);
    EXPECT_EQ(origin.under_way(), 0U);  // nobody observes, so there are no books
    origin.observe(&recorder);
    const TimePoint now = scheduler.now();
    for (const measure::ComputationId id : {1U, 2U, 3U}) {
      const measure::ValueStamp stamp = origin.compute_in_time(key);
      EXPECT_EQ(stamp.key, key.name);
      EXPECT_EQ(stamp.version, 2U);
      EXPECT_EQ(stamp.snapshot, now);
      EXPECT_EQ(stamp.generated, now);
      EXPECT_EQ(stamp.computation, id);
    }
    EXPECT_EQ(scheduler.now(), now);
    EXPECT_EQ(origin.under_way(), 3U);
    scheduler.sleep_until(now + std::min(times[0], times[1]) - 1ns);
    EXPECT_EQ(recorder.computations_under_way(), 3U);
    scheduler.sleep_until(now + std::min(times[0], times[1]) + 1ns);
    EXPECT_EQ(recorder.computations_under_way(), 2U);
    // The third has waited for the capacity.
    const Duration all = std::max(std::max(times[0], times[1]), std::min(times[0], times[1]) + times[2]);
    scheduler.sleep_until(now + all - 1ns);
    EXPECT_EQ(recorder.computations_under_way(), 1U);
    scheduler.sleep_until(now + all + 1ns);
    EXPECT_EQ(recorder.computations_under_way(), 0U);
    origin.observe(nullptr);
    EXPECT_EQ(recorder.finish(scheduler.now()).tally.computations.failed, 0U);
  });
}

TEST_F(OriginTest, InTimeTheWorkSharesTheCapacityWithTheOthersAndNoOutageHurtsIt) {
  scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  scenario_.origin.capacity = 1;
  scenario_.origin.beyond = scenario::BeyondCapacity::slow_down;
  with_origin([&](runtime::Scheduler& scheduler, SimulatedOrigin& origin) {
    measure::Recorder recorder({.key_names = std::vector<std::string>(10, "item"), .origin_capacity = 1}, truth_);
    origin.observe(&recorder);
    const TimePoint now = scheduler.now();
    origin.compute_in_time(Key{"item>3"});
    origin.compute_in_time(Key{"item>4"});
    scheduler.sleep_until(now + 50ms);
    OriginFaults faults;
    faults.outage = scenario::Outage::refuse;
    origin.suffer(faults);
    scheduler.sleep_until(now + 200ms - 1ns);
    EXPECT_EQ(origin.under_way(), 2U);
    scheduler.sleep_until(now + 200ms + 1ns);
    EXPECT_EQ(origin.under_way(), 0U);
    origin.observe(nullptr);
    const measure::Tally tally = recorder.finish(scheduler.now()).tally;
    EXPECT_EQ(tally.computations.failed, 0U);
    EXPECT_EQ(tally.computations.queue_wait.max(), 100ms);  // what the other one took
  });
}

TEST_F(OriginTest, TellsTheRecorderByHowMuchOthersHeldAComputationUp) {
  scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  scenario_.origin.capacity = 2;
  scenario_.origin.beyond = scenario::BeyondCapacity::slow_down;
  with_origin([&](runtime::Scheduler& scheduler, SimulatedOrigin& origin) {
    measure::Recorder recorder(
        {.fresh_for = 60s, .key_names = std::vector<std::string>(10, "item>0"), .origin_capacity = 2}, truth_);
    origin.observe(&recorder);
    const auto facts = measure::RequestFacts{.key = 0, .node = 0, .intended = {}, .sent = {}, .started = {}};
    recorder.arrived(facts);
    for (std::uint64_t key = 0; key < 4; ++key) {
      scheduler.spawn({.name = "caller"}, [&, key] { compute(scheduler, origin, key); });
    }
    scheduler.sleep_until(TimePoint(400ms));
    recorder.answered(facts, Answer::empty(), scheduler.now());
    origin.observe(nullptr);
    const measure::Measurements run = recorder.finish(scheduler.now());
    EXPECT_EQ(run.tally.computations.queue_wait.max(), 100ms);
    EXPECT_EQ(run.tally.computations.queue_wait.count(), 4U);
    EXPECT_DOUBLE_EQ(run.metrics.at("origin.busy_share"), 0.5);  // both places for 200 of 400 ms
  });
}

TEST_F(OriginTest, AnotherSeedGivesOtherTimes) {
  const auto first = times_of({0, 1, 2});
  scenario_.seed += 1;
  const auto second = times_of({0, 1, 2});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NE(first[i], second[i]);
}

TEST_F(OriginTest, WhetherComputationsFailDoesNotShiftTheirTimes) {
  const auto without = times_of({0, 1, 2, 0});
  scenario_.origin.error_rate = 0.5;
  EXPECT_EQ(times_of({0, 1, 2, 0}), without);
}

TEST_F(OriginTest, NeverAdmitsMoreThanItsCapacity) {
  scenario_.origin.capacity = 3;
  const auto done = compute_many(200, 20ms);
  ASSERT_EQ(done.size(), 200U);
  std::map<TimePoint, int> changes;  // a snapshot is taken on admission
  for (const Done& computation : done) {
    ++changes[computation.stamp->snapshot];
    --changes[computation.finished];
  }
  int admitted = 0;
  int most = 0;
  for (const auto& [time, change] : changes) most = std::max(most, admitted += change);
  EXPECT_EQ(most, 3);
}

TEST_F(OriginTest, AdmitsInTheOrderOfDemand) {
  scenario_.origin.capacity = 3;
  auto done = compute_many(200, 20ms);
  std::sort(done.begin(), done.end(), [](const Done& a, const Done& b) { return a.demanded < b.demanded; });
  std::uint64_t queued = 0;
  for (std::size_t i = 1; i < done.size(); ++i) {
    EXPECT_GE(done[i].stamp->snapshot, done[i - 1].stamp->snapshot);
    if (done[i].stamp->snapshot > done[i].demanded) ++queued;
  }
  EXPECT_GT(queued, 100U);
}

TEST_F(OriginTest, WithoutCapacityNobodyQueues) {
  for (const Done& done : compute_many(200, 0s)) EXPECT_EQ(done.stamp->snapshot, done.demanded);
}

TEST_F(OriginTest, FailsItsShareOfComputationsAfterTheirTime) {
  scenario_.origin.compute_time = scenario::ConstantTime{10ms};
  scenario_.origin.error_rate = 0.2;
  const auto done = compute_many(20'000, 0s);
  const auto failed = std::count_if(done.begin(), done.end(), [](const Done& each) { return !each.ok; });
  // Within the binomial spread at 0.1 %.
  EXPECT_NEAR(static_cast<double>(failed), 4000, 3.2905 * std::sqrt(20'000 * 0.2 * 0.8));
  for (const Done& each : done) ASSERT_EQ(each.finished - each.demanded, 10ms);
}

TEST_F(OriginTest, NeverFailsAtRateZeroAndAlwaysAtRateOne) {
  for (const Done& each : compute_many(1000, 0s)) EXPECT_TRUE(each.ok);
  scenario_.origin.error_rate = 1;
  for (const Done& each : compute_many(1000, 0s)) EXPECT_FALSE(each.ok);
}

TEST_F(OriginTest, PausesAtEachNthComputationOfWhateverKey) {
  const auto usual = times_of({0, 1, 2, 0, 1, 2, 3});
  scenario_.origin.pause = scenario::Pause{.every = 3, .duration = 7s};
  auto expected = usual;
  expected[2] = expected[5] = 7s;
  EXPECT_EQ(times_of({0, 1, 2, 0, 1, 2, 3}), expected);
}

TEST_F(OriginTest, StampsKeyVersionAndTimes) {
  scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  scenario_.origin.capacity = 1;
  scenario_.keys.value_size_bytes = 512;
  truth_.commit(4, TimePoint(0s));
  Done first;
  Done second;
  with_origin([&](runtime::Scheduler& scheduler, SimulatedOrigin& origin) {
    scheduler.spawn({.name = "first"}, [&] { first = compute(scheduler, origin, 4); });
    scheduler.spawn({.name = "second"}, [&] { second = compute(scheduler, origin, 4); });
    scheduler.sleep_until(TimePoint(50ms));
    truth_.commit(4, scheduler.now());
    scheduler.sleep_until(TimePoint(150ms));
    truth_.commit(4, scheduler.now());
  });
  EXPECT_EQ(first.stamp->version, 2U);  // of the start, not of the end
  EXPECT_EQ(first.stamp->snapshot, TimePoint(0s));
  EXPECT_EQ(first.stamp->generated, TimePoint(100ms));
  EXPECT_EQ(first.stamp->computation, measure::kNoComputation);  // nobody observes
  EXPECT_EQ(second.stamp->version, 3U);                          // of its admission, not of the demand
  EXPECT_EQ(second.stamp->snapshot, TimePoint(100ms));
  EXPECT_EQ(second.stamp->generated, TimePoint(200ms));
  EXPECT_EQ(second.value_bytes, 512U);
}

TEST_F(OriginTest, TellsTheRecorderWhereAndHowLongComputationsRan) {
  scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  scenario_.origin.capacity = 1;
  const workload::Keyspace keys(scenario_.keys);
  measure::Recorder recorder({.fresh_for = 60s, .key_names = keys.names(), .origin_capacity = 1}, truth_);
  with_origin([&](runtime::Scheduler& scheduler, SimulatedOrigin& origin) {
    compute(scheduler, origin, 0);  // not observed, not counted
    origin.observe(&recorder);
    for (const runtime::Role role : {runtime::Role::request, runtime::Role::background, runtime::Role::background}) {
      scheduler.spawn({.name = "caller", .role = role}, [&] { compute(scheduler, origin, 0); });
    }
    scheduler.sleep_until(scheduler.now() + 1s);
  });
  const auto metrics = recorder.finish(TimePoint(10s)).metrics;
  EXPECT_EQ(metrics.at("recomputations.total"), 3);
  EXPECT_EQ(metrics.at("recomputations.inline"), 1);
  EXPECT_EQ(metrics.at("recomputations.background"), 2);
  EXPECT_EQ(metrics.at("recomputations.redundant"), 2);
  EXPECT_NEAR(metrics.at("origin.queue_ms.max"), 200, 1);
}

TEST_F(OriginTest, KnowsOnlyTheScenariosKeys) {
  with_origin([&](runtime::Scheduler&, SimulatedOrigin& origin) {
    EXPECT_THROW(origin.compute(Key{"somebody else's"}), std::out_of_range);
  });
}

}  // namespace
}  // namespace stampede::origin

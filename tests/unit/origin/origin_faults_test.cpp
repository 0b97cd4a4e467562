// An origin that is slow, fails or is down for a while.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <vector>

#include "simulator/measure/value_stamp.h"
#include "simulator/origin/simulated_origin.h"
#include "simulator/runtime/virtual_clock.h"

namespace stampede::origin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class OriginFaultsTest : public testing::Test {
 protected:
  OriginFaultsTest() {
    scenario_.keys.count = 10;
    scenario_.origin.compute_time = scenario::ConstantTime{100ms};
  }

  // Runs `body` with the origin, and waits until all has ended.
  void with_origin(const std::function<void()>& body) {
    runtime::VirtualClock clock;
    const workload::Keyspace keys(scenario_.keys);
    runtime::Scheduler::run(clock, [&](runtime::Scheduler& scheduler) {
      SimulatedOrigin origin(scheduler, scenario_, keys, truth_);
      scheduler_ = &scheduler;
      origin_ = &origin;
      body();
      scheduler.sleep_until(scheduler.now() + 1h);
      EXPECT_EQ(origin.under_way(), 0U);
      scheduler.cancel_others();
    });
  }

  struct Ended {
    bool ok = false;
    Duration at{};
    bool operator==(const Ended&) const = default;
    friend std::ostream& operator<<(std::ostream& out, const Ended& ended) {
      return out << (ended.ok ? "ok at " : "failed at ") << to_milliseconds(ended.at) << " ms";
    }
  };
  // A computation that is demanded then.
  void compute_at(Duration when, std::uint64_t group = 0) {
    const std::size_t place = ended_.size();
    ended_.emplace_back();
    scheduler_->spawn({.name = "computing", .group = group}, [this, when, place] {
      scheduler_->sleep_until(TimePoint(when));
      const Computation computation = origin_->compute(Key{"item>1"});
      ended_[place] = Ended{computation.ok(), scheduler_->now().time_since_epoch()};
    });
  }
  void suffer_at(Duration when, OriginFaults faults) {
    scheduler_->spawn({.name = "fault", .urgent = true}, [this, when, faults] {
      scheduler_->sleep_until(TimePoint(when));
      origin_->suffer(faults);
    });
  }

  static Ended ok_at(Duration at) { return {true, at}; }
  static Ended failed_at(Duration at) { return {false, at}; }

  scenario::Scenario scenario_;
  measure::Truth truth_;
  runtime::Scheduler* scheduler_ = nullptr;
  SimulatedOrigin* origin_ = nullptr;
  std::vector<std::optional<Ended>> ended_;
};

OriginFaults down(scenario::Outage mode) {
  OriginFaults faults;
  faults.outage = mode;
  return faults;
}

TEST_F(OriginFaultsTest, SlowComputationsAreThoseThatBeginMeanwhile) {
  with_origin([&] {
    OriginFaults slow;
    slow.slow_factor = 5;
    suffer_at(50ms, slow);
    suffer_at(150ms, {});
    for (const Duration when : {Duration(0ms), Duration(60ms), Duration(160ms)}) compute_at(when);
  });
  EXPECT_THAT(ended_, ElementsAre(ok_at(100ms), ok_at(560ms), ok_at(260ms)));
}

TEST_F(OriginFaultsTest, AShareFailsAfterItsTime) {
  with_origin([&] {
    OriginFaults failing;
    failing.failing_share = 0.3;
    suffer_at(0ms, failing);
    for (int i = 0; i < 1000; ++i) compute_at(1ms);
    scheduler_->sleep_until(TimePoint(1s));
    EXPECT_NEAR(static_cast<double>(origin_->fault_counts().failed), 300, 50);
  });
  std::uint64_t failed = 0;
  for (const std::optional<Ended>& ended : ended_) {
    EXPECT_EQ(ended->at, 101ms);
    failed += ended->ok ? 0 : 1;
  }
  EXPECT_NEAR(static_cast<double>(failed), 300, 50);
}

TEST_F(OriginFaultsTest, OneThatFailsCountsWhatItWillFailWhenItBegins) {
  with_origin([&] {
    OriginFaults failing;
    failing.failing_share = 1;
    suffer_at(0ms, failing);
    suffer_at(50ms, {});
    for (int i = 0; i < 3; ++i) compute_at(1ms);  // these end when the fault is over
    scheduler_->sleep_until(TimePoint(51ms));
    EXPECT_EQ(origin_->fault_counts().failed, 3U);
    scheduler_->sleep_until(TimePoint(1s));
    EXPECT_EQ(origin_->fault_counts().failed, 3U);
  });
}

TEST_F(OriginFaultsTest, OneThatRefusesFailsWhatIsUnderWayAndWhatComes) {
  scenario_.origin.capacity = 1;
  with_origin([&] {
    suffer_at(150ms, down(scenario::Outage::refuse));
    suffer_at(300ms, {});
    for (int i = 0; i < 3; ++i) compute_at(0ms);  // one after another
    compute_at(200ms);
    compute_at(310ms);
    scheduler_->sleep_until(TimePoint(1s));
    EXPECT_EQ(origin_->fault_counts().refused, 3U);
  });
  EXPECT_THAT(ended_, ElementsAre(ok_at(100ms), failed_at(150ms), failed_at(150ms), failed_at(200ms), ok_at(410ms)));
}

TEST_F(OriginFaultsTest, OneThatHangsGoesOnWhereItWasWhenItIsBack) {
  scenario_.origin.capacity = 2;
  with_origin([&] {
    suffer_at(60ms, down(scenario::Outage::hang));
    suffer_at(1s, {});
    compute_at(0ms);
    compute_at(70ms);
    compute_at(80ms);  // has to wait for its turn
    scheduler_->sleep_until(TimePoint(2s));
    EXPECT_EQ(origin_->fault_counts().held, 2U);
  });
  EXPECT_THAT(ended_, ElementsAre(ok_at(1040ms), ok_at(1100ms), ok_at(1140ms)));
}

TEST_F(OriginFaultsTest, TheVersionIsThatOfTheMomentInWhichAHeldComputationBegins) {
  with_origin([&] {
    suffer_at(0ms, down(scenario::Outage::hang));
    suffer_at(100ms, {});
    scheduler_->spawn({.name = "computing"}, [&] {
      scheduler_->sleep_until(TimePoint(10ms));
      const Computation computation = origin_->compute(Key{"item>1"});
      EXPECT_EQ(measure::decode(computation.value().bytes)->snapshot, TimePoint(100ms));
    });
  });
}

// Those that slow down together, seen at round times: two at once on a capacity of one take twice as long.
TEST_F(OriginFaultsTest, SharingItsCapacityTwoTakeTwiceAsLongUntilOneHasEnded) {
  scenario_.origin.capacity = 1;
  scenario_.origin.beyond = scenario::BeyondCapacity::slow_down;
  with_origin([&] {
    compute_at(0ms);
    compute_at(50ms);   // from then on each has half the speed: the first ends at 150 ms
    compute_at(300ms);  // alone
  });
  EXPECT_THAT(ended_, ElementsAre(ok_at(150ms), ok_at(200ms), ok_at(400ms)));
}

TEST_F(OriginFaultsTest, SharingItsCapacityNobodyIsSlowerUpToIt) {
  scenario_.origin.capacity = 3;
  scenario_.origin.beyond = scenario::BeyondCapacity::slow_down;
  with_origin([&] {
    for (int i = 0; i < 3; ++i) compute_at(0ms);
    for (int i = 0; i < 6; ++i) compute_at(1s);
  });
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(ended_[i], ok_at(100ms));
  for (std::size_t i = 3; i < 9; ++i) EXPECT_EQ(ended_[i], ok_at(1200ms));
}

TEST_F(OriginFaultsTest, SharingItsCapacityAllStandStillWhileItHangs) {
  scenario_.origin.capacity = 1;
  scenario_.origin.beyond = scenario::BeyondCapacity::slow_down;
  with_origin([&] {
    suffer_at(60ms, down(scenario::Outage::hang));
    suffer_at(1s, {});
    compute_at(0ms);
    compute_at(20ms);   // at 60 ms they have done 40 and 20 ms
    compute_at(500ms);  // begins at 1 s: three share until the first has done its last 60 ms at 1180 ms
    scheduler_->sleep_until(TimePoint(2s));
    EXPECT_EQ(origin_->fault_counts().held, 3U);
  });
  EXPECT_THAT(ended_, ElementsAre(ok_at(1180ms), ok_at(1220ms), ok_at(1240ms)));
}

TEST_F(OriginFaultsTest, SharingItsCapacityARefusalEndsAllAndThoseAfterItHaveItForThemselves) {
  scenario_.origin.capacity = 1;
  scenario_.origin.beyond = scenario::BeyondCapacity::slow_down;
  with_origin([&] {
    suffer_at(150ms, down(scenario::Outage::refuse));
    suffer_at(300ms, {});
    for (int i = 0; i < 3; ++i) compute_at(0ms);
    compute_at(200ms);
    compute_at(310ms);
  });
  EXPECT_THAT(ended_,
              ElementsAre(failed_at(150ms), failed_at(150ms), failed_at(150ms), failed_at(200ms), ok_at(410ms)));
}

TEST_F(OriginFaultsTest, SharingItsCapacityTheOthersAreFasterWhenOneIsGivenUp) {
  scenario_.origin.capacity = 1;
  scenario_.origin.beyond = scenario::BeyondCapacity::slow_down;
  with_origin([&] {
    const std::uint64_t group = scheduler_->new_group();
    compute_at(0ms, group);
    compute_at(0ms);
    scheduler_->sleep_until(TimePoint(100ms));
    scheduler_->cancel_group(group);  // each has done half
    EXPECT_EQ(origin_->under_way(), 1U);
  });
  EXPECT_THAT(ended_, ElementsAre(std::nullopt, ok_at(150ms)));
}

// The process that waits for it dies.
TEST_F(OriginFaultsTest, AComputationThatNobodyWaitsForAnyMoreLeavesItsPlace) {
  scenario_.origin.capacity = 1;
  with_origin([&] {
    const std::uint64_t group = scheduler_->new_group();
    compute_at(0ms, group);
    compute_at(10ms, group);
    compute_at(20ms);
    scheduler_->sleep_until(TimePoint(50ms));
    EXPECT_EQ(origin_->under_way(), 3U);
    scheduler_->cancel_group(group);
    EXPECT_EQ(origin_->under_way(), 1U);
  });
  EXPECT_THAT(ended_, ElementsAre(std::nullopt, std::nullopt, ok_at(150ms)));
}

}  // namespace
}  // namespace stampede::origin

// When faults begin and end, in virtual time.
#include "simulator/faults/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "simulator/runtime/virtual_clock.h"

namespace stampede::faults {
namespace {

using namespace std::chrono_literals;
using scenario::Fault;
using testing::ElementsAre;

// Notes what it is told, and takes its time for it.
class NotedActions final : public FaultActions {
 public:
  explicit NotedActions(runtime::Scheduler& scheduler) : scheduler_(scheduler) {}

  Seen begin(std::size_t number, const Fault& fault) override { return note("begin", number, fault); }
  Seen end(std::size_t number, const Fault& fault) override { return note("end", number, fault); }

  std::vector<std::string> noted;
  Duration takes{};
  std::string fails;  // "begin 0"

 private:
  Seen note(const std::string& what, std::size_t number, const Fault& fault) {
    const std::string event = what + " " + std::to_string(number);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(scheduler_.now().time_since_epoch()).count();
    noted.push_back(event + " " + std::string(fault.name()) + " " + std::to_string(ms));
    if (takes > 0s) scheduler_.sleep_until(scheduler_.now() + takes);
    if (event == fails) throw FaultFailed("it is told to");
    return {{what, number}};
  }

  runtime::Scheduler& scheduler_;
};

class TimelineTest : public testing::Test {
 protected:
  // Begins the load at 100 ms, and looks when it has lasted 10 s.
  void run(const std::vector<Fault>& faults, const std::function<void(NotedActions&)>& prepare = {}) {
    runtime::VirtualClock clock;
    runtime::Scheduler::run(clock, [&](runtime::Scheduler& scheduler) {
      NotedActions actions(scheduler);
      if (prepare) prepare(actions);
      Timeline timeline(scheduler, faults, actions);
      EXPECT_EQ(timeline.is_done(), faults.empty());
      scheduler.sleep_until(TimePoint(100ms));
      timeline.start(scheduler.now());
      scheduler.sleep_until(TimePoint(100ms + 10s));
      is_done_ = timeline.is_done();
      happened_ = timeline.happened();
      noted_ = actions.noted;
      scheduler.cancel_others();
    });
  }

  bool is_done_ = false;
  std::vector<Happened> happened_;
  std::vector<std::string> noted_;
};

TEST_F(TimelineTest, FaultsBeginAndEndAtTheirTimesFromTheLoadsStart) {
  run({{2s, 1s, scenario::RedisStalled{}}, {1s, 0s, scenario::Flush{}}});
  EXPECT_THAT(noted_, ElementsAre("begin 1 flush 1100", "begin 0 redis_stalled 2100", "end 0 redis_stalled 3100"));
  EXPECT_TRUE(is_done_);
  ASSERT_EQ(happened_.size(), 2U);
  EXPECT_EQ(happened_[0].began, 2s);
  EXPECT_EQ(happened_[0].ended, 3s);
  EXPECT_EQ(happened_[0].seen, (Seen{{"begin", 0}, {"end", 0}}));
  EXPECT_EQ(happened_[0].failure, "");
  EXPECT_EQ(happened_[1].began, 1s);
  EXPECT_EQ(happened_[1].ended, std::nullopt);
  EXPECT_EQ(happened_[1].failure, "");
}

TEST_F(TimelineTest, WhatEndsAtAMomentHasEndedBeforeAnotherBeginsThen) {
  run({{2s, 1s, scenario::OriginSlow{2}}, {1s, 1s, scenario::OriginSlow{3}}, {3s, 0s, scenario::Flush{}}});
  EXPECT_THAT(noted_, ElementsAre("begin 1 origin_slow 1100", "end 1 origin_slow 2100", "begin 0 origin_slow 2100",
                                  "end 0 origin_slow 3100", "begin 2 flush 3100"));
}

TEST_F(TimelineTest, OneThatTakesLongDelaysThoseAfterItAndIsNotedSo) {
  run({{1s, 1s, scenario::RedisStalled{}}, {2s, 0s, scenario::Flush{}}},
      [](NotedActions& actions) { actions.takes = 300ms; });
  EXPECT_THAT(noted_, ElementsAre("begin 0 redis_stalled 1100", "end 0 redis_stalled 2100", "begin 1 flush 2400"));
  EXPECT_EQ(happened_[0].began, 1s);
  EXPECT_EQ(happened_[0].ended, 2300ms);
  EXPECT_EQ(happened_[1].began, 2300ms);
}

TEST_F(TimelineTest, OneThatCannotBeginDoesNotEndAndTheOthersGoOn) {
  run({{1s, 1s, scenario::RedisStalled{}}, {3s, 0s, scenario::Flush{}}},
      [](NotedActions& actions) { actions.fails = "begin 0"; });
  EXPECT_THAT(noted_, ElementsAre("begin 0 redis_stalled 1100", "begin 1 flush 3100"));
  EXPECT_TRUE(is_done_);
  EXPECT_EQ(happened_[0].began, std::nullopt);
  EXPECT_EQ(happened_[0].failure, "it is told to");
  EXPECT_EQ(happened_[1].failure, "");
}

TEST_F(TimelineTest, OneThatCannotEndSaysWhy) {
  run({{1s, 1s, scenario::RedisStalled{}}}, [](NotedActions& actions) { actions.fails = "end 0"; });
  EXPECT_EQ(happened_[0].began, 1s);
  EXPECT_EQ(happened_[0].ended, std::nullopt);
  EXPECT_EQ(happened_[0].failure, "it is told to");
}

TEST_F(TimelineTest, WhatHasNotComeOrNotEndedWhenTheRunIsOverHasFailed) {
  run({{9s, 3s, scenario::RedisStalled{}}, {11s, 0s, scenario::Flush{}}});
  EXPECT_FALSE(is_done_);
  EXPECT_EQ(happened_[0].failure, "the run was over before it had ended");
  EXPECT_EQ(happened_[1].failure, "the run was over before it was due");
}

TEST_F(TimelineTest, WithoutFaultsThereIsNothingToDo) {
  run({});
  EXPECT_TRUE(is_done_);
  EXPECT_TRUE(happened_.empty());
}

}  // namespace
}  // namespace stampede::faults

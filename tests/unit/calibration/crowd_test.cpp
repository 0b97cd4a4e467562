// Fibers that begin at once, and the time until the last of them is done.
#include "simulator/calibration/crowd.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/fakes/jumping_clock.h"

namespace stampede::calibration {
namespace {

using namespace std::chrono_literals;

class CrowdTest : public testing::Test {
 protected:
  void in_crowd(std::size_t size, const std::function<void(runtime::Scheduler&, Crowd&)>& body) {
    runtime::Scheduler::run(clock_, [&](runtime::Scheduler& scheduler) {
      Crowd crowd(scheduler, size);
      body(scheduler, crowd);
    });
  }

  JumpingClock clock_;
};

TEST_F(CrowdTest, TakesAsLongAsItsSlowestMember) {
  in_crowd(10, [](runtime::Scheduler& scheduler, Crowd& crowd) {
    const auto sleep = [&](std::size_t i) { scheduler.sleep_until(scheduler.now() + (i + 1) * 10ms); };
    EXPECT_EQ(crowd.run(10, sleep), 100ms);
    EXPECT_EQ(crowd.run(3, sleep), 30ms);
    EXPECT_EQ(crowd.run(1, sleep), 10ms);
  });
}

TEST_F(CrowdTest, CallsTheFirstMembersOnceEach) {
  in_crowd(5, [](runtime::Scheduler&, Crowd& crowd) {
    std::vector<std::size_t> called;
    const auto note = [&](std::size_t i) { called.push_back(i); };
    crowd.run(3, note);
    EXPECT_THAT(called, testing::UnorderedElementsAre(0, 1, 2));
    crowd.run(5, note);
    EXPECT_EQ(called.size(), 8U);
  });
}

TEST_F(CrowdTest, ThrowsWhatAMemberThrewWhenAllHaveEnded) {
  in_crowd(3, [](runtime::Scheduler& scheduler, Crowd& crowd) {
    std::size_t ended = 0;
    const auto task = [&](std::size_t i) {
      if (i == 0) throw std::runtime_error("no answer");
      scheduler.sleep_until(scheduler.now() + 1s);
      ++ended;
    };
    EXPECT_THROW(crowd.run(3, task), std::runtime_error);
    EXPECT_EQ(ended, 2U);
    EXPECT_EQ(crowd.run(2, [](std::size_t) {}), 0s);  // it can go on
  });
}

TEST_F(CrowdTest, HasNoMoreMembersThanItHas) {
  in_crowd(2, [](runtime::Scheduler&, Crowd& crowd) {
    EXPECT_THROW(crowd.run(3, [](std::size_t) {}), std::invalid_argument);
  });
}

}  // namespace
}  // namespace stampede::calibration

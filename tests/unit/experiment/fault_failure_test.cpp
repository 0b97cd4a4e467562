// A fault that a world cannot carry out: the run says so, and is not to be trusted.
#include <gmock/gmock.h>

#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class FaultFailure : public RunTest {
 protected:
  FaultFailure() {
    scenario_.duration = 1s;
    scenario_.load = {scenario::Burst{10, 0s}};
  }
};

TEST_F(FaultFailure, MakesTheRunNotValidAndSaysWhy) {
  scenario_.faults = {{500ms, 100ms, scenario::RedisStalled{}}, {700ms, 0s, scenario::Flush{}}};
  const auto result = run();
  EXPECT_FALSE(result.valid);
  ASSERT_EQ(result.warnings.size(), 3U);  // one for each, and few samples
  EXPECT_TRUE(warns(result, "fault_failed"));
  EXPECT_THAT(result.warnings[1].text, testing::StartsWith("redis_stalled did not happen as the scenario says (this "
                                                           "world has no Redis that anything could be done to)"));
  ASSERT_EQ(result.faults.size(), 2U);
  EXPECT_EQ(result.faults[0].began_s, std::nullopt);
  EXPECT_NE(result.faults[0].failure, "");
  EXPECT_EQ(result.metrics.at("requests"), 10);
}

TEST_F(FaultFailure, IsNoneOfAFaultThatNeedsNoRedis) {
  scenario_.faults = {{0ms, 1s, scenario::OriginDown{}}};
  scenario_.load = {scenario::Burst{10, 1ms}};
  const auto result = run();
  EXPECT_TRUE(result.valid);
  EXPECT_EQ(result.metrics.at("errors.origin"), 10);
  EXPECT_EQ(result.faults.at(0).seen.at("computations"), 10);
}

// The load is over long before, and answered.
TEST_F(FaultFailure, IsNotThatTheRunWasOverBeforeItCame) {
  scenario_.faults = {{900ms, 100ms, scenario::OriginDown{}}};
  const auto result = run();
  EXPECT_EQ(result.faults.at(0).began_s, 0.9);
  EXPECT_EQ(result.faults.at(0).ended_s, 1.0);
  EXPECT_EQ(result.faults.at(0).failure, "");
}

}  // namespace
}  // namespace stampede::experiment

// The thread's time from the first request of a burst until all are answered, and the commands in it.
#include "simulator/experiment/burst_cpu.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>
#include <vector>

#include "simulator/experiment/virtual_world.h"
#include "tests/unit/experiment/scripted_strategy.h"

namespace stampede::experiment {
namespace {

using namespace std::chrono_literals;

class BurstCpuTest : public testing::Test {
 protected:
  runtime::Interrupt interrupt_;
  VirtualWorld world_{interrupt_};
  Script script_;
};

TEST_F(BurstCpuTest, IsWhatPassesOnTheThreadsClock) {
  script_.get = [](Environment& environment, const Key& key) {
    environment.redis.get({key.name});
    environment.redis.get({key.name});
    return Answer::empty();
  };
  std::vector<std::size_t> asked_by_then;
  const auto thread_time = [&] {
    asked_by_then.push_back(script_.asked.size());
    return asked_by_then.size() == 1 ? Duration(5ms) : Duration(12ms);
  };
  const BurstCpu used = cpu_of_burst(world_, Script::info(), {}, 600, thread_time);
  EXPECT_EQ(used.time, 7ms);
  EXPECT_EQ(used.commands, 1200U);
  EXPECT_EQ(asked_by_then, (std::vector<std::size_t>{0, 600}));
}

TEST_F(BurstCpuTest, GivesEachRequestAWorkerOfItsOwn) {
  std::set<std::pair<std::size_t, std::size_t>> workers;
  script_.get = [&](Environment& environment, const Key& key) {
    workers.insert({environment.placement.node(), environment.placement.current_worker()});
    environment.redis.get({key.name});
    return Answer::empty();
  };
  cpu_of_burst(world_, Script::info(), {}, kLargestCpuBurst, [] { return 0ms; });
  EXPECT_EQ(workers.size(), kLargestCpuBurst);
}

TEST_F(BurstCpuTest, IdleRequestsSendNothing) {
  EXPECT_EQ(cpu_of_burst(world_, idle_strategy(), {}, 100, [] { return 0ms; }).commands, 0U);
}

TEST_F(BurstCpuTest, RefusesToMeasureErrors) {
  script_.get = [](Environment& environment, const Key&) {
    environment.redis.call({"NONSENSE"});
    return Answer::empty();
  };
  EXPECT_THROW(cpu_of_burst(world_, Script::info(), {}, 10, [] { return 0ms; }), EnvironmentError);
}

TEST_F(BurstCpuTest, EndsWhenItIsInterrupted) {
  interrupt_.raise();
  EXPECT_THROW(cpu_of_burst(world_, idle_strategy(), {}, 10, [] { return 0ms; }), Interrupted);
}

}  // namespace
}  // namespace stampede::experiment

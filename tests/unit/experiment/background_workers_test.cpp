// When background work is at rest, also after replies of the broker were lost.
#include <gmock/gmock.h>

#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

// Each request leaves a task of one second to the background.
class BackgroundRest : public RunTest {
 protected:
  BackgroundRest() {
    scenario_.background.workers = 1;
    scenario_.duration = 1s;
    scenario_.settle = 30s;
    scenario_.load = {scenario::ConstantLoad{.rate_per_s = 10, .from = 0s, .length = 300ms}};
    script_.get = [](Environment& environment, const Key& key) {
      environment.background.enqueue(key);
      return Answer::empty();
    };
    script_.run_task = [this](Environment& environment, const Key&) {
      environment.clock.sleep_for(1s);
      ++tasks_finished_;
    };
  }

  // The reply to the command of this name with this number, from 0, gets lost.
  void lose_reply(std::string_view name, std::size_t number) {
    world_.loses_reply = [name, number, seen = std::size_t{0}](std::string_view command) mutable {
      return command == name && seen++ == number;
    };
  }

  std::size_t tasks_finished_ = 0;
};

TEST_F(BackgroundRest, ComesWhenAllTasksAreDone) {
  const auto result = run();
  EXPECT_EQ(tasks_finished_, 3U);
  EXPECT_EQ(result.metrics.at("answers.empty"), 3);
  EXPECT_FALSE(warns(result, "not_at_rest"));
}

// Counted as one of the others, it would make the run end before the last task.
TEST_F(BackgroundRest, ComesAfterATaskWhoseSenderGotAnError) {
  for (const std::size_t number : {0U, 1U, 2U}) {
    tasks_finished_ = 0;
    lose_reply("LPUSH", number);
    const auto result = run();
    EXPECT_EQ(tasks_finished_, 3U) << number;
    EXPECT_EQ(result.metrics.at("answers.empty"), 2);
    EXPECT_EQ(result.metrics.at("errors.redis"), 1);
    EXPECT_FALSE(warns(result, "not_at_rest"));
  }
}

TEST_F(BackgroundRest, ComesAlthoughATaskWasPoppedForNobody) {
  for (const std::size_t number : {0U, 1U, 2U}) {
    tasks_finished_ = 0;
    lose_reply("BRPOP", number);
    const auto result = run();
    EXPECT_EQ(tasks_finished_, 2U) << number;
    EXPECT_EQ(result.metrics.at("answers.empty"), 3);
    EXPECT_FALSE(warns(result, "not_at_rest"));
  }
}

TEST_F(BackgroundRest, ComesWhenSenderAndWorkerHaveBothLostTheirReplies) {
  world_.loses_reply = [pushes = 0, pops = 0](std::string_view command) mutable {
    return (command == "LPUSH" && ++pushes == 2) || (command == "BRPOP" && ++pops == 1);
  };
  const auto result = run();
  EXPECT_EQ(tasks_finished_, 2U);
  EXPECT_FALSE(warns(result, "not_at_rest"));
}

TEST_F(BackgroundRest, DoesNotComeWhileATaskIsUnderWay) {
  scenario_.settle = 1s;
  lose_reply("LPUSH", 0);
  EXPECT_TRUE(warns(run(), "not_at_rest"));
}

}  // namespace
}  // namespace stampede::experiment

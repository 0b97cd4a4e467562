// A strategy that waits for ever is found out in virtual time, and told apart from one that only takes its time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/laws/virtual_run.h"

namespace stampede::laws {
namespace {

enum class Waits { for_ever, with_a_deadline };

// The first request computes, and forgets to wake those who wait for it.
template <Waits waits>
class Forgetful final : public Strategy {
 public:
  explicit Forgetful(Environment& environment) : environment_(environment), list_(environment.waiting.make_list()) {}

  Answer get(const Key& key) override {
    if (!std::exchange(computing_, true)) return environment_.origin.compute(key).answer();
    if (waits == Waits::for_ever) {
      list_->wait(std::nullopt);
    } else {
      list_->wait(1h);
    }
    return Answer::empty();
  }

 private:
  Environment& environment_;
  std::unique_ptr<WaitList> list_;
  bool computing_ = false;
};

template <typename Made>
StrategyInfo info_of() {
  return {.name = "forgetful",
          .summary = "Waits.",
          .description = {},
          .when_to_choose = {},
          .provenance = {},
          .guarantees = {},
          .costs = {},
          .parameters = {},
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<Made>(environment);
          }};
}

reports::RunResult run_with(const StrategyInfo& info) {
  scenario::Scenario scenario = without_network();
  scenario.load = {scenario::Burst{.requests = 10, .at = 0s}};
  scenario.duration = 1s;
  return run_virtually(scenario, info, choice_of(info, {}, scenario.freshness));
}

const reports::Warning* find_deadlock(const reports::RunResult& run) {
  const auto found = std::find_if(run.warnings.begin(), run.warnings.end(),
                                  [](const reports::Warning& warning) { return warning.id == "virtual_deadlock"; });
  return found == run.warnings.end() ? nullptr : &*found;
}

TEST(VirtualDeadlock, IsReportedWithWhoWaitsForWhat) {
  const reports::RunResult run = run_with(info_of<Forgetful<Waits::for_ever>>());
  const reports::Warning* const warning = find_deadlock(run);
  ASSERT_NE(warning, nullptr);
  EXPECT_THAT(warning->text, testing::HasSubstr("9 x worker wait for another request to wake it"));
  EXPECT_EQ(run.metrics.at("errors.unanswered"), 9);
  EXPECT_EQ(run.metrics.at("answers.fresh"), 1);
}

TEST(VirtualDeadlock, IsNoneWhereADeadlineEndsTheWait) {
  const reports::RunResult run = run_with(info_of<Forgetful<Waits::with_a_deadline>>());
  EXPECT_EQ(find_deadlock(run), nullptr);
  EXPECT_EQ(run.metrics.at("errors.unanswered"), 9);
}

}  // namespace
}  // namespace stampede::laws

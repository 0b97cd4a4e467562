// Running a sweep: the same results however many run at once, whatever was done before, and however it ends.
#include "simulator/sweep/sweep.h"
#include "strategies/layers.h"

#include <gmock/gmock.h>

#include <atomic>
#include <set>

#include "example_plan.h"
#include "reports/result/result_json.h"
#include "simulator/experiment/run.h"
#include "simulator/experiment/virtual_world.h"
#include "simulator/measure/internal_error.h"

namespace stampede::sweep {
namespace {

using testing::HasSubstr;

Plan example() { return good_plan({"topology.nodes=1,2", "load[0].poisson=50..150 step 50"}, 3); }

struct Sweeper {
  SweepOutcome run(const Plan& plan, std::size_t jobs, std::map<std::size_t, reports::RunResult> finished = {}) {
    SweepHooks hooks;
    hooks.on_run = [this](std::size_t index, const reports::RunResult& run) {
      made.emplace(index, run);
      if (made.size() == interrupt_after) interrupt.raise();
      if (made.size() == fail_after) throw std::runtime_error("no space left");
    };
    hooks.on_progress = [this](const SweepProgress& now) { progress = now; };
    hooks.now = [this] { return TimePoint(std::chrono::milliseconds(++ticks)); };
    return run_sweep(plan, registry(), jobs, interrupt, std::move(finished), hooks);
  }

  runtime::Interrupt interrupt;
  std::size_t interrupt_after = 0;
  std::size_t fail_after = 0;
  std::atomic<int> ticks{0};
  std::map<std::size_t, reports::RunResult> made;
  SweepProgress progress;
};

std::vector<std::string> lines_of(const SweepOutcome& outcome) {
  std::vector<std::string> lines;
  for (const reports::RunResult& run : outcome.runs) lines.push_back(reports::to_json_line(run));
  return lines;
}

TEST(Sweep, RunsAreThoseOfThePlanInItsOrder) {
  const Plan plan = example();
  Sweeper sweeper;
  const SweepOutcome outcome = sweeper.run(plan, 2);
  EXPECT_FALSE(outcome.interrupted);
  ASSERT_EQ(outcome.runs.size(), plan.runs.size());
  runtime::Interrupt interrupt;
  experiment::VirtualWorld world(interrupt);
  std::set<std::string> fingerprints;
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    const PlannedRun& planned = plan.runs[i];
    const Point& point = plan.points[planned.point];
    const scenario::StrategyChoice& choice = point.scenario.strategies[planned.choice];
    const reports::RunResult alone = experiment::run_once(
        world, point.scenario, *find_strategy_or_stack(registry(), choice.name), choice, planned.repetition);
    const reports::RunResult& run = outcome.runs[i];
    EXPECT_EQ(run.metrics, alone.metrics);
    EXPECT_EQ(run.fingerprint, alone.fingerprint);
    EXPECT_EQ(run.label, alone.label);
    EXPECT_EQ(run.seed, plan.base.seed + planned.repetition);
    EXPECT_EQ(run.point, point.settings);
    EXPECT_TRUE(run.series.columns.empty());
    EXPECT_TRUE(run.histograms.empty());
    EXPECT_EQ(reports::to_json_line(sweeper.made.at(i)), reports::to_json_line(run));
    fingerprints.insert(run.fingerprint);
  }
  EXPECT_EQ(fingerprints.size(), plan.runs.size());
  EXPECT_EQ(sweeper.progress.finished, plan.runs.size());
  EXPECT_EQ(sweeper.progress.total, plan.runs.size());
  EXPECT_EQ(sweeper.progress.left, Duration::zero());
}

TEST(Sweep, ResultsDoNotDependOnTheNumberOfJobs) {
  const Plan plan = example();
  const std::vector<std::string> expected = lines_of(Sweeper().run(plan, 1));
  for (const std::size_t jobs : {2U, 3U, 8U, 1000U}) EXPECT_EQ(lines_of(Sweeper().run(plan, jobs)), expected) << jobs;
}

TEST(Sweep, GoesOnAfterAnInterruption) {
  const Plan plan = example();
  const std::vector<std::string> expected = lines_of(Sweeper().run(plan, 1));
  for (const std::size_t after : {1U, 5U, 17U, 30U}) {
    Sweeper first;
    first.interrupt_after = after;
    const SweepOutcome half = first.run(plan, 2);
    EXPECT_TRUE(half.interrupted);
    EXPECT_GE(half.finished, after);
    EXPECT_LT(half.finished, plan.runs.size());
    EXPECT_EQ(half.finished, first.made.size());
    Sweeper second;
    EXPECT_EQ(lines_of(second.run(plan, 2, first.made)), expected);
    EXPECT_EQ(second.made.size() + first.made.size(), plan.runs.size());
  }
}

TEST(Sweep, MakesNothingWhereAllIsFinished) {
  const Plan plan = example();
  Sweeper first;
  const SweepOutcome all = first.run(plan, 2);
  Sweeper second;
  EXPECT_EQ(lines_of(second.run(plan, 2, first.made)), lines_of(all));
  EXPECT_TRUE(second.made.empty());
}

TEST(Sweep, BeginsWithOneSeedOfEachPoint) {
  const Plan plan = example();
  std::vector<std::uint32_t> repetitions;
  SweepHooks hooks;
  hooks.on_run = [&](std::size_t index, const reports::RunResult&) {
    repetitions.push_back(plan.runs[index].repetition);
  };
  hooks.now = [] { return TimePoint(); };
  const runtime::Interrupt interrupt;
  run_sweep(plan, registry(), 1, interrupt, {}, hooks);
  EXPECT_TRUE(std::is_sorted(repetitions.begin(), repetitions.end()));
}

TEST(Sweep, EndsWhenAHookFails) {
  Sweeper sweeper;
  sweeper.fail_after = 3;
  EXPECT_THAT([&] { sweeper.run(example(), 2); }, testing::ThrowsMessage<std::runtime_error>("no space left"));
  EXPECT_EQ(sweeper.made.size(), 3U);
}

// A run that cannot even begin: the message says which it was.
TEST(Sweep, NamesTheRunThatFails) {
  Plan plan = example();
  StrategyInfo broken;
  broken.name = "plain_ttl";
  broken.create = [](Environment&) -> std::unique_ptr<Strategy> { throw std::runtime_error("broken strategy"); };
  StrategyInfo other = broken;
  other.name = "mutex_stale";
  Registry failing;
  failing.add(broken);
  failing.add(other);
  const runtime::Interrupt interrupt;
  SweepHooks hooks;
  hooks.now = [] { return TimePoint(); };
  std::string said;
  try {
    run_sweep(plan, failing, 1, interrupt, {}, hooks);
  } catch (const measure::InternalError& error) {
    said = error.what();
  }
  EXPECT_THAT(said, HasSubstr("topology.nodes=1 load[0].poisson=50 plain_ttl seed=42: broken strategy"));
}

}  // namespace
}  // namespace stampede::sweep

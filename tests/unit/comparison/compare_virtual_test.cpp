// Virtual runs: exact, whatever the size of the change.
#include <gmock/gmock.h>

#include <cmath>

#include "tests/unit/comparison/example_results.h"

namespace stampede::reports {
namespace {

using testing::HasSubstr;

Result one_run(Metrics metrics) { return made_result({made_run("plain_ttl", "virtual", 0, std::move(metrics))}); }

TEST(CompareVirtual, EqualRunsAreIdentical) {
  const Result result = one_run({{"requests", 10}, {"latency_ms.p99", 1.5}});
  const Comparison comparison = held_against(result, result);
  EXPECT_EQ(only_strategy(comparison).status, Status::identical);
  EXPECT_EQ(only_strategy(comparison).metrics_compared, 2U);
  EXPECT_TRUE(only_strategy(comparison).metrics.empty());
  EXPECT_EQ(outcome_of(comparison), Outcome::no_regression);
}

TEST(CompareVirtual, TheSmallestChangeForTheWorseIsARegression) {
  const double value = 1.5;
  const Comparison comparison =
      held_against(one_run({{"latency_ms.p99", value}}), one_run({{"latency_ms.p99", std::nextafter(value, 2)}}));
  EXPECT_EQ(verdict_of(only_strategy(comparison), "latency_ms.p99"), Verdict::regression);
  EXPECT_EQ(outcome_of(comparison), Outcome::regression);
}

TEST(CompareVirtual, TheRegistrySaysWhatIsBetter) {
  const Comparison comparison =
      held_against(one_run({{"answers.fresh", 10}, {"recomputations.total", 10}, {"requests", 10}, {"unknown", 1}}),
                   one_run({{"answers.fresh", 9}, {"recomputations.total", 9}, {"requests", 9}, {"unknown", 2}}));
  const StrategyComparison& strategy = only_strategy(comparison);
  EXPECT_EQ(verdict_of(strategy, "answers.fresh"), Verdict::regression);
  EXPECT_EQ(verdict_of(strategy, "recomputations.total"), Verdict::improvement);
  EXPECT_EQ(verdict_of(strategy, "requests"), Verdict::changed);
  EXPECT_EQ(verdict_of(strategy, "unknown"), Verdict::changed);
}

TEST(CompareVirtual, WhatIsOnlyBetterOrNeitherPasses) {
  const Comparison comparison = held_against(one_run({{"latency_ms.p99", 2}, {"requests", 10}}),
                                             one_run({{"latency_ms.p99", 1}, {"requests", 11}}));
  EXPECT_EQ(outcome_of(comparison), Outcome::no_regression);
}

TEST(CompareVirtual, AMetricThatAppearsOrGoesHasNoDirection) {
  const Comparison comparison =
      held_against(one_run({{"recovery_s", 2}, {"requests", 1}}), one_run({{"stale_by_s.max", 1}, {"requests", 1}}));
  EXPECT_EQ(verdict_of(only_strategy(comparison), "recovery_s"), Verdict::changed);
  EXPECT_EQ(verdict_of(only_strategy(comparison), "stale_by_s.max"), Verdict::changed);
  EXPECT_FALSE(find_metric_in(only_strategy(comparison), "recovery_s")->head);
}

TEST(CompareVirtual, NothingSpeaksForOrAgainstTheBound) {
  Result before = one_run({{"latency_ms.p99", 1}});
  before.runs[0].bound = true;
  Result after = before;
  after.runs[0].metrics["latency_ms.p99"] = 2;
  EXPECT_EQ(verdict_of(only_strategy(held_against(before, after)), "latency_ms.p99"), Verdict::changed);
}

TEST(CompareVirtual, OfSeveralSeedsTheWorstIsShown) {
  const auto runs = [](double first, double second, double third) {
    return made_result({made_run("a", "virtual", 0, {{"latency_ms.p99", first}}),
                        made_run("a", "virtual", 1, {{"latency_ms.p99", second}}),
                        made_run("a", "virtual", 2, {{"latency_ms.p99", third}})});
  };
  const Comparison comparison = held_against(runs(10, 20, 30), runs(11, 25, 20));
  const MetricComparison* const metric = find_metric_in(only_strategy(comparison), "latency_ms.p99");
  ASSERT_NE(metric, nullptr);
  EXPECT_EQ(metric->verdict, Verdict::regression) << "one that got better does not make up for it";
  EXPECT_EQ(metric->baseline->value, 20);
  EXPECT_EQ(metric->head->value, 25);
  EXPECT_EQ(metric->note, "in 2 of 3 runs, most with seed 43; otherwise in 1");
}

TEST(CompareVirtual, OnlyRunsOfTheSameSeedAreComparedAndTheOthersNamed) {
  const Result before =
      made_result({made_run("a", "virtual", 0, {{"requests", 1}}), made_run("a", "virtual", 1, {{"requests", 2}})});
  const Result after =
      made_result({made_run("a", "virtual", 1, {{"requests", 2}}), made_run("a", "virtual", 2, {{"requests", 3}})});
  const Comparison comparison = held_against(before, after);
  EXPECT_EQ(only_strategy(comparison).status, Status::identical);
  EXPECT_EQ(only_strategy(comparison).reason,
            "Of 2 runs in the baseline 1 have one of the same seed in the head (seeds 42, 43, and 43, 44).");
  EXPECT_EQ(outcome_of(comparison), Outcome::not_all_judged);
  const Comparison none = held_against(made_result({before.runs[0]}), made_result({after.runs[1]}));
  EXPECT_EQ(only_strategy(none).status, Status::not_judged);
  EXPECT_EQ(outcome_of(none), Outcome::not_all_judged);
}

TEST(CompareVirtual, FurtherSeedsOfTheHeadAreOnlyRemarkedUpon) {
  const Result before = made_result({made_run("a", "virtual", 0, {{"requests", 1}})});
  const Result after =
      made_result({made_run("a", "virtual", 0, {{"requests", 1}}), made_run("a", "virtual", 1, {{"requests", 1}})});
  const Comparison comparison = held_against(before, after);
  EXPECT_EQ(outcome_of(comparison), Outcome::no_regression);
  ASSERT_EQ(only_strategy(comparison).remarks.size(), 1U);
  EXPECT_EQ(only_strategy(comparison).remarks[0], "1 of 2 runs in the head have no counterpart of the same seed.");
}

TEST(CompareVirtual, ARunThatIsNotValidIsNotCompared) {
  const Result before = one_run({{"requests", 1}, {"latency_ms.p99", 1}});
  Result after = one_run({{"requests", 1}, {"latency_ms.p99", 2}});
  after.runs[0].valid = false;
  const Comparison comparison = held_against(before, after);
  EXPECT_EQ(only_strategy(comparison).status, Status::not_judged);
  EXPECT_THAT(only_strategy(comparison).reason, HasSubstr("not valid"));
  EXPECT_EQ(only_strategy(comparison).head, (RunCount{1, 0}));
  EXPECT_EQ(outcome_of(comparison), Outcome::not_all_judged);
}

// Counting stopped at so much; how much it would have become is unknown.
TEST(CompareVirtual, LowerBoundsAreJudgedOnlyWhereTheyProveSomething) {
  const auto verdict = [](double before, bool before_cut, double after, bool after_cut) {
    const auto result = [](double value, bool cut) {
      Result made = one_run({{"recomputations.total", value}, {"latency_ms.p99", value}});
      if (cut) made.runs[0].warnings.push_back({"not_at_rest", "Work went on."});
      return made;
    };
    const Comparison comparison = held_against(result(before, before_cut), result(after, after_cut));
    EXPECT_EQ(verdict_of(only_strategy(comparison), "latency_ms.p99"),
              after > before ? Verdict::regression : Verdict::improvement)
        << "latencies were all measured";
    return verdict_of(only_strategy(comparison), "recomputations.total");
  };
  EXPECT_EQ(verdict(10, false, 15, true), Verdict::regression) << "at least 15 are more than 10";
  EXPECT_EQ(verdict(10, true, 15, false), Verdict::changed);
  EXPECT_EQ(verdict(10, true, 15, true), Verdict::changed);
  EXPECT_EQ(verdict(15, true, 10, false), Verdict::improvement) << "10 are fewer than at least 15";
  EXPECT_EQ(verdict(15, false, 10, true), Verdict::changed);
}

TEST(CompareVirtual, EqualMetricsOfDifferentRunsAreNotCalledIdentical) {
  const Result before = one_run({{"requests", 1}});
  Result after = before;
  after.runs[0].fingerprint = "other";
  const Comparison comparison = held_against(before, after);
  EXPECT_EQ(only_strategy(comparison).status, Status::compared);
  EXPECT_TRUE(only_strategy(comparison).metrics.empty());
}

}  // namespace
}  // namespace stampede::reports

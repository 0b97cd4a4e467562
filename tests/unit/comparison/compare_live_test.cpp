// Live runs: worse, significant and beyond the floor; and when nothing is said at all.
#include <gmock/gmock.h>

#include "reports/statistics/mann_whitney.h"
#include "tests/unit/comparison/example_results.h"

namespace stampede::reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result live(const Metrics& metrics, std::uint32_t count = 9) { return made_result(live_runs("a", metrics, count)); }

Verdict latency_verdict(double before, double after, std::uint32_t count = 9) {
  return verdict_of(
      only_strategy(held_against(live({{"latency_ms.p99", before}}, count), live({{"latency_ms.p99", after}}, count))),
      "latency_ms.p99");
}

TEST(CompareLive, WorseSignificantAndBeyondTheFloorIsARegression) {
  EXPECT_EQ(latency_verdict(100, 110), Verdict::regression);
  EXPECT_EQ(latency_verdict(110, 100), Verdict::improvement);
  EXPECT_EQ(latency_verdict(100, 104), Verdict::unchanged) << "significant, but below 5 %";
  EXPECT_EQ(latency_verdict(1, 1.09), Verdict::unchanged) << "significant, but below 0.1 ms";
}

TEST(CompareLive, BeyondTheFloorButNotSignificantIsNone) {
  std::vector<RunResult> before;
  std::vector<RunResult> after;
  for (std::uint32_t i = 0; i < 9; ++i) {
    before.push_back(made_run("a", "live", i, {{"latency_ms.p99", 100 + 30.0 * i}}));
    after.push_back(made_run("a", "live", i, {{"latency_ms.p99", 120 + 30.0 * i}}));
  }
  const Comparison comparison = held_against(made_result(before), made_result(after));
  const MetricComparison* const metric = find_metric_in(only_strategy(comparison), "latency_ms.p99");
  EXPECT_EQ(metric->verdict, Verdict::unchanged);
  EXPECT_EQ(metric->baseline->value, 220);
  EXPECT_EQ(metric->baseline->interval, (Interval{130, 310}));
  EXPECT_GT(metric->evidence->p_value, 0.05);
}

TEST(CompareLive, EvidenceIsThatOfTheStatistics) {
  const Comparison comparison =
      held_against(live({{"latency_ms.p99", 100}, {"latency_ms.p50", 100}, {"errors.timeout", 0}}),
                   live({{"latency_ms.p99", 110}, {"latency_ms.p50", 100}, {"errors.timeout", 0}}));
  const StrategyComparison& strategy = only_strategy(comparison);
  const MetricComparison* const changed = find_metric_in(strategy, "latency_ms.p99");
  EXPECT_DOUBLE_EQ(changed->evidence->p_value, least_p_value(9, 9));
  EXPECT_DOUBLE_EQ(changed->evidence->p_holm, 2 * least_p_value(9, 9)) << "two metrics vary, the third cannot";
  EXPECT_EQ(changed->evidence->effect, 1);
  EXPECT_DOUBLE_EQ(find_metric_in(strategy, "latency_ms.p50")->evidence->p_holm, 1);
  EXPECT_FALSE(find_metric_in(strategy, "errors.timeout")->evidence);
  EXPECT_EQ(strategy.metrics_compared, 3U);
}

TEST(CompareLive, ManyMetricsAreCorrectedForTogether) {
  // Complete separation of three and nine: p = 2/220, enough for five metrics, but not for six.
  const auto regressions = [](std::size_t strategies) {
    std::vector<RunResult> before;
    std::vector<RunResult> after;
    for (std::size_t i = 0; i < strategies; ++i) {
      const std::string label = "s" + std::to_string(i);
      for (RunResult& run : live_runs(label, {{"latency_ms.p99", 100}}, 3)) before.push_back(run);
      for (RunResult& run : live_runs(label, {{"latency_ms.p99", i == 0 ? 200.0 : 100.0}}, 9)) after.push_back(run);
    }
    const Comparison comparison = held_against(made_result(before), made_result(after), {.repetitions_min = 3});
    return tally_of(comparison.scenarios).regressions;
  };
  EXPECT_EQ(regressions(5), 1U);
  EXPECT_EQ(regressions(6), 0U);
}

TEST(CompareLive, WhereNothingCouldBeSignificantItSaysSo) {
  std::vector<RunResult> runs;
  for (int i = 0; i < 10; ++i) {
    for (RunResult& run : live_runs("s" + std::to_string(i), {{"latency_ms.p99", 100}}, 4)) runs.push_back(run);
  }
  const Result result = made_result(runs);
  const Comparison comparison = held_against(result, result, {.repetitions_min = 4});
  EXPECT_THAT(comparison.scenarios[0].remarks,
              ElementsAre("10 metrics were tested at once: with 4 repetitions not even the clearest change is "
                          "significant. Take 6."));
}

TEST(CompareLive, TooFewRepetitionsAreNeverCompared) {
  const Comparison comparison = held_against(live({{"latency_ms.p99", 100}}, 9), live({{"latency_ms.p99", 900}}, 8));
  EXPECT_EQ(only_strategy(comparison).status, Status::not_judged);
  EXPECT_EQ(only_strategy(comparison).reason,
            "Too few repetitions to judge: 9 valid in the baseline and 8 in the head, 9 are needed on each side "
            "(run --repetitions 9).");
  EXPECT_TRUE(only_strategy(comparison).metrics.empty());
  EXPECT_EQ(outcome_of(comparison), Outcome::not_all_judged);
}

TEST(CompareLive, RunsThatAreNotValidDoNotCount) {
  Result head = live({{"latency_ms.p99", 100}}, 10);
  head.runs[0].valid = false;
  head.runs[0].metrics["latency_ms.p99"] = 1e9;
  const Comparison enough = held_against(live({{"latency_ms.p99", 100}}), head);
  EXPECT_EQ(only_strategy(enough).status, Status::compared);
  EXPECT_NEAR(find_metric_in(only_strategy(enough), "latency_ms.p99")->head->value, 100.5, 0.01);
  EXPECT_THAT(only_strategy(enough).remarks,
              ElementsAre("0 of 9 runs of the baseline and 1 of 10 of the head are not valid, and left out."));
  EXPECT_EQ(outcome_of(enough), Outcome::no_regression) << "those that are left are enough";

  head.runs[1].valid = false;
  const Comparison too_few = held_against(live({{"latency_ms.p99", 100}}), head);
  EXPECT_EQ(only_strategy(too_few).status, Status::not_judged);
  EXPECT_THAT(only_strategy(too_few).reason, HasSubstr("9 valid in the baseline and 8 of 10 in the head"));
}

TEST(CompareLive, AMetricThatFewRunsHaveIsNotJudged) {
  Result before = live({{"stale_by_s.max", 1}, {"latency_ms.p99", 1}});
  before.runs[3].metrics.erase("stale_by_s.max");
  const Comparison comparison = held_against(before, live({{"stale_by_s.max", 9}, {"latency_ms.p99", 1}}));
  EXPECT_EQ(verdict_of(only_strategy(comparison), "stale_by_s.max"), Verdict::not_judged);
  EXPECT_EQ(find_metric_in(only_strategy(comparison), "stale_by_s.max")->note,
            "8 of 9 and 9 of 9 repetitions have a value");
  EXPECT_EQ(only_strategy(comparison).metrics_compared, 1U);
}

TEST(CompareLive, HarmThatIsRareIsShownThoughNotSignificant) {
  const Result before = live({{"answers.foreign", 0}, {"errors.timeout", 1}, {"latency_ms.p99", 1}});
  Result after = before;
  after.runs[4].metrics["answers.foreign"] = 3;
  after.runs[4].metrics["errors.timeout"] = 3;
  const Comparison comparison = held_against(before, after);
  EXPECT_EQ(verdict_of(only_strategy(comparison), "answers.foreign"), Verdict::changed);
  EXPECT_EQ(find_metric_in(only_strategy(comparison), "answers.foreign")->note,
            "up to 3 in 1 of 9 repetitions, in none of the baseline");
  EXPECT_EQ(verdict_of(only_strategy(comparison), "errors.timeout"), Verdict::unchanged) << "there were some before";
  EXPECT_EQ(outcome_of(comparison), Outcome::no_regression);
}

TEST(CompareLive, LowerBoundsAreMarkedAndJudgedOnlyWhereTheyProveSomething) {
  Result before = live({{"recomputations.total", 100}});
  Result after = live({{"recomputations.total", 200}});
  before.runs[0].warnings.push_back({"not_at_rest", "Work went on."});
  const Comparison unknown = held_against(before, after);
  EXPECT_EQ(verdict_of(only_strategy(unknown), "recomputations.total"), Verdict::changed);
  EXPECT_TRUE(find_metric_in(only_strategy(unknown), "recomputations.total")->baseline->at_least);
  EXPECT_EQ(verdict_of(only_strategy(held_against(after, before)), "recomputations.total"), Verdict::changed);
  std::swap(before.runs[0].warnings, after.runs[0].warnings);
  EXPECT_EQ(verdict_of(only_strategy(held_against(before, after)), "recomputations.total"), Verdict::regression);
}

TEST(CompareLive, TheBoundIsNotCompared) {
  Result before = live({{"latency_ms.p99", 1}});
  Result after = live({{"latency_ms.p99", 2}});
  for (Result* side : {&before, &after}) {
    for (RunResult& run : side->runs) run.bound = true;
  }
  EXPECT_TRUE(only_strategy(held_against(before, after)).metrics.empty());
}

TEST(CompareLive, OtherSeedsAreRemarkedUpon) {
  Result after = live({{"latency_ms.p99", 1}});
  for (RunResult& run : after.runs) run.seed += 100;
  EXPECT_THAT(only_strategy(held_against(live({{"latency_ms.p99", 1}}), after)).remarks,
              ElementsAre("The seeds differ (from 42 and from 142): other requests and compute times."));
}

}  // namespace
}  // namespace stampede::reports

// Who comes first, and who is compared with nobody.
#include "reports/html/standing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/decision_table.h"
#include "reports/html/value_text.h"
#include "reports/html/verdict.h"

namespace stampede::reports::html {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

RunResult run_of(const std::string& label, double p99, double recomputations = 1) {
  RunResult run;
  run.strategy = label;
  run.label = label;
  run.world = "virtual";
  run.metrics = {{"requests", 100},
                 {"latency_ms.p99", p99},
                 {"recomputations.total", recomputations},
                 {"answers.empty", 0},
                 {"answers.stale", 0}};
  return run;
}

RunResult invalid(RunResult run) {
  run.valid = false;
  run.warnings = {{"generator_late", "late"}};
  return run;
}

std::vector<std::string> labels(const std::vector<Standing>& standings) {
  std::vector<std::string> result;
  for (const Standing& standing : standings) result.push_back(standing.row.label);
  return result;
}

TEST(Standings, PutObjectivesBeforeServiceBeforeLatency) {
  RunResult fails = run_of("fails", 1);
  fails.metrics["errors.timeout"] = 5;
  RunResult misses = run_of("misses", 1);
  misses.objectives = {{"latency_ms.p99", {}, 0.5, 1, false}};
  RunResult bound = run_of("ideal", 0);
  bound.bound = true;
  const auto standings =
      standings_of({run_of("slow", 20), misses, fails, run_of("fast", 10), invalid(run_of("best", 0)), bound});
  EXPECT_THAT(labels(standings), ElementsAre("ideal (bound)", "fast", "slow", "fails", "misses", "best"));
}

TEST(Standings, TakeNothingFromRunsThatAreNotValid) {
  RunResult late = invalid(run_of("a", 900));
  late.objectives = {{"latency_ms.p99", {}, 50, 900, false}};
  RunResult good = run_of("a", 10);
  good.objectives = {{"latency_ms.p99", {}, 50, 10, true}};
  good.repetition = 1;
  const auto standings = standings_of({late, good});
  ASSERT_EQ(standings.size(), 1U);
  EXPECT_TRUE(standings[0].meets_all());
  EXPECT_EQ(standings[0].row.metric("latency_ms.p99"), 10);
  const auto extent = extent_of({late, good}, standings[0].row, "latency_ms.p99");
  ASSERT_TRUE(extent);
  EXPECT_EQ(extent->max, 10);
}

TEST(Standings, ThatHaveNoValidRunAreNotJudged) {
  RunResult late = invalid(run_of("a", 10));
  late.objectives = {{"latency_ms.p99", {}, 50, 10, true}};
  const auto standings = standings_of({late});
  EXPECT_FALSE(standings[0].meets_all());
  EXPECT_EQ(verdict_sentence(standings), "No run is valid: nothing can be decided.");
  EXPECT_THAT(objectives_cell(standings[0]).markup(), HasSubstr("cannot be judged"));
}

TEST(Standings, MissAnObjectiveIfOneRepetitionDoesWithTheWorstValue) {
  std::vector<RunResult> runs;
  for (const double p99 : {10.0, 70.0, 60.0}) {
    runs.push_back(run_of("a", p99));
    runs.back().objectives = {{"latency_ms.p99", {}, 50, p99, p99 <= 50}};
  }
  const auto standings = standings_of(runs);
  ASSERT_EQ(standings[0].missed.size(), 1U);
  EXPECT_EQ(standings[0].missed[0].value, 70);
  EXPECT_THAT(objectives_cell(standings[0]).markup(), HasSubstr("70.0 ms</strong> (at most 50.0 ms)"));
}

TEST(Standings, AreServedOnlyIfNoRepetitionLeftAnybodyEmpty) {
  RunResult empty = run_of("a", 1);
  empty.metrics["answers.empty"] = 1;
  const auto standings = standings_of({run_of("a", 1), run_of("a", 1), empty});
  EXPECT_FALSE(standings[0].served_all);
}

TEST(Verdict, NamesNobodyTheBestWhoFailedRequestsOrIsStillCounting) {
  RunResult fails = run_of("fails", 1, 1);
  fails.metrics["errors.timeout"] = 99;
  RunResult counting = run_of("counting", 30, 5);
  counting.warnings = {{"not_at_rest", "still going on"}};
  const auto standings = standings_of({fails, counting, run_of("a", 20, 50), run_of("b", 10, 60)});
  const std::string cards = best_cards(standings).markup();
  EXPECT_THAT(cards, HasSubstr("<p class=\"value\">10.0 ms</p><ul class=\"names\"><li><bdi>b</bdi></li>"));
  EXPECT_THAT(cards, HasSubstr("<p class=\"value\">50</p><ul class=\"names\"><li><bdi>a</bdi></li>"));
  EXPECT_THAT(cards, HasSubstr("<bdi>counting</bdi>: not known, at least 5"));
  EXPECT_THAT(cards, Not(HasSubstr("fails")));
}

TEST(Verdict, CountsWhoMeetsTheObjectives) {
  RunResult meets = run_of("a", 1);
  meets.objectives = {{"latency_ms.p99", {}, 5, 1, true}};
  RunResult misses = run_of("b", 9);
  misses.objectives = {{"latency_ms.p99", {}, 5, 9, false}};
  EXPECT_EQ(verdict_sentence(standings_of({meets, misses})), "1 of 2 strategies meets the objective.");
  EXPECT_EQ(verdict_sentence(standings_of({misses})), "The strategy does not meet the objective.");
  EXPECT_EQ(verdict_sentence(standings_of({meets, misses, invalid(run_of("c", 1))})),
            "1 of 2 strategies meets the objective. 1 more is not valid, and not judged.");
  EXPECT_EQ(verdict_sentence({}), "No run was finished: there is nothing to compare.");
}

TEST(FigureCell, ShowsUnitSpreadAndLowerBound) {
  std::vector<RunResult> runs{run_of("a", 10), run_of("a", 1500), run_of("a", 20)};
  const measure::MetricInfo& p99 = *measure::find_metric("latency_ms.p99");
  const std::string cell = figure_cell(runs, rows_of(runs)[0], p99).markup();
  EXPECT_THAT(cell, HasSubstr("data-value=\"20\""));
  EXPECT_THAT(cell, HasSubstr("20.0</span> <span class=\"unit\">ms</span>"));
  EXPECT_THAT(cell, HasSubstr("10.0 ms–1.50 s"));
  runs[0].warnings = {{"not_at_rest", "still going on"}};
  const measure::MetricInfo& total = *measure::find_metric("recomputations.total");
  EXPECT_THAT(figure_cell(runs, rows_of(runs)[0], total).markup(), HasSubstr("at least "));
  EXPECT_THAT(figure_cell(runs, rows_of(runs)[0], p99).markup(), Not(HasSubstr("at least ")));
}

TEST(ValueText, KeepsNumberAndUnitApart) {
  const auto shown = [](const char* metric, double value) {
    return value_text(*measure::find_metric(metric), value).all();
  };
  EXPECT_EQ(shown("latency_ms.p99", 1250), "1.25 s");
  EXPECT_EQ(shown("stale_by_s.max", 0.25), "250 ms");
  EXPECT_EQ(shown("workers.busy_share", 0.253), "25 %");
  EXPECT_EQ(shown("recomputations.total", 12345), "12 345");
  EXPECT_EQ(shown("goodput_per_s", 99.5), "99.5 /s");
  EXPECT_EQ(heading_of("latency_ms.p99_9").name, "p99.9");
  EXPECT_EQ(heading_of("stale_by_s.max").group, "stale by");
}

}  // namespace
}  // namespace stampede::reports::html

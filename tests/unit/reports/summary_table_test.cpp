// The summary table as a person sees it.
#include "reports/table/summary_table.h"

#include <gmock/gmock.h>

#include <sstream>
#include <string>
#include <vector>

#include "reports/result/display_text.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

void expect_width_at_most(const std::string& text, std::size_t width) {
  for (const std::string& line : lines_of(text)) {
    EXPECT_LE(display_width(line), width) << line;
  }
}

std::vector<RunResult> cold_cache() {
  return {
      herd_run("plain_ttl"),
      example_run("mutex_stale", {{"latency_ms.p50", 3.2},
                                  {"latency_ms.p99", 5.1},
                                  {"errors.cold_cache", 999},
                                  {"redis.commands_per_request", 3.502}}),
      example_run("mutex_stale:behaviour=published",
                  {{"latency_ms.p50", 10'000}, {"errors.timeout", 980}, {"errors.redis", 2}, {"errors.strategy", 11}}),
      example_run("async_refresh:fetch_on_miss=false", {{"latency_ms.p50", 0.35}, {"answers.empty", 1000}}),
      not_valid(example_run("local_lru", {{"answers.stale", 345}, {"redis.commands_per_request", 0}})),
  };
}

TEST(SummaryTable, MarksABoundAndSaysWhatItIs) {
  EXPECT_EQ(summary_table({herd_run("plain_ttl"), bound_run({{"latency_ms.p50", 0}})}),
            R"(                                                                        Redis
               ------ latency -------  recomputations  - answers --  commands
strategy          p50     p99     max     total  peak  stale  empty  /request
plain_ttl      1.00 s  1.01 s  1.01 s      1000  1000      0      0         2
ideal (bound)     0    1.01 s  1.01 s         1     1      0      0         2
(bound)  no strategy: worked out by the harness, which knows the future
No request failed.
)");
  EXPECT_THAT(summary_table({herd_run("plain_ttl")}), Not(HasSubstr("bound")));
}

TEST(SummaryTable, HoldsNoObjectivesAgainstABound) {
  RunResult judged = herd_run("plain_ttl");
  judged.objectives = {{"requests", 1, std::nullopt, 1000, true}};
  const std::vector<std::string> lines = lines_of(summary_table({judged, bound_run()}));
  EXPECT_THAT(lines.at(3), testing::EndsWith("  met"));
  EXPECT_THAT(lines.at(4), testing::AllOf(testing::StartsWith("ideal (bound)"), testing::EndsWith("  -")));
}

TEST(SummaryTable, ShowsOneRowPerStrategy) {
  EXPECT_EQ(summary_table(cold_cache()),
            R"(                                                                        Redis
             ------- latency --------  recomputations  - answers --  commands
strategy         p50      p99     max     total  peak  stale  empty  /request  errors
plain_ttl    1.00 s   1.01 s   1.01 s      1000  1000      0      0         2  none
mutex_stale  3.20 ms  5.10 ms  1.01 s         1     1      0      0       3.5  999 cold_cache
mutex_stale:behaviour=published
             10.0 s   1.01 s   1.01 s         1     1      0      0         2  980 timeout,
                                                                               11 strategy, 2 redis
async_refresh:fetch_on_miss=false
              350 us  1.01 s   1.01 s         1     1      0   1000         2  none
local_lru !  1.00 s   1.01 s   1.01 s         1     1    345      0         0  none
!  not valid: the figures cannot be trusted
)");
}

TEST(SummaryTable, ShowsStatementsToTheDatabaseWhereSomebodyKeepsItsStateThere) {
  EXPECT_EQ(summary_table({herd_run("plain_ttl"), example_run("cached_field", {{"latency_ms.p50", 0.2},
                                                                               {"redis.commands_per_request", 0},
                                                                               {"rows.statements_per_request", 1.25}})},
                          {100, false}),
            R"(                                                                        Redis    database
              ------- latency -------  recomputations  - answers --  commands  statements
strategy          p50     p99     max     total  peak  stale  empty  /request    /request
plain_ttl     1.00 s   1.01 s  1.01 s      1000  1000      0      0         2           -
cached_field   200 us  1.01 s  1.01 s         1     1      0      0         0        1.25
No request failed.
)");
}

TEST(SummaryTable, PutsErrorsBelowWhereTheTerminalIsNarrow) {
  EXPECT_EQ(summary_table(cold_cache(), {80, false}),
            R"(                                                                        Redis
             ------- latency --------  recomputations  - answers --  commands
strategy         p50      p99     max     total  peak  stale  empty  /request
plain_ttl    1.00 s   1.01 s   1.01 s      1000  1000      0      0         2
mutex_stale  3.20 ms  5.10 ms  1.01 s         1     1      0      0       3.5
  errors: 999 cold_cache
mutex_stale:behaviour=published
             10.0 s   1.01 s   1.01 s         1     1      0      0         2
  errors: 980 timeout, 11 strategy, 2 redis
async_refresh:fetch_on_miss=false
              350 us  1.01 s   1.01 s         1     1      0   1000         2
local_lru !  1.00 s   1.01 s   1.01 s         1     1    345      0         0
!  not valid: the figures cannot be trusted
)");
}

TEST(SummaryTable, SaysInWordsWhichRunIsNotValidAndWithAMarkWhereWordsHaveNoRoom) {
  const RunResult run = not_valid(herd_run("tag_invalidation"));
  EXPECT_THAT(summary_table({run}, {100, false}), HasSubstr("\ntag_invalidation (not valid)  1.00 s"));
  EXPECT_THAT(summary_table({run}, {100, false}), Not(HasSubstr("!")));
  const std::string narrow = summary_table({run}, {90, false});
  EXPECT_THAT(narrow, HasSubstr("\ntag_invalidation !  1.00 s"));
  EXPECT_THAT(narrow, HasSubstr("\n!  not valid: the figures cannot be trusted\n"));
}

TEST(SummaryTable, MarksCountsThatWereCutOffAsLowerBounds) {
  RunResult run = example_run("a", {{"recomputations.total", 15}, {"redis.commands_per_request", 150}});
  EXPECT_THAT(summary_table({run}), Not(HasSubstr("+")));
  run.warnings.push_back({"not_at_rest", "Work was still going on. Raise settle."});
  const std::vector<std::string> lines = lines_of(summary_table({run, herd_run("b")}));
  EXPECT_THAT(lines.at(3), HasSubstr(" 15+ "));
  EXPECT_THAT(lines.at(3), testing::EndsWith(" 150+"));
  EXPECT_EQ(lines.at(3).find('5', lines.at(3).find(" 15+")), lines.at(4).find("1000 ") + 3);  // digits stay aligned
  EXPECT_EQ(lines.at(5), "+  at least: work was still going on when counting stopped");
}

TEST(SummaryTable, ShowsOldVersionsOnlyWhereThereAreAny) {
  EXPECT_THAT(summary_table({herd_run("a")}), Not(HasSubstr("outdated")));
  const std::string table = summary_table({herd_run("a"), example_run("b", {{"answers.outdated", 321}})});
  EXPECT_THAT(table, HasSubstr("outdated"));
  EXPECT_THAT(lines_of(table).at(4), HasSubstr("  321  "));
}

TEST(SummaryTable, ShowsWhetherObjectivesWereMet) {
  EXPECT_THAT(summary_table({herd_run("a")}), Not(HasSubstr("objectives")));
  RunResult met = herd_run("a");
  met.objectives = {{"requests", 1, std::nullopt, 1000, true}};
  RunResult missed = herd_run("b");
  missed.objectives = {{"requests", 1, std::nullopt, 1000, true}, {"latency_ms.p99", std::nullopt, 5, 1005, false}};
  const std::vector<std::string> lines = lines_of(summary_table({met, missed, herd_run("c")}));
  EXPECT_THAT(lines.at(2), testing::EndsWith("  objectives"));
  EXPECT_THAT(lines.at(3), testing::EndsWith("  met"));
  EXPECT_THAT(lines.at(4), testing::EndsWith("  1 missed"));
  EXPECT_THAT(lines.at(5), testing::EndsWith("  -"));
}

TEST(SummaryTable, SaysOnceWhenNoRequestFailed) {
  const std::string table = summary_table({herd_run("a"), herd_run("b")});
  EXPECT_THAT(table, testing::EndsWith("\nNo request failed.\n"));
  EXPECT_THAT(table, Not(HasSubstr("errors")));
  EXPECT_THAT(summary_table(cold_cache(), {80, false}), Not(HasSubstr("No request failed")));
}

TEST(SummaryTable, TakesTheMedianOfTheValidRepetitions) {
  const auto run = [](double p50) { return example_run("a", {{"latency_ms.p50", p50}}); };
  const std::string table = summary_table({run(10), run(30), run(20), not_valid(run(500)), herd_run("b")});
  EXPECT_THAT(table, HasSubstr("a (median of 3, 1 not valid)"));
  EXPECT_THAT(table, HasSubstr("20.0 ms"));
  EXPECT_THAT(summary_table({run(10), run(40)}), HasSubstr("25.0 ms"));
}

TEST(SummaryTable, AnErrorInOneRepetitionOfManyIsNotAveragedAway) {
  const RunResult good = example_run("a", {});
  const RunResult bad = example_run("a", {{"errors.timeout", 500}});
  const std::string table = summary_table({good, bad, good});
  EXPECT_THAT(table, HasSubstr("500 timeout"));
  EXPECT_THAT(table, Not(HasSubstr("No request failed")));
}

TEST(SummaryTable, SaysOnceHowManyRepetitionsThereWere) {
  const std::string table = summary_table({herd_run("a"), herd_run("a"), herd_run("b"), herd_run("b")});
  EXPECT_THAT(table, testing::EndsWith("Each figure is the median of 2 repetitions, of errors that of the worst.\n"));
  EXPECT_THAT(table, Not(HasSubstr("(median")));
  EXPECT_EQ(lines_of(table).size(), 3U + 2U + 2U);
}

TEST(SummaryTable, NeverExceedsItsWidth) {
  RunResult huge = example_run(
      "async_refresh:fetch_on_miss=false:lifetime=600s:refresh_timeout=60s:a_parameter_with_quite_a_long_name=1h",
      {{"requests", 2e9},
       {"latency_ms.p50", 123'456'789},
       {"latency_ms.p99", 123'456'789},
       {"latency_ms.max", 1e9},
       {"recomputations.total", 987'654'321},
       {"recomputations.peak", 999'999},
       {"answers.stale", 999'999},
       {"answers.empty", 999'999'999},
       {"answers.outdated", 999'999},
       {"redis.commands_per_request", 12345},
       {"errors.cold_cache", 999'999'999},
       {"errors.unanswered", 999'999},
       {"errors.timeout", 12},
       {"errors.redis", 1}});
  for (const std::size_t width : {kTableWidthMin, std::size_t{90}, std::size_t{100}, std::size_t{120}}) {
    expect_width_at_most(summary_table({huge, not_valid(huge), herd_run("tag_invalidation")}, {width, false}), width);
  }
  expect_width_at_most(summary_table(cold_cache()), 100);
}

TEST(SummaryTable, AlignsUnderHostileNames) {
  const std::vector<RunResult> runs = {herd_run("缓存"), herd_run("größe"), herd_run("a\nb"), herd_run("\xff\033[31m")};
  const std::vector<std::string> lines = lines_of(summary_table(runs));
  ASSERT_EQ(lines.size(), 3U + 4U + 1U);
  const auto column_of = [](const std::string& line, const char* text) {
    return display_width(line.substr(0, line.find(text)));
  };
  for (std::size_t line = 3; line < 7; ++line) {
    EXPECT_EQ(column_of(lines[line], "1.00 s"), column_of(lines[3], "1.00 s")) << lines[line];
    EXPECT_THAT(lines[line], Not(HasSubstr("\033")));
  }
}

TEST(SummaryTable, ColoursOnlyWhenAskedAndAddsNothingButColour) {
  const std::string plain = summary_table(cold_cache());
  std::string coloured = summary_table(cold_cache(), {100, true});
  EXPECT_THAT(plain, Not(HasSubstr("\033")));
  EXPECT_THAT(coloured, HasSubstr("\033"));
  for (std::size_t at = coloured.find('\033'); at != std::string::npos; at = coloured.find('\033')) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  EXPECT_EQ(coloured, plain);
}

TEST(SummaryTable, ShowsADashForAFigureThatTheRunDoesNotHave) {
  RunResult run = herd_run("a");
  run.metrics.erase("latency_ms.p99");
  EXPECT_THAT(lines_of(summary_table({run})).at(3), HasSubstr("1.00 s    -"));
}

TEST(SummaryTable, WithoutRunsIsItsHeading) { EXPECT_EQ(lines_of(summary_table({})).size(), 3U); }

}  // namespace
}  // namespace stampede::reports

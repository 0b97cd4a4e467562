// What a pull request's comment shows. How GitHub renders it is tested in tests/exports.
#include "reports/export/markdown.h"

#include <gmock/gmock.h>

#include "reports/export/github_text.h"
#include "tests/golden/golden.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string markdown_of(std::vector<RunResult> runs) {
  Result result;
  result.scenario_name = "s";
  result.scenario_json = "{}";
  result.runs = std::move(runs);
  return markdown({{"r.json", &result}});
}

TEST(GithubText, LeavesPlainTextAsItIs) {
  const std::string text = "mutex_stale failed 999 of 1000 requests (timeout), 41.3 us; at 10 % more.";
  EXPECT_EQ(github_text(text), text);
  EXPECT_EQ(github_text("lock_and_wait:serve_stale=true"), "lock_and_wait:serve_stale=true");
}

TEST(GithubText, EscapesWhatWouldBeMarkup) {
  EXPECT_EQ(github_text("<b>&amp;|`"), "&#60;b&#62;&#38;amp;&#124;&#96;");
  EXPECT_EQ(github_text("*a* _b_ [c] ~d~ #e"), "\\*a\\* \\_b\\_ \\[c\\] \\~d\\~ \\#e");
  EXPECT_EQ(github_text("two\nlines"), "two&#92;x0alines");
  EXPECT_EQ(github_text("- a"), "\\- a");
  EXPECT_EQ(github_text("1. a"), "1\\. a");
}

TEST(GithubText, CallsNobodyAndLinksNowhere) {
  EXPECT_EQ(github_text("@everyone"), "@\u200beveryone");
  EXPECT_EQ(github_text("#12 GH-12"), "\\#\u200b12 GH-\u200b12");
  EXPECT_EQ(github_text("http://a www.b"), "http:\u200b//a www.\u200bb");
  EXPECT_EQ(github_text(":fire:"), ":\u200bfire:");
}

TEST(GithubCode, NeverEndsEarly) {
  EXPECT_EQ(github_code("plain_ttl"), "`plain_ttl`");
  EXPECT_EQ(github_code("@everyone <b>"), "`@everyone <b>`") << "nothing in code means anything";
  EXPECT_EQ(github_code("a`b|c"), "<code>a&#96;b&#124;c</code>");
  EXPECT_EQ(github_code(" "), "<code> </code>");
  EXPECT_EQ(github_code("a\nb"), "<code>a&#92;x0ab</code>");
}

TEST(GithubBlock, HasAFenceLongerThanAnyInside) {
  EXPECT_EQ(github_block("a\n"), "```\na\n```\n");
  EXPECT_EQ(github_block("a ```` b"), "`````\na ```` b\n`````\n");
}

TEST(Markdown, ShowsTheFiguresOfTheSummaryTable) {
  EXPECT_THAT(markdown_of({herd_run("plain_ttl")}),
              HasSubstr("| `plain_ttl` | 1.00 s | 1.01 s | 1.01 s | 1000 | 1000 | 0 | 0 | 2 | none |\n"));
}

TEST(Markdown, ShowsTheSpreadOfValidRepetitionsOnly) {
  RunResult bad = not_valid(example_run("a", {{"latency_ms.p99", 9000}, {"recomputations.total", 77}}));
  const std::string text = markdown_of({example_run("a", {{"latency_ms.p99", 10}, {"recomputations.total", 1}}), bad,
                                        example_run("a", {{"latency_ms.p99", 30}, {"recomputations.total", 1}})});
  EXPECT_THAT(text, HasSubstr("| `a` (median of 2, **1 not valid**) | 1.00 s | 20.0 ms (10.0 ms to 30.0 ms) |"));
  EXPECT_THAT(text, Not(HasSubstr("9.00 s")));
  EXPECT_THAT(text, Not(HasSubstr("77")));
}

TEST(Markdown, MarksWhatIsNotValidAndWhatIsABound) {
  const std::string text = markdown_of({not_valid(example_run("a", {})), bound_run()});
  EXPECT_THAT(text, HasSubstr("| `a` **not valid** |"));
  EXPECT_THAT(text, HasSubstr("**not valid**: the figures cannot be trusted."));
  EXPECT_THAT(text, HasSubstr("| `ideal` (bound) |"));
}

TEST(Markdown, SaysWhichObjectivesWereMissed) {
  RunResult met = example_run("a", {});
  met.objectives = {{"requests", 1, std::nullopt, 1000, true}};
  RunResult missed = example_run("b", {});
  missed.objectives = {{"requests", 2000, std::nullopt, 1000, false}};
  const std::string text = markdown_of({met, missed});
  EXPECT_THAT(text, HasSubstr("| none | met |\n"));
  EXPECT_THAT(text, HasSubstr("| none | **1 missed** |\n"));
  EXPECT_THAT(text, HasSubstr("* b missed requests at least 2000 (it is 1000)."));
}

TEST(Markdown, OfAnInterruptedOrEmptyResultSaysSo) {
  Result result;
  result.scenario_name = "s";
  EXPECT_THAT(markdown({{"r.json", &result}}), HasSubstr("**No run was finished.**"));
  result.interrupted = true;
  result.runs.push_back(example_run("a", {}));
  EXPECT_THAT(markdown({{"r.json", &result}}), HasSubstr("**Interrupted**"));
}

TEST(Markdown, OfASweepIsItsTable) {
  Result result;
  result.scenario_name = "s";
  result.sweep = Sweep{{{"origin.capacity", {"1", "2"}}}, 1};
  for (const char* capacity : {"1", "2"}) {
    result.runs.push_back(example_run("a", {}));
    result.runs.back().point = {{"origin.capacity", capacity}};
  }
  const std::string text = markdown({{"r.json", &result}});
  EXPECT_THAT(text, HasSubstr("### Sweep of `s`"));
  EXPECT_THAT(text, HasSubstr("```\n"));
  EXPECT_THAT(text, HasSubstr("capacity"));
}

TEST(GoldenMarkdown, IsAsLastLookedAt) {
  for (const std::string name : {"result", "hostile"}) {
    const Result result = golden::result(name + ".json");
    golden::expect_golden(name + ".md", markdown({{name + ".json", &result}}));
  }
}

}  // namespace
}  // namespace stampede::reports

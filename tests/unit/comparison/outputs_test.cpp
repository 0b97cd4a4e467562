// Table, Markdown, JSON and JUnit XML of fixed results, with names that try everything; and what escaping promises.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "reports/comparison/change_text.h"
#include "reports/comparison/comparison_json.h"
#include "reports/comparison/comparison_junit.h"
#include "reports/comparison/comparison_markdown.h"
#include "reports/comparison/comparison_table.h"
#include "reports/comparison/escape.h"
#include "tests/unit/comparison/example_results.h"

namespace stampede::reports {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kHostile =
    "<script>alert(\"1\")</script>\xd7\xa9\xd7\x9c&amp;'|`*x*_y_ [a](http://evil.example) @team #1 :+1:\n\t\x01\x1b[31m"
    "\xe2\x80\xae"  // right-to-left override
    "\xef\xbf\xbf]]> www.evil.example \xff";

struct Sides {
  Result baseline;
  Result head;
};

void add(std::vector<RunResult> runs, Result& result) {
  for (RunResult& run : runs) result.runs.push_back(std::move(run));
}

Sides live_sides() {
  Sides sides{made_result({}), made_result({})};
  const Metrics metrics{{"latency_ms.p50", 3},         {"latency_ms.p99", 20}, {"errors.timeout", 0},
                        {"recomputations.total", 100}, {"answers.foreign", 0}, {"requests", 1000}};
  add(live_runs("plain_ttl", metrics), sides.baseline);
  add(live_runs("plain_ttl", metrics), sides.head);
  Metrics slower = metrics;
  slower["latency_ms.p99"] = 23;
  slower["errors.timeout"] = 4;
  slower["recomputations.total"] = 60;
  add(live_runs("mutex_stale", metrics), sides.baseline);
  add(live_runs("mutex_stale", slower), sides.head);
  sides.head.runs.back().metrics["answers.foreign"] = 1;
  add(live_runs("lease", metrics, 10), sides.baseline);
  add(live_runs("lease", metrics, 10), sides.head);
  sides.head.runs.back().valid = false;
  add(live_runs("async_refresh", metrics, 3), sides.baseline);
  add(live_runs("async_refresh", metrics, 3), sides.head);
  add(live_runs("@me|www.evil.example", metrics, 2), sides.baseline);
  add(live_runs("@me|www.evil.example", metrics, 2), sides.head);
  add(live_runs("retired", metrics), sides.baseline);
  add(live_runs("newcomer", metrics), sides.head);
  sides.head.context.git = "def";
  return sides;
}

Sides virtual_sides() {
  const std::string long_name = kHostile + std::string(300, 'x') + "end";
  Sides sides{made_result({}, kHostile), made_result({}, kHostile)};
  for (Result* side : {&sides.baseline, &sides.head}) {
    for (const std::uint32_t seed : {0U, 1U}) {
      const double more = side == &sides.head && seed == 1 ? 1 : 0;
      side->runs.push_back(made_run(long_name, "virtual", seed,
                                    {{"latency_ms.p99", 1000 + 1e-6 * more},
                                     {"recomputations.total", 10 - more},
                                     {"redis.commands", 5 + more},
                                     {"requests", 100 + more},
                                     {kHostile, 1 + more}}));
      if (side == &sides.baseline) side->runs.back().warnings.push_back({"not_at_rest", "Work went on."});
      side->runs.push_back(made_run("plain_ttl", "virtual", seed, {{"requests", 100}}));
    }
  }
  return sides;
}

Comparison fixed_comparison() {
  static const Sides live = live_sides();
  static const Sides simulated = virtual_sides();
  static const Sides other = [] {
    Sides sides{made_result({made_run("plain_ttl", "virtual", 0, {{"requests", 1}})}, "other"), {}};
    sides.head = sides.baseline;
    sides.head.scenario_json = R"({"name":"other","origin":{"compute_time":")"
                               "<b>"
                               R"("}})";
    return sides;
  }();
  const std::vector<ComparedFile> before{
      {"base/1.json", &live.baseline}, {"base/2.json", &simulated.baseline}, {"base/3.json", &other.baseline}};
  const std::vector<ComparedFile> after{
      {"head/1.json", &live.head}, {"head/2.json", &simulated.head}, {"head/3.json", &other.head}};
  return compare(before, after);
}

// With STAMPEDE_WRITE_GOLDEN in the environment, writes the files anew: look at what changed before you keep it.
void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = STAMPEDE_SOURCE_DIR "/tests/unit/comparison/golden/" + name;
  if (std::getenv("STAMPEDE_WRITE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream file(path);
  EXPECT_EQ(text, std::string(std::istreambuf_iterator<char>(file), {})) << path;
}

TEST(ComparisonOutputs, AreAsTheyWere) {
  const Comparison comparison = fixed_comparison();
  expect_golden("table.txt", comparison_table(comparison, 100));
  expect_golden("comment.md", comparison_markdown(comparison));
  expect_golden("comparison.json", comparison_json(comparison, {}));
  expect_golden("junit.xml", comparison_junit(comparison));
}

TEST(ComparisonOutputs, NamesAreTextEverywhere) {
  const Comparison comparison = fixed_comparison();
  const auto harmless = AllOf(Not(HasSubstr("<script>")), Not(HasSubstr("\x1b")), Not(HasSubstr("\x01")),
                              Not(HasSubstr("\xe2\x80\xae")), Not(HasSubstr("\xff")));
  EXPECT_THAT(comparison_markdown(comparison), harmless);
  EXPECT_THAT(comparison_markdown(comparison),
              AllOf(Not(HasSubstr("@team")), Not(HasSubstr("@me")), Not(HasSubstr("http://")),
                    Not(HasSubstr("www.evil")), Not(HasSubstr("](")), HasSubstr("\xd7\xa9\xd7\x9c")));
  EXPECT_THAT(comparison_junit(comparison), harmless);
  const std::string table = comparison_table(comparison, 100);
  EXPECT_THAT(table, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\x01")), Not(HasSubstr("\xe2\x80\xae")),
                           Not(HasSubstr("\xff"))));
  EXPECT_TRUE(nlohmann::json::accept(comparison_json(comparison, {})));
}

TEST(ComparisonOutputs, EveryRowOfAMarkdownTableHasItsCells) {
  std::istringstream text(comparison_markdown(fixed_comparison()));
  std::size_t cells = 0;
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with("|")) {
      cells = 0;
      continue;
    }
    const auto own = static_cast<std::size_t>(std::count(line.begin(), line.end(), '|'));
    if (cells == 0) cells = own;
    EXPECT_EQ(own, cells) << line;
  }
}

TEST(ComparisonOutputs, ACommentIsNotLongerThanGitHubTakes) {
  Result before = made_result({});
  Result after = made_result({});
  for (int i = 0; i < 300; ++i) {
    const std::string name = std::to_string(i) + kHostile + kHostile;
    before.runs.push_back(made_run(name, "virtual", 0, {{"latency_ms.p99", 1}, {"answers.fresh", 1}, {"requests", 1}}));
    after.runs.push_back(made_run(name, "virtual", 0, {{"latency_ms.p99", 2}, {"answers.fresh", 2}, {"requests", 2}}));
    before.runs.push_back(made_run(name + "gone", "virtual", 0, {{"requests", 1}}));
  }
  const std::string text = comparison_markdown(held_against(before, after));
  EXPECT_LT(text.size(), 65536U);
  EXPECT_THAT(text, AllOf(HasSubstr("300 regressions"), HasSubstr("and 2")));
}

TEST(ChangeText, FiguresThatDifferNeverLookTheSame) {
  MetricComparison metric;
  metric.metric = "latency_ms.p99";
  metric.baseline = Figure{1000, std::nullopt, false};
  metric.head = Figure{1000.0001, std::nullopt, false};
  EXPECT_EQ(change_line(metric), "latency_ms.p99: 1000 ms -> 1000.0001 ms (+1e-05 %)");
  metric.metric = "redis.commands";
  metric.baseline->value = 123456789;
  metric.head->value = 123456790;
  EXPECT_EQ(change_text(metric, Intervals::shown).head, "123456790");
  metric.metric = "workers.busy_share";
  metric.baseline->value = 0.00010;
  metric.head->value = 0.00011;
  EXPECT_EQ(change_text(metric, Intervals::shown).baseline, "0.0001");
}

TEST(ChangeText, ShowsIntervalsAndBounds) {
  MetricComparison metric;
  metric.metric = "latency_ms.p99";
  metric.baseline = Figure{5, Interval{4.5, 5.5}, false};
  metric.head = Figure{0.999, Interval{0.9, 1.1}, false};
  EXPECT_EQ(change_text(metric, Intervals::shown).baseline, "5.00 ms (4.50-5.50)");
  EXPECT_EQ(change_text(metric, Intervals::shown).head, "999 us (900 us-1.10 ms)");
  EXPECT_EQ(change_text(metric, Intervals::left_out).head, "999 us");
  EXPECT_EQ(change_text(metric, Intervals::shown).change, "-80 %");
  metric.metric = "recomputations.total";
  metric.baseline = Figure{0, std::nullopt, false};
  metric.head = Figure{15, std::nullopt, true};
  EXPECT_EQ(change_line(metric), "recomputations.total: 0 -> 15+ (from 0)");
  metric.baseline.reset();
  EXPECT_EQ(change_line(metric), "recomputations.total: - -> 15+ (appeared)");
}

TEST(Escape, MarkdownCodeShowsTheTextAndNothingElse) {
  EXPECT_EQ(markdown_code("mutex_stale"), "<code>mutex_stale</code>");
  EXPECT_EQ(markdown_code("latency_ms.p99"), "<code>latency_ms.p99</code>");
  EXPECT_EQ(markdown_code("a|b`<c>\\"), "<code>a&#124;b&#96;&#60;c&#62;&#92;</code>");
  EXPECT_EQ(markdown_code("_x_ @a"), "<code>&#95;x&#95; &#64;a</code>");
}

TEST(Escape, XmlHoldsNoCharacterThatItMustNot) {
  EXPECT_EQ(xml_text("<a b=\"c\">&\n"), "&lt;a b=&quot;c&quot;&gt;&amp;\\x0a");
  EXPECT_EQ(xml_text("\xef\xbf\xbe|\xef\xbf\xbf|\xef\xbf\xbd"), "\\u{fffe}|\\u{ffff}|\xef\xbf\xbd");
}

TEST(ShortName, KeepsBothEnds) {
  EXPECT_EQ(short_name("short"), "short");
  const std::string cut = short_name(std::string(200, 'a') + std::string(200, 'b'), 60);
  EXPECT_EQ(cut, std::string(37, 'a') + "..." + std::string(20, 'b'));
}

}  // namespace
}  // namespace stampede::reports

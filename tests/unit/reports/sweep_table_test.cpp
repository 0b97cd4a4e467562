// The table of a sweep as a person sees it.
#include "reports/table/sweep_table.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "reports/result/display_text.h"
#include "reports/result/sweep_rows.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::size_t lines_with(const std::string& text, std::string_view part) {
  std::istringstream stream(text);
  std::size_t count = 0;
  for (std::string line; std::getline(stream, line);) {
    count += line.find(part) == std::string::npos ? 0 : 1;
  }
  return count;
}

void expect_width_at_most(const std::string& text, std::size_t width) {
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    EXPECT_LE(display_width(line), width) << line;
  }
}

// Recomputations tell the point and the seed; p99 only the point.
Result sweep_of(const std::vector<Variation>& vary, const std::vector<std::string>& labels, std::uint32_t seeds) {
  Result result;
  result.sweep = Sweep{vary, seeds};
  std::vector<std::vector<Setting>> points{{}};
  for (const Variation& variation : vary) {
    std::vector<std::vector<Setting>> longer;
    for (const std::vector<Setting>& point : points) {
      for (const std::string& value : variation.values) {
        longer.push_back(point);
        longer.back().push_back({variation.path, value});
      }
    }
    points = std::move(longer);
  }
  for (std::size_t point = 0; point < points.size(); ++point) {
    for (const std::string& label : labels) {
      for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        const auto count = static_cast<double>(point + 1);
        RunResult run =
            example_run(label, {{"latency_ms.p99", count * 10}, {"recomputations.total", count * 100 + seed}});
        run.repetition = seed;
        run.point = points[point];
        result.runs.push_back(std::move(run));
      }
    }
  }
  return result;
}

std::vector<std::string> numbers(int count) {
  std::vector<std::string> values;
  for (int i = 1; i <= count; ++i) {
    values.push_back(fmt::format("{}", i));
  }
  return values;
}

TEST(SweepTable, ShowsOneRowPerPointAndStrategy) {
  Result result = sweep_of({{"origin.capacity", {"1", "null"}}, {"client.timeout", {"\"250ms\"", "\"2s\""}}},
                           {"plain_ttl", "mutex_stale"}, 3);
  result.runs[3].metrics["errors.cold_cache"] = 7;
  result.runs[4].metrics["errors.cold_cache"] = 9;
  EXPECT_EQ(sweep_table(result),
            R"(                                  --- latency ---  -- recomputations ---  - answers --
  capacity  timeout  strategy        p50      p99  total  min..max  peak  stale  empty  errors
         1    250ms  plain_ttl    1.00 s  10.0 ms    101  100..102     1      0      0  none
         1    250ms  mutex_stale  1.00 s  10.0 ms    101  100..102     1      0      0  9 cold_cache
         1       2s  plain_ttl    1.00 s  20.0 ms    201  200..202     1      0      0  none
         1       2s  mutex_stale  1.00 s  20.0 ms    201  200..202     1      0      0  none
      null    250ms  plain_ttl    1.00 s  30.0 ms    301  300..302     1      0      0  none
      null    250ms  mutex_stale  1.00 s  30.0 ms    301  300..302     1      0      0  none
      null       2s  plain_ttl    1.00 s  40.0 ms    401  400..402     1      0      0  none
      null       2s  mutex_stale  1.00 s  40.0 ms    401  400..402     1      0      0  none
Each figure is the median of 3 seeds, of errors that of the worst.
)");
}

TEST(SweepTable, NeedsNoColumnForOneStrategy) {
  const std::string text = sweep_table(sweep_of({{"origin.capacity", {"1", "2"}}}, {"plain_ttl"}, 1));
  EXPECT_EQ(lines_with(text, "plain_ttl"), 1U) << text;
  EXPECT_THAT(text, AllOf(HasSubstr("capacity"), HasSubstr("10.0 ms"), HasSubstr("20.0 ms"), Not(HasSubstr("min..max")),
                          Not(HasSubstr("median")), HasSubstr("No request failed.")));
}

TEST(SweepTable, ShowsTheSpreadOfValidRunsOnly) {
  Result result = sweep_of({{"origin.capacity", {"1"}}}, {"plain_ttl"}, 4);
  result.runs[0].metrics["latency_ms.p99"] = 12;
  result.runs[2].metrics["latency_ms.p99"] = 2500;
  result.runs[3] = not_valid(std::move(result.runs[3]));
  result.runs[3].metrics["latency_ms.p99"] = 99'000;
  const std::string text = sweep_table(result);
  EXPECT_THAT(text, AllOf(HasSubstr("10.0 ms..2.50 s"), HasSubstr("100..102"), Not(HasSubstr("99.0 s")),
                          HasSubstr("\n! "), HasSubstr("!  has runs that are not valid"),
                          HasSubstr("* 1 run is not valid, for instance: The load generator was late.")));
}

TEST(SweepTable, CountsErrorsOfSeveralKindsTogether) {
  Result result = sweep_of({{"a", {"1", "2"}}}, {"plain_ttl"}, 1);
  result.runs[1].metrics["errors.timeout"] = 3;
  result.runs[1].metrics["errors.redis"] = 4;
  EXPECT_THAT(sweep_table(result),
              AllOf(HasSubstr("none\n"), HasSubstr("7 in 2 kinds\n"), Not(HasSubstr("No request"))));
}

TEST(SweepTable, GivesStrategiesSectionsWhereTheyAreTooWide) {
  const std::string longer = "mutex_stale:behaviour=published:lock_ttl=10s:wait=5ms";
  const std::string text = sweep_table(sweep_of({{"a", {"1", "2"}}}, {"plain_ttl", longer}, 2), {.width = 80});
  expect_width_at_most(text, 80);
  EXPECT_EQ(lines_with(text, longer), 1U) << text;
  EXPECT_EQ(lines_with(text, "10.0 ms"), 2U) << text;
  EXPECT_EQ(lines_with(text, "20.0 ms"), 2U) << text;
}

TEST(SweepTable, NumbersPointsThatAreTooWide) {
  const std::string structure = R"({"uniform":{"min":"1ms","max":"3ms"},"and":"more of this than fits"})";
  const std::string text = sweep_table(
      sweep_of({{"origin.compute_time", {structure, "\"1ms\""}}, {"b", {"1"}}}, {"plain_ttl"}, 1), {.width = 80});
  expect_width_at_most(text, 80);
  EXPECT_THAT(text, AllOf(HasSubstr("#2"), HasSubstr("#2: compute_time=1ms b=1\n"), HasSubstr("#1: compute_time={")));
}

TEST(SweepTable, ThinsOutLongSweepsAndNamesTheExtremes) {
  Result result = sweep_of({{"origin.capacity", numbers(50)}, {"client.timeout", {"\"1s\"", "\"2s\""}}},
                           {"plain_ttl", "no_cache"}, 1);
  result.runs[6].objectives = {{"requests", 5000, std::nullopt, 1000, false}};  // of the fourth point
  const std::string text = sweep_table(result);
  EXPECT_LE(lines_with(text, "no_cache"), 31U);
  EXPECT_GE(lines_with(text, "no_cache"), 25U);
  EXPECT_THAT(text, AllOf(HasSubstr("of 100 points, evenly chosen; all of them are in the result file."),
                          HasSubstr("* plain_ttl: p99 from 10.0 ms (capacity=1 timeout=1s) to 1.00 s (capacity=50 "
                                    "timeout=2s);"),
                          HasSubstr("Rows not shown that\nmiss an objective: 1.")));
  EXPECT_EQ(lines_with(text, "  10.0 ms  "), 2U) << text;  // the first and the last are always there
  EXPECT_EQ(lines_with(text, "  10 000  "), 2U) << text;
  expect_width_at_most(text, 100);
}

TEST(SweepTable, ShowsAllWhereAllFit) {
  const std::string text = sweep_table(sweep_of({{"a", numbers(30)}}, {"plain_ttl", "no_cache"}, 1));
  EXPECT_EQ(lines_with(text, "no_cache"), 30U);
  EXPECT_THAT(text, Not(HasSubstr("Shown are")));
}

TEST(SweepRows, AreTheMediansOfTheSeeds) {
  const std::vector<SweepRow> rows = sweep_rows(sweep_of({{"a", {"1", "2"}}}, {"x", "y"}, 5).runs);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[3].point, 1U);
  EXPECT_EQ(rows[3].row.label, "y");
  EXPECT_EQ(rows[3].row.metric("recomputations.total"), 202);
  EXPECT_EQ(rows[3].recomputations->min, 200);
  EXPECT_EQ(rows[3].recomputations->max, 204);
}

TEST(SweepRows, HaveTheShortestNamesThatTellThemApart) {
  EXPECT_THAT(short_names({{"origin.pause.for", {}}, {"load[0].for", {}}, {"seed", {}}, {"topology.nodes", {}}}),
              ElementsAre("pause.for", "load[0].for", "seed", "nodes"));
}

TEST(SweepRows, ThinOutTheLongestAxisFirst) {
  const auto shown = [](const std::vector<Variation>& vary, std::size_t max) {
    std::vector<std::size_t> points;
    const std::vector<bool> is_shown = points_to_show(vary, max);
    for (std::size_t i = 0; i < is_shown.size(); ++i) {
      if (is_shown[i]) points.push_back(i);
    }
    return points;
  };
  EXPECT_THAT(shown({{"a", numbers(5)}}, 5), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(shown({{"a", numbers(5)}}, 3), ElementsAre(0, 2, 4));
  EXPECT_THAT(shown({{"a", numbers(2)}, {"b", numbers(9)}}, 6), ElementsAre(0, 4, 8, 9, 13, 17));
  EXPECT_THAT(shown({{"a", numbers(9)}}, 1), ElementsAre(0));
  EXPECT_THAT(shown({{"a", numbers(9)}}, 0), ElementsAre(0));
}

}  // namespace
}  // namespace stampede::reports

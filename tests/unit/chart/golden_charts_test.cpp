// The charts of the fixed result, and what holds for those of any result.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "reports/chart/chart.h"
#include "reports/result/json_printer.h"
#include "tests/golden/golden.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::set<std::string> ids_of(const ChartSet& set) {
  std::set<std::string> ids;
  for (const Chart& chart : set.charts) ids.insert(chart.id);
  return ids;
}

TEST(GoldenCharts, AreThoseOfTheFixedResult) {
  const ChartSet set = charts_of(golden::result());
  EXPECT_THAT(ids_of(set), testing::ElementsAre("latency-percentiles", "outdatedness", "recomputations", "redis-cost",
                                                "staleness", "timeline-answers", "timeline-latency",
                                                "timeline-recomputations", "timeline-workers", "trade-off"));
  for (const Chart& chart : set.charts) {
    golden::expect_golden("charts/" + chart.id + ".vl.json", print_json(standalone(chart, set, "golden")));
  }
}

// Every "field" and every key of a row is a name of ours: what a scenario or a strategy is called is only ever a value.
void for_each_field(const ordered_json& json, const std::function<void(const std::string&)>& visit) {
  if (!json.is_structured()) return;
  for (const auto& [key, value] : json.items()) {
    if (json.is_object() && key == "field" && value.is_string()) visit(value.get<std::string>());
    for_each_field(value, visit);
  }
}

TEST(GoldenCharts, HaveFixedFieldsAndPrintableTextsWhateverTheNames) {
  const Result result = golden::result("hostile.json");
  const ChartSet set = charts_of(result);
  ASSERT_THAT(set.charts, Not(IsEmpty()));
  for (const Chart& chart : set.charts) {
    for_each_field(chart.specification, [](const std::string& field) {
      EXPECT_EQ(field.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789"), std::string::npos) << field;
    });
    const std::string text = standalone(chart, set).dump();
    EXPECT_THAT(text, Not(HasSubstr("\u202e")));
    EXPECT_THAT(text, Not(HasSubstr("\\n")));
    EXPECT_THAT(text, HasSubstr("<script>")) << "it is there, as text";
  }
}

TEST(Charts, NameOnlyColumnsOfTheirTables) {
  const ChartSet set = charts_of(golden::result());
  // What transforms make, and labels with data of their own.
  const std::set<std::string> made{"kind", "rate", "place", "percentile", "x", "y", "label", "names"};
  for (const Chart& chart : set.charts) {
    const auto& columns = set.tables.at(chart.table).columns();
    for_each_field(chart.specification, [&](const std::string& field) {
      EXPECT_TRUE(made.contains(field) || std::find(columns.begin(), columns.end(), field) != columns.end())
          << chart.id << ": " << field;
    });
    EXPECT_EQ(chart.specification["data"]["name"], chart.table);
    EXPECT_FALSE(chart.specification["data"].contains("values")) << "tables are shared";
  }
}

TEST(Charts, DescribeWhatTheyShow) {
  const ChartSet set = charts_of(golden::result());
  for (const Chart& chart : set.charts) {
    EXPECT_FALSE(chart.title.empty());
    EXPECT_THAT(chart.description, HasSubstr("plain_ttl")) << chart.id;
  }
}

// The run that is not valid is ten times as slow as the others.
TEST(Charts, NeverMixInvalidRunsIn) {
  const Result result = golden::result();
  double worst_valid = 0;
  double worst_of_all = 0;
  for (const RunResult& run : result.runs) {
    const double max = run.metrics.at("latency_ms.max");
    worst_of_all = std::max(worst_of_all, max);
    if (run.valid) worst_valid = std::max(worst_valid, max);
  }
  ASSERT_LT(worst_valid, worst_of_all);
  const ChartSet set = charts_of(result);
  for (const char* name : {"percentiles", "timeline-latency"}) {
    for (const nlohmann::json& value : set.tables.at(name).column("high")) {
      if (value.is_number()) {
        EXPECT_LE(value.get<double>(), worst_valid * 1.001) << name;
      }
    }
  }
}

TEST(Charts, ShowEveryAnswerOfASeriesHoweverShort) {
  RunResult run = example_run("a", {});
  run.series.step_s = 0.1;
  for (const char* column : {"answers.fresh", "answers.stale", "answers.empty", "errors"}) {
    run.series.columns[column] = std::vector<std::optional<double>>(1001, 1.0);
  }
  run.series.columns["latency_ms.max"] = std::vector<std::optional<double>>(1001, 1.0);
  run.series.columns["latency_ms.max"][777] = 5000.0;
  Result result;
  result.runs.push_back(run);
  ChartOptions options;
  options.points_max = 60;
  const ChartSet set = charts_of(result, options);
  const Table& answers = set.tables.at("timeline-answers");
  EXPECT_LE(answers.rows(), 60U);
  double stale = 0;
  for (const ordered_json& row : answers.as_rows()) {
    stale += row["stale"].get<double>() * (row["t_end"].get<double>() - row["t"].get<double>());
  }
  EXPECT_NEAR(stale, 1001, 1) << "rates times their lengths are the answers again";
  const Table& latency = set.tables.at("timeline-latency");
  EXPECT_LE(latency.rows(), 60U);
  const auto& values = latency.column("value");
  EXPECT_TRUE(std::find(values.begin(), values.end(), 5000.0) != values.end()) << "the peak survives";
}

TEST(Charts, SayWhyThereAreNone) {
  const ChartSet empty = charts_of(Result{});
  EXPECT_TRUE(empty.charts.empty());
  EXPECT_THAT(empty.left_out, testing::ElementsAre("No charts: no run was finished."));

  Result bare;
  RunResult run;
  run.label = "a";
  bare.runs.push_back(run);
  const ChartSet nothing_measured = charts_of(bare);
  EXPECT_THAT(nothing_measured.left_out, testing::Contains(HasSubstr("No timelines")));
}

}  // namespace
}  // namespace stampede::reports

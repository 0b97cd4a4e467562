// Cells and rows of the CSV files.
#include "reports/export/csv.h"

#include <gmock/gmock.h>

#include "tests/golden/golden.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string metrics_of(RunResult run, const std::string& scenario = "s") {
  Result result;
  result.scenario_name = scenario;
  result.runs.push_back(std::move(run));
  return metrics_csv({{"r.json", &result}});
}

RunResult small_run() {
  RunResult run;
  run.strategy = run.label = "plain_ttl";
  run.world = "virtual";
  run.seed = 18'446'744'073'709'551'615U;
  run.parameters = {{"ttl", "1min"}};
  return run;
}

TEST(CsvText, IsQuotedWhereItMustBe) {
  EXPECT_EQ(csv_text("plain_ttl:ttl=1min"), "plain_ttl:ttl=1min");
  EXPECT_EQ(csv_text(""), "");
  EXPECT_EQ(csv_text("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_text("a;b"), "\"a;b\"");
  EXPECT_EQ(csv_text("say \"a\""), "\"say \"\"a\"\"\"");
  EXPECT_EQ(csv_text("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_text(" outer"), "\" outer\"");
}

TEST(CsvText, IsNoFormulaAndCanBeTakenBack) {
  EXPECT_EQ(csv_text("=1+1"), "'=1+1");
  EXPECT_EQ(csv_text("+1"), "'+1");
  EXPECT_EQ(csv_text("-1"), "'-1");
  EXPECT_EQ(csv_text("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv_text("\t=1"), "\"'\t=1\"");
  EXPECT_EQ(csv_text("\r=1"), "\"'\r=1\"");
  EXPECT_EQ(csv_text("\n=1"), "\"'\n=1\"");
  EXPECT_EQ(csv_text("'quoted"), "''quoted");
  EXPECT_EQ(csv_text("=\"a\",b"), "\"'=\"\"a\"\",b\"");
}

TEST(MetricsCsv, HasARowPerRunAndMetricInTheRegistrysOrder) {
  RunResult run = small_run();
  run.metrics = {{"latency_ms.p99", 0.1}, {"requests", 1000}, {"of_a_later_version", -1e-300}};
  EXPECT_EQ(metrics_of(run),
            "result,scenario,strategy,label,parameters,world,repetition,seed,bound,valid,warnings,metric,unit,value,"
            "at_least\r\n"
            "r.json,s,plain_ttl,plain_ttl,\"{\"\"ttl\"\":\"\"1min\"\"}\",virtual,0,18446744073709551615,false,true,,"
            "requests,requests,1000,false\r\n"
            "r.json,s,plain_ttl,plain_ttl,\"{\"\"ttl\"\":\"\"1min\"\"}\",virtual,0,18446744073709551615,false,true,,"
            "latency_ms.p99,ms,0.1,false\r\n"
            "r.json,s,plain_ttl,plain_ttl,\"{\"\"ttl\"\":\"\"1min\"\"}\",virtual,0,18446744073709551615,false,true,,"
            "of_a_later_version,,-1e-300,false\r\n");
}

TEST(MetricsCsv, MarksBoundsRunsThatAreNotValidAndCountsThatWereCutOff) {
  RunResult run = small_run();
  run.bound = true;
  run.valid = false;
  run.warnings = {{"generator_late", ""}, {"not_at_rest", ""}};
  run.metrics = {{"requests", 1}, {"recomputations.total", 2}, {"redis.commands", 3}, {"latency_ms.max", 4}};
  const std::string text = metrics_of(run);
  EXPECT_THAT(text, HasSubstr(",true,false,generator_late not_at_rest,requests,requests,1,false\r\n"));
  EXPECT_THAT(text, HasSubstr("recomputations.total,computations,2,true\r\n"));
  EXPECT_THAT(text, HasSubstr("redis.commands,commands,3,true\r\n"));
  EXPECT_THAT(text, HasSubstr("latency_ms.max,ms,4,false\r\n"));
}

TEST(MetricsCsv, HasAColumnForEachPathThatAnySweepVaried) {
  Result plain;
  plain.runs.push_back(example_run("a", {}));
  Result sweep;
  sweep.runs.push_back(example_run("a", {}));
  sweep.runs[0].point = {{"origin.capacity", "4"}, {"client.timeout", "\"250ms\""}, {"load[0]", "{\"burst\":5}"}};
  const std::string text = metrics_csv({{"plain.json", &plain}, {"sweep.json", &sweep}});
  EXPECT_THAT(text, HasSubstr(",parameters,point.origin.capacity,point.client.timeout,point.load[0],world,"));
  EXPECT_THAT(text, HasSubstr("plain.json,,a,a,{},,,,live,"));
  EXPECT_THAT(text, HasSubstr("sweep.json,,a,a,{},4,250ms,\"{\"\"burst\"\":5}\",live,"));
}

TEST(SeriesCsv, LeavesOutStepsWithoutASample) {
  Result result;
  result.scenario_name = "s";
  result.runs.push_back(small_run());
  result.runs[0].series = {0.1, {{"arrivals", {1, 2, 3, 4}}, {"latency_ms.p99", {std::nullopt, 0.5, std::nullopt, 1}}}};
  const std::string run = "r.json,s,plain_ttl,plain_ttl,virtual,0,18446744073709551615,false,true,";
  EXPECT_EQ(series_csv({{"r.json", &result}}),
            "result,scenario,strategy,label,world,repetition,seed,bound,valid,series,unit,time_s,value\r\n" + run +
                "arrivals,requests,0,1\r\n" + run + "arrivals,requests,0.1,2\r\n" + run +
                "arrivals,requests,0.2,3\r\n" + run + "arrivals,requests,0.3,4\r\n" + run +
                "latency_ms.p99,ms,0.1,0.5\r\n" + run + "latency_ms.p99,ms,0.3,1\r\n");
}

TEST(SeriesCsv, StandsBesideTheFileOfTheMetrics) {
  EXPECT_EQ(series_file("folder/out.csv"), "folder/out.series.csv");
  EXPECT_EQ(series_file("out"), "out.series.csv");
  EXPECT_EQ(series_file("out.2.txt"), "out.2.series.txt");
}

TEST(Csv, OfNoRunsIsTheHeadingAlone) {
  const Result empty;
  EXPECT_THAT(metrics_csv({{"empty.json", &empty}}), testing::EndsWith(",at_least\r\n"));
  EXPECT_THAT(metrics_csv({{"empty.json", &empty}}), Not(HasSubstr("empty.json")));
}

TEST(GoldenCsv, IsAsLastLookedAt) {
  Result result = golden::result();
  golden::expect_golden("result.csv", metrics_csv({{"result.json", &result}}));
  result.runs.resize(2);
  golden::expect_golden("result.series.csv", series_csv({{"result.json", &result}}));
  // One metric each is enough to see the names.
  Result hostile = golden::result("hostile.json");
  for (RunResult& run : hostile.runs) {
    std::erase_if(run.metrics, [&run](const auto& metric) { return metric.first != run.label; });
  }
  golden::expect_golden("hostile.csv", metrics_csv({{"hostile.json", &hostile}}));
}

}  // namespace
}  // namespace stampede::reports

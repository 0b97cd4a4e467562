// result.json: round trip, shape, and messages for files that are not what they should be.
#include "reports/result/result_json.h"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>

#include "reports/result/from_measurements.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using testing::HasSubstr;

Result example() {
  Result result;
  result.context = {"0.1.0",         "abc123", "Release", "g++ 12.2", "host", 2, "7.0.15", "2026-01-02T03:04:05Z",
                    "stampede run x"};
  result.scenario_name = "cold-cache-1000";
  result.scenario_json = R"({"name":"cold-cache-1000","zebra":1,"alpha":{"b":2,"a":[1,2]}})";
  result.interrupted = true;
  RunResult run = not_valid(example_run("mutex_stale:behaviour=published", {{"latency_ms.p99", 12.5}}));
  run.parameters = {{"behaviour", "published"}, {"lock_ttl", "none"}};
  run.seed = std::numeric_limits<std::uint64_t>::max();
  run.repetition = 3;
  run.order = 17;
  run.fingerprint = "0123abcd";
  run.series = {0.1, {{"arrivals", {1, 0, 5}}, {"latency_ms.p50", {1.25, std::nullopt, 0.1}}}};
  run.histograms["latency_ms"] = {"ms", {{0.001023, 7}, {12.5, std::numeric_limits<std::uint64_t>::max()}}};
  run.faults = {{"redis_restarted", 1.5, 2.25, {{"process_before", 100}, {"process_after", 101}}, ""},
                {"flush", std::nullopt, std::nullopt, {}, "it is told to fail"}};
  run.endpoints = {{"health", 200, 3, {{"p50", 2}, {"p99", 12.5}, {"max", 40}}}, {"page", 0, 0, {}}};
  run.objectives = {{"latency_ms.p99", std::nullopt, 50, 12.5, true},
                    {"answers.fresh", 1, std::nullopt, std::nullopt, false}};
  result.runs = {run, example_run("no_cache", {})};
  return result;
}

std::string message_of(const std::string& text) {
  try {
    from_json_text(text, "some/result.json");
  } catch (const ResultError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ResultJson, MarksABoundAndNothingElse) {
  Result result = example();
  result.runs.push_back(bound_run());
  const std::string text = to_json_text(result);
  const nlohmann::json runs = nlohmann::json::parse(text).at("runs");
  EXPECT_FALSE(runs.at(0).contains("bound"));
  EXPECT_EQ(runs.at(2).at("bound"), true);
  const Result read = from_json_text(text, "test");
  EXPECT_FALSE(read.runs[0].bound);
  EXPECT_TRUE(read.runs[2].bound);
}

TEST(ResultJson, NamesPluginsWhereThereAreAny) {
  Result result = example();
  EXPECT_FALSE(nlohmann::json::parse(to_json_text(result)).at("context").contains("plugins"));
  result.context.plugins = {{"coin_flip.so", "0123456789abcdef", {"coin_flip", "dice"}}, {"other.so", "00", {"other"}}};
  EXPECT_EQ(from_json_text(to_json_text(result), "test").context.plugins, result.context.plugins);
}

TEST(ResultJson, ReadsBackWhatWasWritten) {
  const Result written = example();
  const std::string text = to_json_text(written);
  const Result read = from_json_text(text, "test");
  EXPECT_EQ(read.context.command_line, written.context.command_line);
  EXPECT_EQ(read.context.started_at, written.context.started_at);
  EXPECT_EQ(read.context.cpus, 2U);
  EXPECT_EQ(read.scenario_name, "cold-cache-1000");
  EXPECT_EQ(read.scenario_json, written.scenario_json);  // with its keys in the order in which they were
  EXPECT_TRUE(read.interrupted);
  ASSERT_EQ(read.runs.size(), 2U);
  const RunResult& run = read.runs[0];
  const RunResult& original = written.runs[0];
  EXPECT_EQ(run.strategy, "mutex_stale");
  EXPECT_EQ(run.label, original.label);
  EXPECT_EQ(run.parameters, original.parameters);
  EXPECT_EQ(run.seed, original.seed);
  EXPECT_EQ(run.repetition, 3U);
  EXPECT_EQ(run.order, 17U);
  EXPECT_FALSE(read.runs[1].order);
  EXPECT_FALSE(run.valid);
  EXPECT_EQ(run.warnings, original.warnings);
  EXPECT_EQ(run.fingerprint, original.fingerprint);
  EXPECT_EQ(run.metrics, original.metrics);
  EXPECT_EQ(run.series, original.series);
  EXPECT_EQ(run.histograms, original.histograms);
  EXPECT_EQ(run.objectives, original.objectives);
  EXPECT_EQ(run.faults, original.faults);
  EXPECT_EQ(run.endpoints, original.endpoints);
  EXPECT_EQ(to_json_text(read), text);
}

Result example_of_a_sweep() {
  Result result = example();
  result.sweep = Sweep{{{"origin.capacity", {"4", "null"}}, {"client.timeout", {"\"1s\""}}}, 2};
  for (RunResult& run : result.runs) {
    run.point = {{"origin.capacity", "null"}, {"client.timeout", "\"1s\""}};
    run.series = {};
    run.histograms.clear();
  }
  return result;
}

TEST(ResultJson, ReadsBackASweep) {
  const Result written = example_of_a_sweep();
  const std::string text = to_json_text(written);
  const Result read = from_json_text(text, "test");
  EXPECT_EQ(read.sweep, written.sweep);
  EXPECT_EQ(read.runs[1].point, written.runs[1].point);
  EXPECT_EQ(read.runs[0].metrics, written.runs[0].metrics);
  EXPECT_EQ(to_json_text(read), text);
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json.at("sweep").at("seeds"), 2);
  EXPECT_EQ(json.at("sweep").at("vary").at(0).at("path"), "origin.capacity");
  EXPECT_EQ(json.at("sweep").at("vary").at(0).at("values"), nlohmann::json::parse("[4, null]"));
  EXPECT_EQ(json.at("runs").at(0).at("point"),
            nlohmann::json::parse(R"({"origin.capacity": null, "client.timeout": "1s"})"));
  EXPECT_FALSE(json.at("runs").at(0).contains("series"));
  EXPECT_FALSE(json.at("runs").at(0).contains("histograms"));
}

TEST(ResultJson, OtherResultsHaveNothingOfASweep) {
  const auto json = nlohmann::json::parse(to_json_text(example()));
  EXPECT_FALSE(json.contains("sweep"));
  EXPECT_FALSE(json.at("runs").at(1).contains("point"));
  EXPECT_TRUE(json.at("runs").at(1).contains("series"));
  EXPECT_TRUE(json.at("runs").at(1).contains("histograms"));
}

TEST(ResultJson, RunsOnALineAreReadBack) {
  for (const RunResult& run : {example().runs[0], example_of_a_sweep().runs[0]}) {
    const std::string line = to_json_line(run);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(to_json_line(run_from_json_line(line, "test")), line);
  }
  EXPECT_THROW(run_from_json_line(R"({"strategy": "x"})", "test"), ResultError);
  EXPECT_THROW(run_from_json_line(R"({"strategy": )", "test"), ResultError);
}

TEST(ResultJson, HasTheShapeThatOtherProgramsRelyOn) {
  const auto json = nlohmann::json::parse(to_json_text(example()));
  EXPECT_EQ(json.at("schema"), "stampede.result/1");
  EXPECT_EQ(json.at("context").at("redis_version"), "7.0.15");
  EXPECT_EQ(json.at("scenario").at("alpha").at("b"), 2);
  const auto& run = json.at("runs").at(0);
  EXPECT_EQ(run.at("strategy"), "mutex_stale");
  EXPECT_EQ(run.at("world"), "live");
  EXPECT_EQ(run.at("metrics").at("requests"), 1000);
  EXPECT_EQ(run.at("warnings").at(0).at("id"), "generator_late");
  EXPECT_FALSE(json.at("runs").at(1).contains("fingerprint"));
}

TEST(ResultJson, PrintsCountsAsIntegersAndReadsWellFromTheTop) {
  const std::string text = to_json_text(example());
  EXPECT_THAT(text, HasSubstr("\"requests\": 1000,"));
  EXPECT_THAT(text, HasSubstr("\"arrivals\": [1,0,5]"));
  EXPECT_THAT(text, testing::StartsWith("{\n  \"schema\": \"stampede.result/1\",\n  \"context\": {\n    \"version\""));
  EXPECT_LT(text.find("\"requests\""), text.find("\"answers.fresh\""));  // the registry's order
}

TEST(ResultJson, HoldsNeitherNaNNorInfinity) {
  Result result = example();
  result.runs[0].metrics["latency_ms.p50"] = std::nan("");
  result.runs[0].metrics["latency_ms.max"] = std::numeric_limits<double>::infinity();
  result.runs[0].series.columns["arrivals"][1] = std::nan("");
  const Result read = from_json_text(to_json_text(result), "test");
  EXPECT_FALSE(read.runs[0].metrics.contains("latency_ms.p50"));
  EXPECT_FALSE(read.runs[0].metrics.contains("latency_ms.max"));
  EXPECT_EQ(read.runs[0].series.columns.at("arrivals")[1], std::nullopt);
}

TEST(ResultJson, SurvivesNamesThatAreNoUtf8) {
  Result result = example();
  result.runs[0].label = "bad\xff\xfe\"\n";
  EXPECT_EQ(from_json_text(to_json_text(result), "test").runs[0].label, "bad\xEF\xBF\xBD\xEF\xBF\xBD\"\n");
}

TEST(ResultJson, EveryTruncationIsNoticed) {
  const std::string text = to_json_text(example());
  for (std::size_t size = 0; size + 2 < text.size(); size += 37) {
    EXPECT_THAT(message_of(text.substr(0, size)), HasSubstr("some/result.json: not a complete JSON document")) << size;
  }
}

TEST(ResultJson, ForeignFilesAreToldWhatWasExpected) {
  EXPECT_THAT(message_of("[]"),
              HasSubstr("expected a result file with \"schema\": \"stampede.result/1\", found no schema"));
  EXPECT_THAT(message_of(R"({"schema": "stampede.result/2"})"), HasSubstr("found \"stampede.result/2\""));
  EXPECT_THAT(message_of(R"({"schema": 1})"), HasSubstr("found no schema"));
}

TEST(ResultJson, WrongEntriesAreNamedWithTheirPlace) {
  const auto changed = [](const auto& change) {
    auto json = nlohmann::ordered_json::parse(to_json_text(example()));
    change(json);
    return message_of(json.dump());
  };
  EXPECT_EQ(changed([](auto& json) { json["runs"][1]["metrics"]["requests"] = "many"; }),
            "some/result.json: runs[1].metrics.requests: expected a number, found string");
  EXPECT_EQ(changed([](auto& json) { json["runs"][0].erase("seed"); }),
            "some/result.json: runs[0]: \"seed\" is missing");
  EXPECT_EQ(changed([](auto& json) { json["runs"][0]["seed"] = -1; }),
            "some/result.json: runs[0].seed: expected a whole number from 0 on, found number");
  EXPECT_THAT(changed([](auto& json) { json["runs"][0]["histograms"]["latency_ms"]["buckets"][1] = 3; }),
              HasSubstr("runs[0].histograms.latency_ms.buckets[1]: expected a pair"));
  EXPECT_THAT(changed([](auto& json) { json["runs"] = 3; }), HasSubstr("runs: expected an array, found number"));
  EXPECT_THAT(changed([](auto& json) { json["scenario"] = 3; }), HasSubstr("scenario: expected an object"));
}

TEST(ResultJson, AScenarioThatIsNoObjectCannotBeWritten) {
  Result result = example();
  result.scenario_json = "[]";
  EXPECT_THROW(to_json_text(result), ResultError);
}

TEST(FromMeasurements, TakesOverMetricsSeriesAndFilledHistograms) {
  measure::Measurements measurements;
  measurements.metrics = {{"requests", 1}};
  measurements.series = {std::chrono::milliseconds(100), {{"arrivals", {1}}}};
  measurements.histograms["latency_ms"].record(std::chrono::nanoseconds(1000));
  measurements.histograms["stale_by_s"].record(std::chrono::nanoseconds(2000));
  measurements.histograms["service_ms"];
  RunResult run;
  fill_from(run, measurements);
  EXPECT_EQ(run.metrics, measurements.metrics);
  EXPECT_EQ(run.series, (Series{0.1, {{"arrivals", {1}}}}));
  EXPECT_EQ(run.histograms.at("latency_ms"), (HistogramData{"ms", {{0.001, 1}}}));
  EXPECT_EQ(run.histograms.at("stale_by_s"), (HistogramData{"s", {{0.000002, 1}}}));
  EXPECT_FALSE(run.histograms.contains("service_ms"));
}

TEST(FromMeasurements, HistogramsOfWaitingAreCoarserInTheFileAndLoseNoCount) {
  measure::Measurements measurements;
  measure::Histogram histogram;
  constexpr int kRecorded = 20'000;
  for (int index = 1; index <= kRecorded; ++index) {
    histogram.record(std::chrono::nanoseconds(index * 50));
  }
  measurements.histograms["latency_ms"] = histogram;
  measurements.histograms["service_ms"] = histogram;
  RunResult run;
  fill_from(run, measurements);
  const auto& fine = run.histograms.at("latency_ms").buckets;
  const auto& coarse = run.histograms.at("service_ms").buckets;
  EXPECT_LT(coarse.size() * 4, fine.size());
  EXPECT_EQ(coarse.back().first, fine.back().first);
  std::uint64_t count = 0;
  double previous = 0;
  for (const auto& bucket_in_file : coarse) {
    const double bound = bucket_in_file.first;
    count += bucket_in_file.second;
    EXPECT_GT(bound, previous);
    previous = bound;
    // The count up to a bound is the recorder's.
    EXPECT_EQ(count, std::accumulate(fine.begin(), fine.end(), std::uint64_t{0}, [bound](auto sum, const auto& bucket) {
                return sum + (bucket.first <= bound ? bucket.second : 0);
              }));
  }
  EXPECT_EQ(count, kRecorded);
}

TEST(FromMeasurements, OnlySomeWarningsMakeARunNotValid) {
  RunResult run;
  add_warning(run, measure::foreign_values(1));
  EXPECT_TRUE(run.valid);
  add_warning(run, measure::no_requests());
  add_warning(run, measure::foreign_values(1));
  EXPECT_FALSE(run.valid);
  EXPECT_EQ(run.warnings.at(1).id, "no_requests");
}

}  // namespace
}  // namespace stampede::reports

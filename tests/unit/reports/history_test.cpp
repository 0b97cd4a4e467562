// The history of runs: what is in a line, and what is said of lines that are none.
#include "reports/result/history.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "reports/result/result_json.h"
#include "reports/result/whole_file.h"
#include "tests/fakes/temporary_file.h"
#include "tests/golden/golden.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Result small_result(const std::string& label = "plain_ttl") {
  Result result;
  result.context.started_at = "2026-01-02T03:04:05Z";
  result.context.git = "abc";
  result.scenario_name = "s";
  result.scenario_json = R"({"name": "s", "seed": 1, "origin": {"capacity": 4}})";
  result.runs = {example_run(label, {}), not_valid(example_run(label, {}))};
  return result;
}

std::string complaint_about(const std::string& text) {
  const fakes::TemporaryFile file(text);
  try {
    read_history(file.path());
  } catch (const ResultError& error) {
    return error.what();
  }
  return "none";
}

TEST(History, KeepsWhatARunMeasuredAndWhereItBelongs) {
  const fakes::TemporaryFile file("");
  const Result result = golden::result();
  append_history(file.path(), result);
  append_history(file.path(), small_result());
  const std::vector<HistoryEntry> entries = read_history(file.path());
  ASSERT_EQ(entries.size(), result.runs.size() + 2);
  for (std::size_t i = 0; i < result.runs.size(); ++i) {
    EXPECT_EQ(entries[i].time, result.context.started_at);
    EXPECT_EQ(entries[i].git, result.context.git);
    EXPECT_EQ(entries[i].scenario, "golden");
    EXPECT_EQ(entries[i].run.label, result.runs[i].label);
    EXPECT_EQ(entries[i].run.parameters, result.runs[i].parameters);
    EXPECT_EQ(entries[i].run.world, result.runs[i].world);
    EXPECT_EQ(entries[i].run.bound, result.runs[i].bound);
    EXPECT_EQ(entries[i].run.valid, result.runs[i].valid);
    EXPECT_EQ(entries[i].run.seed, result.runs[i].seed);
    EXPECT_EQ(entries[i].run.metrics, result.runs[i].metrics);
    EXPECT_EQ(entries[i].run.warnings, result.runs[i].warnings);
    EXPECT_EQ(entries[i].run.objectives, result.runs[i].objectives);
    EXPECT_TRUE(entries[i].run.series.columns.empty());
  }
  EXPECT_EQ(entries.back().scenario, "s");
}

TEST(History, KeepsThePointOfASweep) {
  const fakes::TemporaryFile file("");
  Result result = small_result();
  result.runs[0].point = {{"origin.capacity", "8"}};
  append_history(file.path(), result);
  EXPECT_EQ(read_history(file.path())[0].run.point, result.runs[0].point);
}

TEST(History, HostileNamesStayInTheirLine) {
  const fakes::TemporaryFile file("");
  const Result hostile = golden::result("hostile.json");
  append_history(file.path(), hostile);
  const std::vector<HistoryEntry> entries = read_history(file.path());
  ASSERT_EQ(entries.size(), hostile.runs.size());
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(entries[i].run.label, hostile.runs[i].label);
}

TEST(ScenarioHash, IsOfTheConditionsOnly) {
  const std::string hash = scenario_hash(R"({"name": "a", "seed": 1, "origin": {"capacity": 4, "x": 1}})");
  EXPECT_EQ(hash.size(), 16);
  EXPECT_EQ(scenario_hash(R"({"origin": {"x": 1, "capacity": 4}, "name": "b", "seed": 2, "strategies": ["c"],
                              "objectives": {}, "repetitions": 3, "summary": "", "look_at": []})"),
            hash);
  EXPECT_NE(scenario_hash(R"({"origin": {"capacity": 5, "x": 1}})"), hash);
}

TEST(History, OfNoRunsIsNotTouched) {
  const fakes::TemporaryFile file("");
  Result empty = small_result();
  empty.runs.clear();
  append_history(file.path(), empty);
  EXPECT_TRUE(read_history(file.path()).empty());
}

TEST(History, BeginsANewLineWhereTheLastHasNoEnd) {
  std::string lines = history_lines(small_result());
  lines.pop_back();
  const fakes::TemporaryFile file(lines);
  append_history(file.path(), small_result());
  EXPECT_EQ(read_history(file.path()).size(), 4);
}

TEST(History, TakesEmptyLinesAndLineEndsOfWindows) {
  std::string line = history_lines(small_result());
  line.insert(line.find('\n'), "\r");
  const fakes::TemporaryFile file("\n" + line + "\n \r\n");
  EXPECT_EQ(read_history(file.path()).size(), 2);
}

TEST(History, SaysWhichLineIsWrongAndWhy) {
  const std::string good = history_lines(small_result());
  EXPECT_THAT(complaint_about(good + "{\"schema\": \"stam\n"), HasSubstr(" line 3: not a complete JSON document"));
  EXPECT_THAT(complaint_about(good + "{}\n"),
              HasSubstr(" line 3: expected \"schema\": \"stampede.history/1\", found no schema"));
  EXPECT_THAT(complaint_about("{\"schema\": \"stampede.history/2\"}\n" + good),
              AllOf(HasSubstr(" line 1: "), HasSubstr("found \"stampede.history/2\"")));
  std::string without = good;
  without.replace(without.find("\"world\""), 7, "\"earth\"");
  EXPECT_THAT(complaint_about(without), HasSubstr(" line 1: \"world\" is missing"));
  EXPECT_THAT(complaint_about("1\n2\n3\n4\n5\n6\n7\n"),
              AllOf(HasSubstr(" line 5:"), Not(HasSubstr(" line 6:")), HasSubstr("and 2 more lines")));
  EXPECT_THROW(read_history("/does/not/exist"), ResultError);
}

TEST(History, IsNotAppendedToAFileOfAnotherKind) {
  EXPECT_EQ(why_no_history("/does/not/exist"), "");
  EXPECT_EQ(why_no_history(fakes::TemporaryFile("").path()), "");
  EXPECT_EQ(why_no_history(fakes::TemporaryFile(history_lines(small_result())).path()), "");
  EXPECT_THAT(why_no_history(golden::file("result.json")), HasSubstr("no run of a history"));
}

TEST(History, OfSeveralWritersHasWholeLines) {
  const fakes::TemporaryFile file("");
  constexpr std::size_t kTimes = 50;
  std::vector<std::thread> writers;
  for (const char* label : {"a", "b", "c", "d"}) {
    writers.emplace_back([&file, label] {
      for (std::size_t i = 0; i < kTimes; ++i) append_history(file.path(), small_result(label));
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(read_history(file.path()).size(), 4 * 2 * kTimes);
}

TEST(History, StaysAsItWasWhenTheDiskIsFull) {
  const fakes::TemporaryFile file("");
  append_history(file.path(), small_result());
  const auto size = static_cast<rlim_t>(std::filesystem::file_size(file.path()));
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit little{size + 100, before.rlim_max};  // the next lines are longer
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &little), 0);
  EXPECT_THROW(append_history(file.path(), small_result()), FileError);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(std::filesystem::file_size(file.path()), size);
  EXPECT_EQ(read_history(file.path()).size(), 2);
}

}  // namespace
}  // namespace stampede::reports

// What stampede report writes beside its tables, and what run --history appends.
#include <algorithm>

#include "fixture.h"
#include "reports/result/history.h"
#include "tests/golden/golden.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Exports : public ProgramTest {
 protected:
  std::string golden_result() const { return golden::file("result.json").string(); }

  std::string refusal_of(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output << outcome.errors;
    EXPECT_EQ(outcome.output, "");
    return outcome.errors;
  }

  // What a test's program leaves in the folder, without what the fixture puts there.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      const std::string name = entry.path().filename().string();
      if (name != "tmp" && !name.starts_with(".std")) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }
};

TEST_F(Exports, AllInOneCall) {
  const Outcome outcome =
      run({"report", golden_result(), "--csv", "new/out.csv", "--hgrm", "new/below/hgrm", "--markdown", "out.md"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(outcome.errors, "");
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("stale_while_revalidate"),
                    HasSubstr("CSV: new/out.csv and new/out.series.csv, of 9 runs, 1 of them not valid (marked)\n"),
                    HasSubstr("Histograms: 9 files in new/below/hgrm\n"), HasSubstr("Markdown: out.md, of 9 runs")));
  EXPECT_THAT(read_text(folder_ / "new/out.csv"), StartsWith("result,scenario,strategy,"));
  EXPECT_THAT(read_text(folder_ / "new/out.series.csv"), HasSubstr(",time_s,value\r\n"));
  EXPECT_THAT(read_text(folder_ / "new/below/hgrm/golden.plain_ttl.virtual.latency_ms.hgrm"),
              HasSubstr("1/(1-Percentile)"));
  EXPECT_EQ(read_text(folder_ / "out.md"), read_text(golden::file("result.md")));
}

TEST_F(Exports, MarkdownAloneGoesToStandardOutput) {
  const Outcome outcome = run({"report", golden_result(), "--markdown", "-"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output, read_text(golden::file("result.md")));
  EXPECT_EQ(outcome.errors, "");
  EXPECT_TRUE(files().empty());
}

TEST_F(Exports, AreMadeOfFoldersAndSeveralFiles) {
  ASSERT_EQ(run({"run", add(small_scenario("first")), add(small_scenario("second")), "--out", "out", "--world",
                 "virtual", "--quiet"})
                .exit_code,
            0);
  const Outcome outcome = run({"report", "out", golden_result(), "--markdown", "-"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("### `first`"), HasSubstr("### `second`"), HasSubstr("### `golden`")));
}

TEST_F(Exports, OfASweepHaveItsPoints) {
  Json scenario = small_scenario("small");
  ASSERT_EQ(run({"sweep", add(scenario), "--vary", "origin.capacity=1,4", "--seeds", "1", "--out", "out", "--quiet"})
                .exit_code,
            0);
  const Outcome outcome = run({"report", "out", "--csv", "out.csv", "--hgrm", "hgrm", "--markdown", "out.md"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("No histogram of out/result.json: a sweep keeps no histograms"));
  EXPECT_THAT(read_text(folder_ / "out.csv"), HasSubstr(",point.origin.capacity,"));
  EXPECT_THAT(read_text(folder_ / "out.md"), HasSubstr("### Sweep of `small`"));
}

TEST_F(Exports, SayAllProblemsAtOnceAndWriteNothing) {
  write_text(folder_ / "file", "");
  write_text(folder_ / "foreign.json", "{\"schema\": \"other/1\"}");
  std::filesystem::create_directory(folder_ / "folder");
  const std::vector<std::string> before = files();
  const std::string refusal = refusal_of(
      {"report", golden_result(), "foreign.json", "--csv", "file/out.csv", "--hgrm", "file", "--markdown", "folder"});
  EXPECT_THAT(refusal, AllOf(HasSubstr("nothing was written; these problems must be mended first:\n"),
                             HasSubstr("foreign.json: expected a result file with \"schema\": \"stampede.result/1\", "
                                       "found \"other/1\""),
                             HasSubstr("--csv: cannot write into file: Not a directory"),
                             HasSubstr("--hgrm: file is a file, and a folder is needed"),
                             HasSubstr("--markdown: folder is a folder, and a file is needed")));
  EXPECT_EQ(files(), before);
}

TEST_F(Exports, WouldRatherNotOverwriteWhatTheyReadOrEachOther) {
  std::filesystem::copy_file(golden_result(), folder_ / "result.json");
  EXPECT_THAT(refusal_of({"report", "result.json", "--csv", "./result.json"}),
              HasSubstr("--csv: ./result.json is a result that is to be read"));
  EXPECT_THAT(refusal_of({"report", "result.json", "--csv", "a.csv", "--markdown", "sub/../a.csv"}),
              HasSubstr("--csv: a.csv is to be written by --markdown as well"));
  EXPECT_THAT(refusal_of({"report", "result.json", "--csv", "-"}), HasSubstr("--csv: writes two files"));
  EXPECT_EQ(read_text(folder_ / "result.json"), read_text(golden_result()));
}

TEST_F(Exports, RefuseWhatIsNoResult) {
  const std::string whole = read_text(golden_result());
  write_text(folder_ / "truncated.json", whole.substr(0, whole.size() / 2));
  write_text(folder_ / "empty.json", "");
  std::string newer = whole;
  newer.replace(newer.find("stampede.result/1"), 17, "stampede.result/2");
  write_text(folder_ / "newer.json", newer);
  const std::string refusal =
      refusal_of({"report", "truncated.json", "empty.json", "newer.json", "missing.json", "--csv", "out.csv"});
  EXPECT_THAT(refusal, AllOf(HasSubstr("truncated.json: not a complete JSON document"),
                             HasSubstr("empty.json: not a complete JSON document"),
                             HasSubstr("newer.json: expected a result file with \"schema\": \"stampede.result/1\", "
                                       "found \"stampede.result/2\""),
                             HasSubstr("missing.json: cannot be read")));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out.csv"));
}

TEST_F(Exports, OfInterruptedEmptyAndInvalidResultsSayWhatTheyAre) {
  Json result = Json::parse(read_text(golden_result()));
  result["interrupted"] = true;
  write_text(folder_ / "interrupted.json", result.dump());
  Json invalid = result;
  for (Json& run : invalid["runs"]) run["valid"] = false;
  write_text(folder_ / "invalid.json", invalid.dump());
  result["runs"] = Json::array();
  write_text(folder_ / "none.json", result.dump());
  const Outcome outcome = run({"report", "interrupted.json", "invalid.json", "none.json", "--csv", "out.csv", "--hgrm",
                               "hgrm", "--markdown", "out.md"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("Interrupted: the runs that were finished are shown."), HasSubstr("No run was finished."),
                    HasSubstr("of 18 runs, 10 of them not valid (marked)"),
                    HasSubstr("No histogram of plain_ttl in invalid.json: no repetition is valid"),
                    HasSubstr("No histogram of none.json: no run")));
  EXPECT_THAT(read_text(folder_ / "out.md"), AllOf(HasSubstr("**Interrupted**"), HasSubstr("**No run was finished.**"),
                                                   HasSubstr("| `plain_ttl` **not valid** |")));
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "hgrm")) {
    EXPECT_THAT(read_text(entry.path()), Not(HasSubstr("invalid.json")));
  }
}

TEST_F(Exports, WithHostileNamesStayInTheirFolder) {
  const std::string hostile = golden::file("hostile.json").string();
  const Outcome outcome = run({"report", hostile, "--csv", "out.csv", "--hgrm", "hgrm", "--markdown", "out.md"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(files(), (std::vector<std::string>{"hgrm", "out.csv", "out.md", "out.series.csv"}));
  // A valid strategy each has one file of latency.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_ / "hgrm"), {}), 15);
  EXPECT_THAT(outcome.output, Not(HasSubstr("\033[31m")));
}

class HistoryFile : public Exports {};

TEST_F(HistoryFile, GrowsByALineForEachRun) {
  const std::string scenario = add(small_scenario("small"));
  for (const std::size_t runs : {2, 4}) {
    const Outcome outcome = run(
        {"run", scenario, "--world", "virtual", "--repetitions", "2", "--history", "history.jsonl", "--out", "out"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
    EXPECT_EQ(reports::read_history(folder_ / "history.jsonl").size(), runs);
  }
  const std::vector<reports::HistoryEntry> entries = reports::read_history(folder_ / "history.jsonl");
  EXPECT_EQ(entries[0].scenario, "small");
  EXPECT_EQ(entries[0].run.metrics, result().runs[0].metrics);
  EXPECT_EQ(entries[1].scenario_hash, entries[3].scenario_hash);
  ASSERT_EQ(run({"run", scenario, "--world", "virtual", "--set", "origin.compute_time=7ms", "--history",
                 "history.jsonl", "--quiet"})
                .exit_code,
            0);
  EXPECT_NE(reports::read_history(folder_ / "history.jsonl").back().scenario_hash, entries[0].scenario_hash);
}

TEST_F(HistoryFile, TakesSweeps) {
  ASSERT_EQ(run({"sweep", add(small_scenario("small")), "--vary", "origin.capacity=1,4", "--seeds", "2", "--history",
                 "history.jsonl", "--out", "out", "--quiet"})
                .exit_code,
            0);
  const std::vector<reports::HistoryEntry> entries = reports::read_history(folder_ / "history.jsonl");
  ASSERT_EQ(entries.size(), 4);
  EXPECT_EQ(entries[3].run.point, (std::vector<reports::Setting>{{"origin.capacity", "4"}}));
}

TEST_F(HistoryFile, IsRefusedBeforeAnythingIsRun) {
  write_text(folder_ / "notes.txt", "my notes\n");
  const std::string scenario = add(small_scenario("small"));
  for (const char* command : {"run", "sweep"}) {
    std::vector<std::string> words = {command, scenario, "--history", "notes.txt", "--out", "out"};
    if (words[0] == "sweep") words.insert(words.end(), {"--vary", "origin.capacity=1"});
    EXPECT_THAT(refusal_of(words), HasSubstr("--history: notes.txt exists, and its first line is no run of a history"));
  }
  EXPECT_THAT(refusal_of({"run", scenario, "--history", "missing/history.jsonl", "--set", "wrong=1"}),
              AllOf(HasSubstr("--history: there is no folder missing"), HasSubstr("wrong")));
  EXPECT_EQ(read_text(folder_ / "notes.txt"), "my notes\n");
  EXPECT_TRUE(nothing_written());
}

}  // namespace

}  // namespace stampede

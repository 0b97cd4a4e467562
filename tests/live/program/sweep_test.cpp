// stampede sweep as a user runs it: what it refuses, prints, writes, and how it goes on after an interruption.
#include <algorithm>
#include <csignal>

#include "fixture.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kCtrlC = 3;

// Everything but the times in its context, which are of one call.
Json without_context(const std::string& text) {
  Json json = Json::parse(text);
  json.erase("context");
  return json;
}

class SweepProgram : public ProgramTest {
 protected:
  static Json scenario() {
    return {{"name", "small"},
            {"load", Json::array({{{"poisson", 200}, {"for", "1s"}}})},
            {"freshness", {{"fresh_for", "100ms"}, {"keep_for", "1s"}}},
            {"origin", {{"compute_time", {{"exponential", {{"mean", "10ms"}}}}}}},
            {"strategies", {"plain_ttl", "mutex_stale"}}};
  }

  // Long enough to be interrupted.
  std::vector<std::string> long_sweep() const {
    Json json = scenario();
    json["load"] = Json::array({{{"poisson", 2000}, {"for", "10s"}}});
    return {"sweep", add(json), "--vary", "topology.workers=20..25 step 1", "--seeds", "3", "--out", "out"};
  }

  std::string refusal_of(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output << outcome.errors;
    EXPECT_EQ(outcome.output, "");
    return outcome.errors;
  }

  std::filesystem::path journal() const { return folder_ / "out" / "sweep.journal"; }
  std::size_t journal_lines() const {
    if (!std::filesystem::exists(journal())) return 0;
    const std::string text = read_text(journal());
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }
};

TEST_F(SweepProgram, PrintsATableAndWritesOneResultFile) {
  const Outcome outcome = run({"sweep", add(scenario()), "--vary", "origin.capacity=1,4", "--vary",
                               "load[0].poisson=100..300 step 200", "--seeds", "3", "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(outcome.errors, "");
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("24 runs: 4 points of small, 3 seeds each\n"), HasSubstr("capacity"),
                                    HasSubstr("poisson"), HasSubstr("mutex_stale"), HasSubstr("median of 3 seeds"),
                                    HasSubstr("Result file: out/result.json")));
  const reports::Result written = result();
  EXPECT_FALSE(written.interrupted);
  EXPECT_EQ(written.runs.size(), 24U);
  EXPECT_EQ(written.sweep, (reports::Sweep{{{"origin.capacity", {"1", "4"}}, {"load[0].poisson", {"100", "300"}}}, 3}));
  EXPECT_EQ(written.runs[6].point,
            (std::vector<reports::Setting>{{"origin.capacity", "1"}, {"load[0].poisson", "300"}}));
  EXPECT_EQ(written.runs[6].repetition, 0U);
  EXPECT_EQ(written.runs[8].seed, 44U);
  expect_all_accounted_for(written);
  EXPECT_FALSE(std::filesystem::exists(journal()));
}

// A point of a sweep is what `run --set` would have measured.
TEST_F(SweepProgram, MeasuresWhatRunMeasures) {
  const std::string file = add(scenario());
  ASSERT_EQ(run({"sweep", file, "--vary", "origin.capacity=1,4", "--seeds", "2", "--out", "out"}).exit_code, 0);
  const reports::Result swept = result();
  ASSERT_EQ(
      run({"run", file, "--world", "virtual", "--set", "origin.capacity=4", "--seed", "43", "--out", "out"}).exit_code,
      0);
  const reports::Result alone = result();
  ASSERT_EQ(alone.runs.size(), 3U);  // and the bound, which a sweep leaves out
  EXPECT_EQ(swept.runs[4 + 1].metrics, alone.runs[0].metrics);
  EXPECT_EQ(swept.runs[4 + 1].fingerprint, alone.runs[0].fingerprint);
  EXPECT_EQ(swept.runs[4 + 3].metrics, alone.runs[1].metrics);
}

TEST_F(SweepProgram, TheResultDoesNotDependOnTheNumberOfJobs) {
  const std::string file = add(scenario());
  std::vector<std::string> texts;
  for (const char* jobs : {"1", "2", "7"}) {
    ASSERT_EQ(run({"sweep", file, "--vary", "origin.capacity=1..9 log 3", "--jobs", jobs, "--out", "out"}).exit_code,
              0);
    texts.push_back(read_text(result_file()));
    // Byte for byte from the end of the context on.
    texts.back().erase(0, texts.back().find("\"interrupted\""));
    EXPECT_GT(texts.back().size(), 1000U);
  }
  EXPECT_EQ(texts[1], texts[0]);
  EXPECT_EQ(texts[2], texts[0]);
}

TEST_F(SweepProgram, SaysAllProblemsAtOnce) {
  const std::string said =
      refusal_of({"sweep", add(scenario()), "--vary", "origin.capacity=0,1", "--vary", "orgin.x=5", "--vary", "b=1..2",
                  "--seeds", "0", "--jobs", "x", "--set", "seed=-1", "--strategy", "plain_tl", "--resume"});
  EXPECT_THAT(said, AllOf(HasSubstr("nothing was run"), HasSubstr("--vary b: \"1..2\": expected FROM..TO step"),
                          HasSubstr("--seeds: expected an integer from 1 to 10000, found \"0\""),
                          HasSubstr("--jobs: expected an integer from 1 to 1024, found \"x\""),
                          HasSubstr("seed: expected an integer"), HasSubstr("did you mean \"plain_ttl\""),
                          HasSubstr("--resume: say with --out")));
  EXPECT_THAT(refusal_of({"sweep", add(scenario()), "--vary", "origin.capacity=0,1", "--vary", "orgin.x=5"}),
              AllOf(HasSubstr("--vary origin.capacity=0: origin.capacity: expected"),
                    HasSubstr("--vary orgin.x=5: orgin: unknown key")));
  EXPECT_TRUE(nothing_written());
}

TEST_F(SweepProgram, RefusesWhatIsMissing) {
  EXPECT_THAT(refusal_of({"sweep", add(scenario())}), HasSubstr("--vary is required"));
  EXPECT_THAT(refusal_of({"sweep", "nope.json", "--vary", "seed=1,2"}), HasSubstr("no shipped scenario \"nope.json\""));
  EXPECT_TRUE(nothing_written());
}

TEST_F(SweepProgram, TellsObjectivesAndValidityByTheExitCode) {
  Json json = scenario();
  json["objectives"] = {{"latency_ms.p99", {{"max", 1e9}}}};
  const std::vector<std::string> sweep = {"sweep", add(json), "--vary", "topology.workers=20,30", "--out", "out"};
  EXPECT_EQ(run(sweep).exit_code, 0);
  std::vector<std::string> stricter = sweep;
  stricter.insert(stricter.end(), {"--vary", "objectives[latency_ms.p99].max=1000000,0.001"});
  const Outcome missed = run(stricter);
  EXPECT_EQ(missed.exit_code, 1);
  EXPECT_THAT(missed.output, AllOf(HasSubstr("objectives"), HasSubstr("1 missed"), HasSubstr("met")));
}

TEST_F(SweepProgram, QuietPrintsNothing) {
  const Outcome outcome =
      run({"sweep", add(scenario()), "--vary", "seed=1,2", "--seeds", "1", "--quiet", "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output + outcome.errors, "");
  EXPECT_EQ(result().runs.size(), 4U);
}

TEST_F(SweepProgram, ShowsProgressOnATerminal) {
  const Outcome outcome =
      run_program({.arguments = long_sweep(), .environment = {}, .terminal = Terminal::standard_error});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.terminal_output, testing::ContainsRegex("[0-9]+/36 runs, [0-9]+ s left"));
  EXPECT_TRUE(outcome.terminal_output.ends_with("\r\x1b[K"));
}

TEST_F(SweepProgram, GoesOnAfterCtrlC) {
  const std::vector<std::string> arguments = long_sweep();
  ASSERT_EQ(run(arguments).exit_code, 0);
  const Json expected = without_context(read_text(result_file()));
  std::filesystem::remove_all(folder_ / "out");

  std::unique_ptr<Program> program = start(arguments, Terminal::all);
  ASSERT_TRUE(program->wait_until([this] { return journal_lines() > 3; }));
  program->press(kCtrlC);
  const Outcome outcome = program->wait();
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.terminal_output,
              AllOf(HasSubstr("interrupted. "), HasSubstr("of 36 runs are finished"), HasSubstr("--resume --out out")));
  EXPECT_FALSE(std::filesystem::exists(result_file()));
  const std::size_t kept = journal_lines() - 1;
  ASSERT_GE(kept, 3U);
  ASSERT_LT(kept, 36U);

  EXPECT_THAT(refusal_of(arguments), HasSubstr("out/sweep.journal holds the runs of a sweep that did not end"));
  std::vector<std::string> resumed = arguments;
  resumed.emplace_back("--resume");
  std::vector<std::string> other = resumed;
  other.insert(other.end(), {"--set", "seed=7"});
  EXPECT_THAT(refusal_of(other), AllOf(HasSubstr("nothing was run"), HasSubstr("its scenario, --set or --strategy")));
  const Outcome rest = run(resumed);
  EXPECT_EQ(rest.exit_code, 0) << rest.errors;
  EXPECT_THAT(rest.output, HasSubstr(std::to_string(kept) + " of them are finished"));
  EXPECT_EQ(without_context(read_text(result_file())), expected);
  EXPECT_FALSE(std::filesystem::exists(journal()));
  EXPECT_THAT(refusal_of(resumed), HasSubstr("there is no out/sweep.journal"));
}

TEST_F(SweepProgram, GoesOnAfterItWasKilled) {
  const std::vector<std::string> arguments = long_sweep();
  std::unique_ptr<Program> program = start(arguments);
  ASSERT_TRUE(program->wait_until([this] { return journal_lines() > 3; }));
  program->signal(SIGKILL);
  EXPECT_EQ(program->wait().signal, SIGKILL);
  write_text(journal(), read_text(journal()) + R"({"run":9,"resu)");
  std::vector<std::string> resumed = arguments;
  resumed.emplace_back("--resume");
  EXPECT_EQ(run(resumed).exit_code, 0);
  EXPECT_EQ(result().runs.size(), 36U);
  expect_all_accounted_for(result());
}

TEST_F(SweepProgram, HelpExplainsRanges) {
  const Outcome outcome = run({"sweep", "--help"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("--vary"), HasSubstr(" step "), HasSubstr(" log "), HasSubstr("--resume")));
}

}  // namespace

}  // namespace stampede

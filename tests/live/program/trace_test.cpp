// Traces as a user replays them: packed files, paths, what is refused before anything runs, and what a run finds out.
#include <zlib.h>

#include "fixture.h"

namespace stampede {

namespace {

using testing::HasSubstr;

class TraceProgram : public ProgramTest {
 protected:
  // So many lines in a second, every tenth of which changes its key.
  static std::string lines(int count, int per_second = 100) {
    std::string text = "time,key,op\n";
    for (int i = 0; i < count; ++i) {
      text += std::to_string(static_cast<double>(i) / per_second) + ",page:" + std::to_string(i % 7) +
              (i % 10 == 9 ? ",set\n" : ",get\n");
    }
    return text;
  }

  static Json scenario(const std::string& trace) {
    return {{"name", "replay"},
            {"load", Json::array({{{"trace", trace}, {"format", "plain"}, {"for", "1min"}}})},
            {"origin", {{"compute_time", "2ms"}}},
            {"generator", {{"lag_p99_max", "10s"}}},
            {"strategies", {"plain_ttl", "mutex_stale"}}};
  }

  void write_packed(const std::string& name, const std::string& text) const {
    gzFile file = gzopen((folder_ / name).c_str(), "wb");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(gzwrite(file, text.data(), static_cast<unsigned>(text.size())), static_cast<int>(text.size()));
    EXPECT_EQ(gzclose(file), Z_OK);
  }
};

TEST_F(TraceProgram, IsReplayedInBothWorlds) {
  write_packed("trace", lines(100));
  const Outcome outcome = run({"run", add(scenario("trace")), "--world", "both", "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  const reports::Result written = result();
  expect_all_accounted_for(written);
  ASSERT_EQ(written.runs.size(), 6U);  // two strategies and the bound
  for (const reports::RunResult& each : written.runs) {
    EXPECT_EQ(metric(each, "requests"), 90) << each.label << each.world;
    EXPECT_EQ(metric(each, "invalidations.total"), 10) << each.label << each.world;
  }
}

TEST_F(TraceProgram, IsFoundBesideTheScenarioWhereverTheProgramIsStarted) {
  std::filesystem::create_directories(folder_ / "deep" / "traces");
  write_text(folder_ / "deep" / "traces" / "t.csv", lines(10));
  write_text(folder_ / "deep" / "replay.json", scenario("traces/t.csv").dump());
  const Outcome outcome = run({"run", "deep/replay.json", "--world", "virtual", "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(metric(run_of(result(), "plain_ttl"), "requests"), 9);
}

TEST_F(TraceProgram, IsLookedAtBeforeAnythingRuns) {
  for (const std::string command : {"validate", "run"}) {
    Outcome outcome = run({command, add(scenario("nowhere.csv"))});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.errors, HasSubstr("load[0].trace: "));
    EXPECT_THAT(outcome.errors, HasSubstr("nowhere.csv cannot be opened: No such file or directory"));
    write_text(folder_ / "twitter.csv", "0,nz:u:eeW,6,230,7,get,0\n");
    outcome = run({command, add(scenario("twitter.csv"))});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.errors, HasSubstr("twitter.csv: line 1: expected an operation (get/set/delete), found"));
  }
  EXPECT_TRUE(nothing_written());
}

TEST_F(TraceProgram, ThatTurnsBadLaterEndsThereAndTheRunIsNotValid) {
  write_text(folder_ / "late.csv", lines(2000) + "20,page:1,got\n21,page:1,get\n");
  const std::string file = add(scenario("late.csv"));
  EXPECT_EQ(run({"validate", file}).exit_code, 0);
  Outcome outcome = run({"run", file, "--world", "virtual", "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.output, HasSubstr("line 2002: expected an operation"));
  EXPECT_EQ(metric(run_of(result(), "plain_ttl"), "requests"), 1800);
  outcome = run({"run", file, "--world", "virtual", "--set", "load[0].tolerate_bad_lines=1", "--out", "tolerant"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("1 bad line of"));
  const reports::Result tolerant = reports::read_result(folder_ / "tolerant" / "result.json");
  EXPECT_EQ(metric(run_of(tolerant, "plain_ttl"), "requests"), 1801);
  EXPECT_TRUE(has_warning(run_of(tolerant, "plain_ttl"), "trace_lines_skipped"));
}

TEST_F(TraceProgram, IsReplayedFasterInASweepWithoutBeingReadAway) {
  write_text(folder_ / "t.csv", lines(1000));
  const Outcome outcome = run({"sweep", add(scenario("t.csv")), "--vary", "load[0].speed=1,4", "--seeds", "2",
                               "--strategy", "plain_ttl", "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  const reports::Result written = result();
  ASSERT_EQ(written.runs.size(), 4U);
  for (const reports::RunResult& each : written.runs) EXPECT_EQ(metric(each, "requests"), 900);
  EXPECT_GT(metric(written.runs[2], "origin.rate_peak"), 0);
}

}  // namespace

}  // namespace stampede

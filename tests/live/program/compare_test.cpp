// stampede compare, called as a CI job calls it: exit codes, files, and what is said about bad input.
#include "fixture.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Compare : public ProgramTest {
 protected:
  // A virtual run into the folder of that name.
  void run_virtual(const std::string& folder, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"run", add(small_scenario("small")), "--world", "virtual", "--out", folder};
    arguments.insert(arguments.end(), more.begin(), more.end());
    ASSERT_EQ(run(arguments).exit_code, 0);
  }

  void change_metric(const std::string& folder, const std::string& name, double value) const {
    Json file = Json::parse(read_text(folder_ / (folder + "/result.json")));
    file["runs"][0]["metrics"][name] = value;
    write_text(folder_ / (folder + "/result.json"), file.dump());
  }
};

TEST_F(Compare, TheSameRunTwiceIsIdentical) {
  run_virtual("before");
  run_virtual("after");
  const Outcome outcome = run({"compare", "before", "after/result.json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("* plain_ttl: identical."));
}

TEST_F(Compare, ARegressionFailsAndIsInEveryFile) {
  run_virtual("before");
  run_virtual("after");
  change_metric("after", "recomputations.total", 7);
  const Outcome outcome =
      run({"compare", "before", "after", "--markdown", "c.md", "--junit", "c.xml", "--json", "c.json"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("REGRESSIONS"), HasSubstr("recomputations.total")));
  EXPECT_THAT(read_text(folder_ / "c.md"), HasSubstr("**stampede compare: 1 regression"));
  EXPECT_THAT(read_text(folder_ / "c.xml"), HasSubstr("failures=\"1\""));
  const Json json = Json::parse(read_text(folder_ / "c.json"));
  EXPECT_EQ(json.at("schema"), "stampede.comparison/1");
  EXPECT_EQ(json.at("outcome"), "regression");
  EXPECT_EQ(json["scenarios"][0]["strategies"][0]["metrics"][0]["head"]["value"], 7);
}

TEST_F(Compare, AnImprovementDoesNotFail) {
  run_virtual("before");
  run_virtual("after");
  change_metric("before", "recomputations.total", 7);
  const Outcome outcome = run({"compare", "before", "after"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("Improvements"), Not(HasSubstr("REGRESSIONS"))));
}

TEST_F(Compare, AFileCanBeStandardOutputInPlaceOfTheTable) {
  run_virtual("before");
  const Outcome outcome = run({"compare", "before", "before", "--markdown", "-"});
  EXPECT_TRUE(outcome.output.starts_with("**stampede compare: no regressions")) << outcome.output;
}

TEST_F(Compare, AnotherScenarioIsRefused) {
  run_virtual("before");
  run_virtual("after", {"--set", "origin.compute_time=11ms"});
  const Outcome outcome = run({"compare", "before", "after"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("origin.compute_time: \"10ms\" in the baseline, \"11ms\" in the head"));
  EXPECT_THAT(outcome.errors, HasSubstr("do not belong together"));
}

TEST_F(Compare, AStrategyThatIsMissingIsNotPassedOver) {
  run_virtual("before", {"--strategy", "plain_ttl,mutex_stale"});
  run_virtual("after");
  const Outcome outcome = run({"compare", "before", "after"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.output, HasSubstr("mutex_stale: The head has no such runs."));
  EXPECT_EQ(run({"compare", "after", "before"}).exit_code, 0) << "new ones are no regression";
}

TEST_F(Compare, FewLiveRepetitionsAreNotJudged) {
  ASSERT_EQ(run({"run", add(small_scenario("small")), "--repetitions", "2", "--out", "live"}).exit_code, 0);
  const Outcome outcome = run({"compare", "live", "live"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.output, HasSubstr("Too few repetitions to judge: 2 valid in the baseline and 2 in the head"));
}

TEST_F(Compare, NineLiveRepetitionsAre) {
  ASSERT_EQ(run({"run", add(small_scenario("small")), "--repetitions", "9", "--out", "live"}).exit_code, 0);
  const Outcome outcome = run({"compare", "live", "live", "--json", "c.json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(Json::parse(read_text(folder_ / "c.json")).at("summary").at("compared"), 1);
}

TEST_F(Compare, WhatIsNoResultIsRefusedWithItsPlace) {
  run_virtual("good");
  const std::string text = read_text(folder_ / "good/result.json");
  write_text(folder_ / "cut.json", text.substr(0, text.size() / 2));
  write_text(folder_ / "foreign.json", R"({"schema": "else/1"})");
  std::filesystem::create_directories(folder_ / "empty");
  for (const char* bad : {"cut.json", "foreign.json", "empty", "missing.json"}) {
    for (const bool first : {true, false}) {
      const Outcome outcome = first ? run({"compare", bad, "good"}) : run({"compare", "good", bad, "--json", "c.json"});
      EXPECT_EQ(outcome.exit_code, 2) << bad;
      EXPECT_THAT(outcome.errors, AllOf(HasSubstr("nothing was compared"), HasSubstr(bad)));
      EXPECT_EQ(outcome.output, "");
      EXPECT_FALSE(std::filesystem::exists(folder_ / "c.json"));
    }
  }
}

TEST_F(Compare, AResultWithoutRunsSaysSo) {
  run_virtual("good");
  Json file = Json::parse(read_text(folder_ / "good/result.json"));
  file["runs"] = Json::array();
  file["interrupted"] = true;
  write_text(folder_ / "none.json", file.dump());
  const Outcome outcome = run({"compare", "good", "none.json"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("none.json: no run was finished before it was interrupted"));
}

TEST_F(Compare, TwoResultsOfOneScenarioInAFolderAreRefused) {
  run_virtual("both/1");
  run_virtual("both/2");
  const Outcome outcome = run({"compare", "both", "both/1"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("the baseline has two results of virtual runs of the scenario small"));
}

TEST_F(Compare, AFileThatCannotBeWrittenIsNamed) {
  run_virtual("good");
  const Outcome outcome = run({"compare", "good", "good", "--markdown", "nowhere/c.md"});
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, HasSubstr("nowhere/c.md"));
}

TEST_F(Compare, WithoutBothResultsItSaysWhatIsMissing) {
  EXPECT_EQ(run({"compare"}).exit_code, 2);
  EXPECT_EQ(run({"compare", "one"}).exit_code, 2);
}

}  // namespace

}  // namespace stampede

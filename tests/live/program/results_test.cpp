// Where results go, what is in them, and what the exit code says about them.
#include "fixture.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Results : public ProgramTest {};

TEST_F(Results, GoToANewFolderUnderResultsByDefault) {
  const std::string scenario = add(small_scenario("small"));
  for (const int number : {1, 2}) {
    const Outcome outcome = run({"run", scenario});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
    std::size_t folders = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "results")) {
      ++folders;
      EXPECT_TRUE(std::filesystem::exists(entry.path() / "result.json"));
    }
    EXPECT_EQ(folders, number);
    EXPECT_THAT(outcome.output, HasSubstr("Result file: results/"));
  }
}

TEST_F(Results, GoToTheFolderThatIsNamedWhetherItExistsOrNot) {
  const std::string scenario = add(small_scenario("small"));
  EXPECT_EQ(run({"run", scenario, "--out", "new/below"}).exit_code, 0);
  EXPECT_EQ(run({"run", scenario, "--out", "new/below/"}).exit_code, 0);
  const auto folder = folder_ / "new/below";
  EXPECT_EQ(reports::read_result(folder / "result.json").runs.size(), 1);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1) << "something beside result.json";
}

TEST_F(Results, HaveTheKeysOfTheContract) {
  ASSERT_EQ(run({"run", add(small_scenario("small")), "--out", "out", "--seed", "7"}).exit_code, 0);
  const Json file = Json::parse(read_text(result_file()));
  EXPECT_EQ(file.at("schema"), "stampede.result/1");
  for (const char* key :
       {"version", "git", "build", "compiler", "host", "cpus", "redis_version", "started_at", "command_line"}) {
    EXPECT_TRUE(file.at("context").contains(key)) << key;
  }
  EXPECT_EQ(file["scenario"]["name"], "small");
  EXPECT_EQ(file["scenario"]["client"]["timeout"], nullptr) << "defaults are filled in";
  const Json run = file.at("runs").at(0);
  EXPECT_EQ(run.at("strategy"), "plain_ttl");
  EXPECT_EQ(run.at("parameters").at("ttl"), "1min");
  EXPECT_EQ(run.at("world"), "live");
  EXPECT_EQ(run.at("repetition"), 0);
  EXPECT_EQ(run.at("seed"), 7);
  EXPECT_EQ(run.at("valid"), true);
  EXPECT_EQ(run.at("metrics").at("requests"), 5);
  EXPECT_TRUE(run["metrics"]["requests"].is_number_integer());
  for (const char* key : {"warnings", "series", "histograms", "objectives"}) EXPECT_TRUE(run.contains(key)) << key;
  EXPECT_THAT(read_text(result_file()), AllOf(Not(HasSubstr("NaN")), Not(HasSubstr("Infinity"))));
}

TEST_F(Results, ScenarioInAResultCanBeRunAgain) {
  ASSERT_EQ(run({"run", add(small_scenario("small")), "--out", "out"}).exit_code, 0);
  write_text(folder_ / "again.json", Json::parse(read_text(result_file())).at("scenario").dump());
  EXPECT_EQ(run({"run", "again.json", "--out", "again"}).exit_code, 0);
  EXPECT_EQ(Json::parse(read_text(folder_ / "again/result.json"))["scenario"],
            Json::parse(read_text(result_file()))["scenario"]);
}

TEST_F(Results, RepetitionsHaveSeedsOfTheirOwn) {
  ASSERT_EQ(run({"run", add(small_scenario("small")), "--out", "out", "--repetitions", "2"}).exit_code, 0);
  ASSERT_EQ(result().runs.size(), 2);
  EXPECT_EQ(result().runs[1].repetition, 1);
  EXPECT_NE(result().runs[0].seed, result().runs[1].seed);
}

TEST_F(Results, SeveralScenariosInOneCallGetAFolderEach) {
  const Outcome outcome = run({"run", add(small_scenario("first")), add(small_scenario("second")), "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  for (const char* name : {"first", "second"}) {
    EXPECT_EQ(reports::read_result(folder_ / "out" / name / "result.json").scenario_name, name);
    EXPECT_THAT(outcome.output, HasSubstr(name));
  }
}

TEST_F(Results, StrategiesOfTheCommandLineReplaceThoseOfTheScenario) {
  ASSERT_EQ(run({"run", add(small_scenario("small")), "--out", "out", "--strategy",
                 "no_cache,mutex_stale:behaviour=published:poll_interval=5ms"})
                .exit_code,
            0);
  ASSERT_EQ(result().runs.size(), 2);
  EXPECT_EQ(result().runs[0].strategy, "no_cache");
  EXPECT_EQ(result().runs[1].parameters.at("behaviour"), "published");
  EXPECT_EQ(result().runs[1].parameters.at("poll_interval"), "5ms");
}

TEST_F(Results, ObjectivesDecideBetweenZeroAndOne) {
  Json scenario = small_scenario("objectives");
  scenario["objectives"] = {{"requests", {{"min", 5}, {"max", 5}}}};
  EXPECT_EQ(run({"run", add(scenario), "--out", "out"}).exit_code, 0);
  EXPECT_TRUE(result().runs.at(0).objectives.at(0).met);

  scenario["objectives"] = {{"requests", {{"max", 4}}}};
  const Outcome missed = run({"run", add(scenario), "--out", "out"});
  EXPECT_EQ(missed.exit_code, 1);
  EXPECT_THAT(missed.output, AllOf(HasSubstr("plain_ttl missed"), HasSubstr("requests at most 4 (it is 5)")));
  EXPECT_FALSE(result().runs.at(0).objectives.at(0).met);
}

TEST_F(Results, RunThatCannotBeTrustedSaysSo) {
  Json scenario = small_scenario("late");
  scenario["generator"] = {{"lag_p99_max", "1ns"}};
  const Outcome outcome = run({"run", add(scenario), "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("not valid"), HasSubstr("load generator was late")));
  EXPECT_FALSE(result().runs.at(0).valid);
  EXPECT_TRUE(has_warning(result().runs.at(0), "generator_late"));
}

TEST_F(Results, QuietPrintsNothing) {
  const Outcome outcome = run({"run", add(small_scenario("small")), "--out", "out", "--quiet"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output + outcome.errors, "");
  EXPECT_EQ(result().runs.size(), 1);
}

}  // namespace

}  // namespace stampede

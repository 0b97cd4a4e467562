// Plug-ins as a user gives them: known to every command that knows strategies, named in the result file, refused before
// anything is run.
#include <algorithm>
#include <csignal>

#include "fixture.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

std::string module(const std::string& name) { return std::string(STAMPEDE_TEST_PLUGINS) + "/" + name + ".so"; }

class Plugins : public ProgramTest {
 protected:
  std::string scenario_with(const Json& strategies) const {
    Json scenario = small_scenario("small");
    scenario["strategies"] = strategies;
    return add(scenario);
  }

  std::string refusal_of(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output << outcome.errors;
    EXPECT_EQ(outcome.output, "");
    EXPECT_TRUE(nothing_written());
    return outcome.errors;
  }
};

TEST_F(Plugins, RunBesideTheStrategiesOfTheProgramAndInLayersWithThem) {
  const std::string name =
      scenario_with({"plain_ttl", {{"coin_flip", {{"chance", 0.5}}}}, {{"layers", {"single_flight", "coin_flip"}}}});
  const Outcome outcome = run({"run", name, "--plugin", module("coin_flip"), "--world", "virtual", "--out", "out"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("coin_flip:chance=0.5"), HasSubstr("single_flight/coin_flip")));
  const reports::Result result = this->result();
  expect_all_accounted_for(result);
  EXPECT_EQ(metric(run_of(result, "coin_flip:chance=0.5"), "recomputations.total"), 5);
  EXPECT_EQ(metric(run_of(result, "single_flight/coin_flip"), "recomputations.total"), 1);
  ASSERT_THAT(result.context.plugins, SizeIs(1));
  EXPECT_EQ(result.context.plugins[0].file, "coin_flip.so");
  EXPECT_THAT(result.context.plugins[0].hash, SizeIs(16));
  EXPECT_THAT(result.context.plugins[0].strategies, ElementsAre("coin_flip"));
}

TEST_F(Plugins, RunLive) {
  const std::string name = scenario_with({"coin_flip"});
  const Outcome outcome = run({"run", name, "--plugin", module("coin_flip"), "--out", "out"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  expect_all_accounted_for(result());
  EXPECT_EQ(metric(run_of(result(), "coin_flip"), "answers.fresh"), 5);
}

TEST_F(Plugins, RunInSweepsThatGoOnOnlyWithTheSamePlugin) {
  std::filesystem::copy_file(module("coin_flip"), folder_ / "mine.so");
  Json scenario = long_scenario("long", {"coin_flip"});
  scenario["load"] = Json::array({{{"poisson", 2000}, {"for", "10s"}}});
  std::vector<std::string> sweep{"sweep",    add(scenario), "--vary", "topology.workers=20..25 step 1",
                                 "--seeds",  "5",           "--out",  "out",
                                 "--plugin", "mine.so"};
  std::unique_ptr<Program> program = start(sweep);
  const std::filesystem::path journal = folder_ / "out" / "sweep.journal";
  ASSERT_TRUE(program->wait_until([&] {
    const std::string text = std::filesystem::exists(journal) ? read_text(journal) : "";
    return std::count(text.begin(), text.end(), '\n') > 3;
  }));
  program->signal(SIGKILL);
  program->wait();

  // Another build of it: what follows the end of a shared object is not looked at when it is loaded.
  const std::string bytes = read_text(folder_ / "mine.so");
  write_text(folder_ / "mine.so", bytes + "\n");
  sweep.emplace_back("--resume");
  const Outcome other = run(sweep);
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.errors, AllOf(HasSubstr("it was made by stampede"), HasSubstr("mine.so")));
  write_text(folder_ / "mine.so", bytes);
  const Outcome same = run(sweep);
  EXPECT_EQ(same.exit_code, 0) << same.errors;
  EXPECT_THAT(result().runs, SizeIs(30));
  EXPECT_THAT(result().context.plugins, SizeIs(1));
}

TEST_F(Plugins, AreListedAndValidatedLikeOthers) {
  EXPECT_THAT(run({"list", "strategies", "--plugin", module("coin_flip")}).output, HasSubstr("  coin_flip "));
  EXPECT_THAT(
      run({"list", "strategies", "coin_flip", "--plugin", module("coin_flip")}).output,
      AllOf(StartsWith("coin_flip\n"), HasSubstr("  Plug-in         coin_flip.so\n"), HasSubstr("chance=0.01")));
  // What it does not say has no heading.
  EXPECT_THAT(run({"list", "strategies", "catches", "--plugin", module("boundary")}).output, Not(HasSubstr("Costs")));
  const Json listed = Json::parse(run({"list", "strategies", "--json", "--plugin", module("coin_flip")}).output);
  EXPECT_EQ(listed.back().at("name"), "coin_flip");
  EXPECT_EQ(listed.back().at("plugin"), "coin_flip.so");
  EXPECT_FALSE(listed.front().contains("plugin"));

  const std::string name = scenario_with({"coin_flip"});
  EXPECT_EQ(run({"validate", name, "--plugin", module("coin_flip")}).exit_code, 0);
  EXPECT_THAT(refusal_of({"validate", name}), HasSubstr("unknown strategy \"coin_flip\""));
  EXPECT_THAT(refusal_of({"validate", scenario_with({"coin_flap"}), "--plugin", module("coin_flip")}),
              HasSubstr("did you mean \"coin_flip\"?"));
}

TEST_F(Plugins, WithProblemsAreRefusedAllAtOnceByEveryCommand) {
  const std::string name = scenario_with({"coin_flip"});
  write_text(folder_ / "notes.txt", "Not a shared object.\n");
  const std::vector<std::string> bad{"--plugin",  "nowhere.so", "--plugin",
                                     "notes.txt", "--plugin",   module("other_headers")};
  for (std::vector<std::string> arguments :
       std::vector<std::vector<std::string>>{{"run", name, "--redis", "http://host"},
                                             {"sweep", name, "--vary", "seed=1,2", "--jobs", "0"},
                                             {"validate", name},
                                             {"list", "strategies"}}) {
    const std::string command = arguments.front();
    arguments.insert(arguments.end(), bad.begin(), bad.end());
    const std::string said = refusal_of(arguments);
    EXPECT_THAT(said, AllOf(HasSubstr("--plugin nowhere.so: there is no such file\n"),
                            HasSubstr("--plugin notes.txt: is no shared object\n"),
                            HasSubstr("other_headers.so: was built against other headers")));
    // It is missing because of its plug-in: that was said.
    EXPECT_THAT(said, Not(HasSubstr("unknown strategy")));
    if (command == "run") {
      EXPECT_THAT(said, HasSubstr("--redis: unknown scheme"));
    }
    if (command == "sweep") {
      EXPECT_THAT(said, HasSubstr("--jobs: expected"));
    }
  }
  EXPECT_THAT(refusal_of({"run", name, "--plugin", module("taken_names")}),
              AllOf(HasSubstr("plain_ttl: this program has a strategy of this name already"),
                    HasSubstr("ideal: this program has a strategy of this name already")));
  EXPECT_THAT(refusal_of({"list", "metrics", "--plugin", module("coin_flip")}), HasSubstr("--plugin go with"));
}

TEST_F(Plugins, AreNotNamedWhereThereAreNone) {
  ASSERT_EQ(run({"run", scenario_with({"plain_ttl"}), "--world", "virtual", "--out", "out"}).exit_code, 0);
  EXPECT_THAT(result().context.plugins, IsEmpty());
  EXPECT_FALSE(Json::parse(read_text(result_file())).at("context").contains("plugins"));
}

}  // namespace

}  // namespace stampede

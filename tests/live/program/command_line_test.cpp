// Bad input: everything that is wrong is said at once, nothing is run, nothing is written; and what can be listed.
#include "fixture.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class CommandLine : public ProgramTest {
 protected:
  std::string refusal_of(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output << outcome.errors;
    EXPECT_EQ(outcome.output, "");
    EXPECT_TRUE(nothing_written());
    EXPECT_TRUE(no_temporary_files());
    EXPECT_TRUE(outcome.errors.starts_with("stampede: ")) << outcome.errors;
    return outcome.errors;
  }

  Json listed(const std::string& what) const {
    const Outcome outcome = run({"list", what, "--json"});
    EXPECT_EQ(outcome.exit_code, 0);
    return Json::parse(outcome.output);
  }
};

TEST_F(CommandLine, NoArguments) { EXPECT_THAT(refusal_of({}), AllOf(HasSubstr("run, list"), HasSubstr("--help"))); }

TEST_F(CommandLine, UnknownCommand) {
  EXPECT_THAT(refusal_of({"rnu"}), HasSubstr("unknown command \"rnu\"; did you mean \"run\"?"));
  EXPECT_THAT(refusal_of({"launch"}), AllOf(HasSubstr("unknown command \"launch\""), HasSubstr("validate")));
}

TEST_F(CommandLine, UnknownOption) {
  EXPECT_THAT(refusal_of({"run", "cold-cache-1000", "--frob"}), AllOf(HasSubstr("--frob"), HasSubstr("--help")));
}

TEST_F(CommandLine, NoScenario) { EXPECT_THAT(refusal_of({"run"}), HasSubstr("SCENARIO is required")); }

TEST_F(CommandLine, UnknownScenarioGetsTheNearestName) {
  EXPECT_THAT(refusal_of({"run", "cold-cach-1000"}), HasSubstr("did you mean \"cold-cache-1000\"?"));
  EXPECT_THAT(refusal_of({"validate", "xyz"}), HasSubstr("stampede list scenarios"));
}

TEST_F(CommandLine, UnknownWorldIsRefusedWithThoseThatThereAre) {
  EXPECT_THAT(refusal_of({"run", "cold-cache-1000", "--world", "imaginary"}),
              HasSubstr("--world: expected live or virtual or both, found \"imaginary\""));
}

TEST_F(CommandLine, AllProblemsOfOneCallAtOnce) {
  const std::string said = refusal_of({"run", add(small_scenario("small")), "nope.json", "--set", "orgin.capacity=4",
                                       "--strategy", "plain_tl,mutex_stale:behavior=published", "--seed", "-1",
                                       "--repetitions", "0", "--redis", "http://host", "--out", "/proc/nowhere"});
  for (const char* part :
       {"nothing was run", "small.json: orgin: unknown key; did you mean \"origin\"?", "did you mean \"plain_ttl\"?",
        "did you mean \"behaviour\"?", "seed: expected an integer from 0 to 9007199254740991, found -1",
        "repetitions: expected an integer from 1 to 10000, found 0", "no shipped scenario \"nope.json\"",
        "--redis: unknown scheme 'http'", "--out: cannot make the folder /proc/nowhere"}) {
    EXPECT_THAT(said, HasSubstr(part));
  }
}

TEST_F(CommandLine, ValuesThatAreNoNumbers) {
  EXPECT_THAT(refusal_of({"run", "cold-cache-1000", "--seed", "abc"}), AllOf(HasSubstr("seed"), HasSubstr("abc")));
  EXPECT_THAT(refusal_of({"run", "cold-cache-1000", "--set", "duration"}), HasSubstr("expected PATH=VALUE"));
}

TEST_F(CommandLine, TwoScenariosOfOneName) {
  EXPECT_THAT(refusal_of({"run", "cold-cache-1000", "cold-cache-1000"}), HasSubstr("has the name \"cold-cache-1000\""));
}

TEST_F(CommandLine, OutIsAFile) {
  write_text(folder_ / "taken", "kept");
  const std::string scenario = add(small_scenario("small"));
  EXPECT_THAT(refusal_of({"run", scenario, "--out", "taken"}), HasSubstr("taken is a file"));
  EXPECT_THAT(refusal_of({"run", scenario, "--out", "taken/below"}), HasSubstr("taken/below"));
  EXPECT_EQ(read_text(folder_ / "taken"), "kept");
}

TEST_F(CommandLine, TextOfAScenarioDoesNotSteerTheTerminal) {
  EXPECT_THAT(refusal_of({"run", add(small_scenario("small")), "file\x1b[2J.json"}), Not(HasSubstr("\x1b")));
  write_text(
      folder_ / "hostile.json",
      R"({"name": "hostile", "k\u001b]0;title\u0007": 1, "load": [{"burst": 1}], "strategies": ["p\u001b[2J"]})");
  EXPECT_THAT(refusal_of({"run", "hostile.json"}), AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\x07"))));
}

TEST_F(CommandLine, HelpShowsTheFormOfARedisUrlAndTheExitCodes) {
  const Outcome outcome = run({"run", "--help"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("redis://[user:password@]host:port[/db]"), HasSubstr("Exit codes")));
  EXPECT_EQ(outcome.errors, "");
  EXPECT_EQ(run({"--version"}).output, "stampede 0.1.0\n");
}

TEST_F(CommandLine, ValidateSaysOkOrWhatIsWrong) {
  const Outcome good = run({"validate", "cold-cache-1000", add(small_scenario("small"))});
  EXPECT_EQ(good.exit_code, 0);
  EXPECT_THAT(good.output, AllOf(HasSubstr("cold-cache-1000: ok"), HasSubstr("small: ok (1 strategies)")));
  EXPECT_EQ(good.errors, "");

  Json bad = small_scenario("bad");
  bad["origin"]["compute_time"] = 10;
  bad["topology"] = {{"nodes", 0}};
  const Outcome outcome = run({"validate", add(bad), "steady-hits"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("steady-hits: ok"));
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("origin.compute_time"), HasSubstr("topology.nodes")));
}

TEST_F(CommandLine, UnknownListIsRefusedWithWhatThereIs) {
  const std::string said = refusal_of({"list", "things"});
  for (const char* part : {"strategies", "scenarios", "metrics", "things"}) EXPECT_THAT(said, HasSubstr(part));
}

TEST_F(CommandLine, ListsStrategiesForProgramsAndForPeople) {
  const std::string overview = run({"list", "strategies"}).output;
  for (const Json& strategy : listed("strategies")) {
    const std::string name = strategy.at("name");
    EXPECT_EQ(strategy.at("bound"), name == "ideal");
    EXPECT_THAT(overview, HasSubstr("  " + name + " "));
    const std::string page = run({"list", "strategies", name}).output;
    for (const char* field : {"summary", "description", "when_to_choose", "provenance", "guarantees", "costs"}) {
      const std::string words = strategy.at(field);
      ASSERT_FALSE(words.empty()) << name << field;
      EXPECT_THAT(page, HasSubstr(words.substr(0, words.find(' ', 30)))) << field;
    }
    for (const Json& parameter : strategy.at("parameters")) {
      for (const char* field : {"name", "expected", "meaning"}) {
        EXPECT_FALSE(parameter.at(field).get<std::string>().empty()) << name << parameter.at("name");
      }
      EXPECT_TRUE(parameter.at("default").is_string());
      EXPECT_THAT(page, HasSubstr("    " + parameter["name"].get<std::string>() + "="));
    }
  }
}

TEST_F(CommandLine, TellsAllAboutTheStrategiesThatAreNamedAndRefusesOthers) {
  const std::string two = run({"list", "strategies", "plain_ttl", "ideal"}).output;
  EXPECT_THAT(two, AllOf(testing::StartsWith("plain_ttl\n"), HasSubstr("\nideal\n")));
  const std::string said = refusal_of({"list", "strategies", "plain_tll", "nonsense"});
  EXPECT_THAT(said, AllOf(HasSubstr("did you mean \"plain_ttl\"?"), HasSubstr("\"nonsense\"")));
  EXPECT_THAT(refusal_of({"list", "metrics", "latency_ms.p99"}), HasSubstr("stampede list strategies"));
}

// The pages in docs/strategies are made, not written: whoever changes a strategy's words makes them anew.
TEST_F(CommandLine, WritesTheStrategiesPagesOfTheDocumentation) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "pages";
  ASSERT_EQ(run({"list", "strategies", "--pages", folder.string()}).exit_code, 0);
  const auto text_of = [](const std::filesystem::path& path) {
    std::ifstream file(path);
    return std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  };
  std::set<std::string> names;
  for (const auto& page : std::filesystem::directory_iterator(folder)) names.insert(page.path().filename());
  EXPECT_TRUE(names.contains("plain_ttl.md"));
  const std::filesystem::path kept = STAMPEDE_SOURCE_DIR "/docs/strategies";
  for (const auto& page : std::filesystem::directory_iterator(kept)) {
    EXPECT_EQ(names.erase(page.path().filename()), 1U) << page.path();
    EXPECT_EQ(text_of(page), text_of(folder / page.path().filename()))
        << "make it anew: stampede list strategies --pages docs/strategies";
  }
  EXPECT_THAT(names, testing::IsEmpty());
}

TEST_F(CommandLine, ListsScenariosThatCanBeRead) {
  const std::string text = run({"list", "scenarios"}).output;
  const Json list = listed("scenarios");
  std::vector<std::string> arguments{"validate"};
  for (const Json& scenario : list) {
    arguments.push_back(scenario.at("name"));
    EXPECT_TRUE(std::filesystem::exists(scenario.at("path").get<std::string>())) << scenario;
    EXPECT_FALSE(scenario.at("summary").get<std::string>().empty()) << scenario;
    EXPECT_THAT(text, HasSubstr(scenario["name"].get<std::string>()));
  }
  EXPECT_THAT(arguments, testing::Contains("cold-cache-1000"));
  EXPECT_EQ(run(arguments).exit_code, 0);
}

TEST_F(CommandLine, ListsEveryMetricThatARunReports) {
  std::vector<std::string> names;
  for (const Json& listed_metric : listed("metrics")) {
    names.push_back(listed_metric.at("name"));
    for (const char* field : {"unit", "better", "kind", "meaning"}) {
      EXPECT_FALSE(listed_metric.at(field).get<std::string>().empty()) << listed_metric;
    }
  }
  EXPECT_EQ(run({"run", add(small_scenario("small")), "--out", "out"}).exit_code, 0);
  const reports::Result written = result();
  for (const auto& [name, value] : written.runs.at(0).metrics) {
    // Strategies name events of their own.
    if (name.starts_with("events.")) continue;
    EXPECT_THAT(names, testing::Contains(name));
  }
}

}  // namespace

}  // namespace stampede

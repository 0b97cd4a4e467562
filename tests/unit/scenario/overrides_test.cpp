// --set and --strategy: what they change, and what they refuse.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_registry.h"

namespace stampede::scenario {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr std::string_view kBase = R"({"name": "x", "load": [{"burst": 1}, {"poisson": 5, "for": "1s"}],
    "strategies": ["plain", "waiting"], "objectives": {"latency_ms.p99": {"max": 5}}})";

LoadResult load_with(std::vector<std::string> set, std::vector<std::string> strategies = {}) {
  LoadOptions options = test_options();
  options.set = std::move(set);
  options.strategies = std::move(strategies);
  return load_scenario_text(kBase, "test.json", options);
}

Scenario scenario_with(std::vector<std::string> set, std::vector<std::string> strategies = {}) {
  const LoadResult result = load_with(std::move(set), std::move(strategies));
  EXPECT_EQ(problems_text(result), "");
  return result.scenario.value_or(Scenario{});
}

std::vector<std::string> labels(const Scenario& scenario) {
  std::vector<std::string> labels;
  for (const StrategyChoice& choice : scenario.strategies) labels.push_back(choice.label());
  return labels;
}

TEST(Set, ChangesAnEntry) {
  const Scenario scenario = scenario_with({"name=other", "seed=7", "repetitions=3", "load[0].burst=200"});
  EXPECT_EQ(scenario.name, "other");
  EXPECT_EQ(scenario.seed, 7U);
  EXPECT_EQ(scenario.repetitions, 3U);
  EXPECT_EQ(std::get<Burst>(scenario.load.at(0)).requests, 200U);
}

TEST(Set, MakesSectionsThatAreMissing) {
  const Scenario scenario = scenario_with({"client.timeout=2s", "origin.pause.every=5", "origin.pause.for=1s"});
  EXPECT_EQ(scenario.client.timeout, 2s);
  EXPECT_EQ(scenario.origin.pause->every, 5U);
}

TEST(Set, TakesWholeStructures) {
  const Scenario scenario =
      scenario_with({R"(origin.compute_time={"uniform": {"min": "1ms", "max": "3ms"}})", "load[1]={\"burst\": 9}"});
  EXPECT_EQ(std::get<UniformTime>(scenario.origin.compute_time).max, 3ms);
  EXPECT_EQ(std::get<Burst>(scenario.load.at(1)).requests, 9U);
}

TEST(Set, ReachesTimesOfCommandsByTheirNames) {
  const Network network =
      scenario_with({"network.command_times.EVALSHA=3us", "network.command_times.EXEC=2us", "network.bandwidth=null"})
          .network;
  EXPECT_THAT(network.command_times, ElementsAre(testing::Pair("EVALSHA", 3us), testing::Pair("EXEC", 2us)));
  EXPECT_EQ(network.bandwidth_bytes_per_s, std::nullopt);
}

TEST(Set, ReachesNamesWithDots) {
  for (const char* path : {"objectives[latency_ms.p99].max=50", "objectives[\"latency_ms.p99\"].max=50"}) {
    EXPECT_EQ(scenario_with({path}).objectives.at(0).max, 50.0);
  }
}

TEST(Set, ReachesParametersOfAStrategyThatIsListedByItsNameAlone) {
  const Scenario scenario = scenario_with({"strategies[1].waiting.lock_ttl=5s"});
  EXPECT_THAT(labels(scenario), ElementsAre("plain", "waiting:lock_ttl=5s"));
}

TEST(Set, AppliesInOrder) {
  EXPECT_EQ(scenario_with({"seed=1", "seed=2"}).seed, 2U);
  EXPECT_EQ(scenario_with({"client=null", "client.timeout=1s"}).client.timeout, 1s);
}

TEST(Set, IsCheckedLikeTheFile) {
  EXPECT_EQ(problems_text(load_with({"topology.nods=4", "client.timeout=5"})),
            "test.json: topology.nods: unknown key; did you mean \"nodes\"?\n"
            "test.json: client.timeout: expected a duration from 1ns to 3650d (such as \"250ms\"), or null, found 5\n");
}

TEST(Set, SaysWhatItCannotFollow) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"seed", "expected PATH=VALUE such as load[0].burst=200, found \"seed\""},
      {"=5", "expected PATH=VALUE such as load[0].burst=200, found \"=5\""},
      {"a..b=5", "expected PATH=VALUE such as load[0].burst=200, found \"a..b=5\""},
      {"a.=5", "expected PATH=VALUE such as load[0].burst=200, found \"a.=5\""},
      {"load[0=5", "expected PATH=VALUE such as load[0].burst=200, found \"load[0=5\""},
      {"load[].burst=5", "expected PATH=VALUE such as load[0].burst=200, found \"load[].burst=5\""},
      {"load[0]burst=5", "expected PATH=VALUE such as load[0].burst=200, found \"load[0]burst=5\""},
      {"load[2].burst=5", "\"load[2].burst=5\": load has 2 entries, counted from 0"},
      {"load.burst=5", "\"load.burst=5\": load is no object but [{\"burst\":1},{\"poisson\":5,\"for\":\"1s\"}]"},
      {"name[0]=5", "\"name[0]=5\": name is no array but \"x\""},
      {"[0]=5",
       "\"[0]=5\": the scenario is no array but "
       "{\"name\":\"x\",\"load\":[{\"burst\":1},{\"poisson\":5,\"for\":\"1s\"}],\"s..."},
      {"seed=1e999",
       "\"seed=1e999\": line 1, column 1: not valid JSON: number overflow parsing '1e999' (the number is too large)"},
      {"load=[{\"burst\": 5}",
       "\"load=[{\"burst\": 5}\": line 1, column 14: not valid JSON: unexpected end of input; expected ']' (a closing "
       "bracket is missing)"},
      {"client={\"timeout\": \"1s\", \"timeout\": \"2s\"}",
       "\"client={\"timeout\": \"1s\", \"timeout\": \"2s\"}\": timeout: occurs twice in the same object; keep one of "
       "them"},
  };
  for (const auto& [setting, message] : cases) {
    const LoadResult result = load_with({setting});
    EXPECT_FALSE(result.scenario.has_value());
    EXPECT_THAT(result.problems, ElementsAre(Problem{"--set", message}));
  }
}

TEST(StrategyOption, ReplacesTheListOfTheScenario) {
  const Scenario scenario = scenario_with({}, {"waiting:retries=2:lock_ttl=1000ms,plain", "waiting"});
  EXPECT_THAT(labels(scenario), ElementsAre("waiting:lock_ttl=1s:retries=2", "plain", "waiting"));
  EXPECT_EQ(scenario.strategies[0].parameters.integer("retries"), 2);
  EXPECT_EQ(scenario.strategies[0].parameters.duration("lock_ttl"), 1s);
  EXPECT_EQ(scenario.strategies[0].parameters.duration("lifetime"), 60s);
}

TEST(StrategyOption, TakesLayersTopFirst) {
  const Scenario scenario = scenario_with({}, {"waiting:retries=2:lock_ttl=1000ms/plain,plain"});
  EXPECT_THAT(labels(scenario), ElementsAre("waiting:lock_ttl=1s:retries=2/plain", "plain"));
  EXPECT_EQ(scenario.strategies[0].parameters.integer("waiting.retries"), 2);
}

TEST(StrategyOption, MakesUpForAScenarioWithoutAList) {
  LoadOptions options = test_options();
  options.strategies = {"plain"};
  const LoadResult result = load_scenario_text(R"({"name": "x", "load": [{"burst": 1}]})", "test.json", options);
  EXPECT_EQ(problems_text(result), "");
}

TEST(StrategyOption, TakesColonsIntoAValue) {
  const Scenario scenario = scenario_with({}, {"waiting:prefix=a:b::retries=2"});
  EXPECT_EQ(scenario.strategies.at(0).parameters.text("prefix"), "a:b:");
  EXPECT_EQ(scenario.strategies.at(0).parameters.integer("retries"), 2);
}

TEST(StrategyOption, OfALabelGivesTheSameStrategyAgain) {
  const Scenario first = scenario_with({}, {"waiting:prefix=a:b:beta=0.25:deadline=100ms:renew=false"});
  const Scenario second = scenario_with({}, {first.strategies.at(0).label()});
  EXPECT_EQ(first, second);
}

TEST(StrategyOption, SaysWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "expected NAME[:PARAMETER=VALUE]..., found an empty name in \"\""},
      {"plain,", "expected NAME[:PARAMETER=VALUE]..., found an empty name in \"plain,\""},
      {"plian", "\"plian\": unknown strategy \"plian\"; did you mean \"plain\"?"},
      {"plain:ttl=5s", "\"plain:ttl=5s\": ttl: there are no parameters"},
      {"waiting:retries", "\"waiting:retries\": expected PARAMETER=VALUE after the colon, found \"retries\""},
      {"waiting:=5", "\"waiting:=5\": expected PARAMETER=VALUE after the colon, found \"=5\""},
      {"waiting:retires=5", "\"waiting:retires=5\": retires: there is no such parameter; did you mean \"retries\"?"},
      {"waiting:retries=101", "\"waiting:retries=101\": retries: expected an integer from 0 to 100, found 101"},
      {"waiting:retries=1:retries=2", "\"waiting:retries=1:retries=2\": retries occurs twice"},
      {"plain,plain", "\"plain\" is listed twice"},
      {"waiting,waiting:retries=5", "\"waiting:retries=5\" is listed twice"},
      {"waiting:behaviour=publish",
       "\"waiting:behaviour=publish\": behaviour: expected one of documented, published, found \"publish\"; did you "
       "mean "
       "\"published\"?"},
  };
  for (const auto& [text, message] : cases) {
    const LoadResult result = load_with({}, {text});
    EXPECT_FALSE(result.scenario.has_value());
    EXPECT_THAT(result.problems, ElementsAre(Problem{"--strategy", message}));
  }
}

}  // namespace
}  // namespace stampede::scenario

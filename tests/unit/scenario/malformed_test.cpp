// Every kind of mistake gives exactly the message that it should, and several are all reported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "malformed_cases.h"
#include "test_registry.h"

namespace stampede::scenario {
namespace {

using testing::ElementsAre;

void expect_messages(const std::vector<Malformed>& cases) {
  for (const Malformed& malformed : cases) {
    SCOPED_TRACE(malformed.changes);
    const LoadResult result = load_text(with_changes(malformed.changes));
    EXPECT_FALSE(result.scenario.has_value());
    EXPECT_THAT(result.problems, ElementsAre(Problem{std::string(malformed.path), std::string(malformed.message)}));
  }
}

TEST(MalformedScenario, BaseOfTheseTestsIsValid) { EXPECT_EQ(problems_text(load_text(with_changes("{}"))), ""); }

TEST(MalformedScenario, Identity) { expect_messages(malformed_identity()); }
TEST(MalformedScenario, System) { expect_messages(malformed_system()); }
TEST(MalformedScenario, Keys) { expect_messages(malformed_keys()); }
TEST(MalformedScenario, Pages) { expect_messages(malformed_pages()); }
TEST(MalformedScenario, Calls) { expect_messages(malformed_calls()); }
TEST(MalformedScenario, Origin) { expect_messages(malformed_origin()); }
TEST(MalformedScenario, Network) { expect_messages(malformed_network()); }
TEST(MalformedScenario, Load) { expect_messages(malformed_load()); }
TEST(MalformedScenario, Clients) { expect_messages(malformed_clients()); }
TEST(MalformedScenario, Endpoints) { expect_messages(malformed_endpoints()); }
TEST(MalformedScenario, Schedule) { expect_messages(malformed_schedule()); }
TEST(MalformedScenario, Faults) { expect_messages(malformed_faults()); }
TEST(MalformedScenario, Strategies) { expect_messages(malformed_strategies()); }

TEST(MalformedScenario, ACallMustNotBeTooLongForAName) {
  const std::string changes =
      R"({"keys": {"calls": [{"function": "f", "args": [")" + std::string(195, 'a') + R"("]}]}})";
  EXPECT_EQ(problems_text(load_text(with_changes(changes))), "");
  const LoadResult result = load_text(with_changes(std::string(changes).replace(changes.find("aaa"), 1, "ü")));
  EXPECT_THAT(result.problems,
              ElementsAre(Problem{"keys.calls[0]", "is 207 letters long when written out; expected at most 200"}));
}

TEST(MalformedScenario, SeveralMistakesAreAllReportedAtOnce) {
  const LoadResult result = load_text(R"({
    "name": "Bad Name",
    "topology": {"nodes": 0, "wokers": 5, "workers": "many"},
    "freshness": {"fresh_for": "10s", "keep_for": "5s"},
    "origin": {"compute_time": {"exponential": {"median": "1s"}}},
    "load": [{"burst": 0}, {"poisson": 5, "for": "-1s"}],
    "strategies": ["plian", {"waiting": {"retries": 101, "beta": "x"}}],
    "objectives": {"latency": {"max": 1}}
  })");
  EXPECT_EQ(
      problems_text(result),
      R"(test.json: name: expected a name of a-z, 0-9, '_', '.' and '-', at most 100 long, not beginning with '.' or '-', found "Bad Name"
test.json: topology.wokers: unknown key; did you mean "workers"?
test.json: topology.nodes: expected an integer from 1 to 10000, found 0
test.json: topology.workers: expected an integer from 1 to 1000000, found "many"
test.json: freshness.keep_for: is "5s", less than fresh_for ("10s"): values would be gone while still fresh
test.json: origin.compute_time.exponential.median: unknown key; did you mean "mean"?
test.json: origin.compute_time.exponential.mean: missing; expected a duration
test.json: load[0].burst: expected an integer from 1 to 10000000000, found 0
test.json: load[1].for: expected a duration from 1ns to 3650d (such as "250ms"), found "-1s", which is negative
test.json: strategies[0]: unknown strategy "plian"; did you mean "plain"?
test.json: strategies[1].waiting.beta: expected a number from 0 to 10, found "x"
test.json: strategies[1].waiting.retries: expected an integer from 0 to 100, found 101
test.json: objectives.latency: unknown metric; known: latency_ms.p50, latency_ms.p99, errors.cold_cache, requests
)");
}

TEST(MalformedScenario, MistakesInOneEntryDoNotHideContradictionsInAnother) {
  const LoadResult result = load_text(with_changes(R"({
    "duration": "5s",
    "load": [{"poisson": 0}, {"poisson": 5, "from": "6s"}],
    "writes": [{"rate": 5, "for": "9s"}]
  })"));
  EXPECT_EQ(problems_text(result), R"(test.json: load[0].poisson: expected a number from 0.001 to 1000000000, found 0
test.json: load[1].from: is "6s", but the load ends at "5s" (duration)
test.json: writes[0].for: ends at "9s", but the load ends at "5s" (duration)
)");
}

TEST(MalformedScenario, AnEntryThatMustNotBeNoneMayNotBeNull) {
  const LoadResult result =
      load_text(R"({"name": "x", "load": [{"burst": 1}], "strategies": ["plain"], "warm_up": null, "topology": null,
                   "network": {"command_time": null, "command_times": null, "one_way_delay": null}})");
  EXPECT_EQ(problems_text(result), R"(test.json: topology: expected an object, found null
test.json: network.one_way_delay: expected a duration, or an object with one of constant, uniform, exponential, lognormal, pareto, found null
test.json: network.command_time: expected a duration from 0s to 1min (such as "250ms"), found null
test.json: network.command_times: expected an object {COMMAND: DURATION}, found null
test.json: warm_up: expected a duration from 0s to 3650d (such as "250ms"), found null
)");
}

TEST(MalformedScenario, ARepeatedKeyIsReportedWhereverItStands) {
  const LoadResult result = load_text(R"({
    "name": "a", "name": "b",
    "topology": {"nodes": 1, "nodes": 2},
    "load": [{"burst": 1}, {"burst": 1, "burst": 1}],
    "strategies": [{"waiting": {"retries": 1, "retries": 2}}],
    "objectives": {"latency_ms.p99": {"max": 1}, "latency_ms.p99": {"max": 2}}
  })");
  EXPECT_FALSE(result.scenario.has_value());
  EXPECT_EQ(problems_text(result), R"(test.json: name: occurs twice in the same object; keep one of them
test.json: topology.nodes: occurs twice in the same object; keep one of them
test.json: load[1].burst: occurs twice in the same object; keep one of them
test.json: strategies[0].waiting.retries: occurs twice in the same object; keep one of them
test.json: objectives[latency_ms.p99]: occurs twice in the same object; keep one of them
)");
}

TEST(MalformedScenario, KeysThatAreNoWordsAreShownInQuotes) {
  const LoadResult result = load_text(with_changes(R"({"": 1, "7": 2, "two words": 3, "new\nline": 4})"));
  EXPECT_EQ(problems_text(result), R"(test.json: [""]: unknown key
test.json: ["7"]: unknown key
test.json: ["two words"]: unknown key
test.json: ["new\nline"]: unknown key
)");
}

TEST(MalformedScenario, LongValuesAreCutInMessages) {
  const LoadResult result = load_text(with_changes("{\"drain\": \"" + std::string(1000, 'x') + "\"}"));
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_LT(result.problems[0].message.size(), 200U);
}

TEST(MalformedScenario, SomethingElseThanAnObjectIsNoScenario) {
  for (const char* text : {"[]", "5", "null", "\"cold-cache\""}) {
    const LoadResult result = load_text(text);
    EXPECT_THAT(result.problems, ElementsAre(Problem{"", std::string("expected an object, found ") + text}));
  }
}

TEST(ScenarioFile, ThatCannotBeReadIsReported) {
  EXPECT_EQ(problems_text(load_scenario_file("/no/such/file.json", test_options())),
            "/no/such/file.json: cannot be opened: No such file or directory\n");
  EXPECT_EQ(problems_text(load_scenario_file("/tmp", test_options())), "/tmp: is a folder; expected a scenario file\n");
}

}  // namespace
}  // namespace stampede::scenario

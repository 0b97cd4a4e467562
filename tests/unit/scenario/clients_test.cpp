// What clients do and which further endpoints there are: every form, and that nothing is lost in writing.
#include <gtest/gtest.h>

#include "simulator/scenario/write.h"
#include "test_registry.h"

namespace stampede::scenario {
namespace {

using namespace std::chrono_literals;

Scenario load(std::string_view changes) {
  const LoadResult result = load_text(with_changes(changes));
  EXPECT_EQ(problems_text(result), "") << changes;
  return result.scenario.value_or(Scenario{});
}

TEST(Clients, NeitherTryAgainNorStopWhatTheyLeaveUnlessTheScenarioSaysSo) {
  const Scenario scenario = load(R"({"writes": [{"rate": 1, "for": "1s"}], "duration": "1s"})");
  EXPECT_EQ(scenario.client.retries, std::nullopt);
  EXPECT_EQ(scenario.client.abandoned, Abandoned::finish);
  EXPECT_EQ(scenario.writes.at(0).read_back, std::nullopt);
  EXPECT_TRUE(scenario.endpoints.empty());
}

TEST(Clients, TryAgainAfterAnyFailureUnlessTheScenarioSaysWhich) {
  const Client client = load(R"({"client": {"retries": {"times": 3}}})").client;
  EXPECT_EQ(client.retries, (Retries{.times = 3,
                                     .backoff = 100ms,
                                     .factor = 2,
                                     .full_jitter = true,
                                     .on_timeout = true,
                                     .on_rejected = true,
                                     .on_errors = true}));
  const Client choosy = load(R"({"client": {"retries": {"times": 1, "backoff": "0s", "factor": 1.5, "jitter": "none",
                                                        "on": ["rejected"]}}})")
                            .client;
  EXPECT_EQ(choosy.retries, (Retries{.times = 1,
                                     .backoff = 0s,
                                     .factor = 1.5,
                                     .full_jitter = false,
                                     .on_timeout = false,
                                     .on_rejected = true,
                                     .on_errors = false}));
}

TEST(Clients, LeaveTheirRequestsInOneOfThreeWays) {
  const auto abandoned = [](std::string_view how) {
    return load(R"({"client": {"timeout": "1s", "abandoned": ")" + std::string(how) + R"("}})").client.abandoned;
  };
  EXPECT_EQ(abandoned("finish"), Abandoned::finish);
  EXPECT_EQ(abandoned("cancel"), Abandoned::cancel);
  EXPECT_EQ(abandoned("detach"), Abandoned::detach);
}

TEST(Clients, ReadBackAtOnceUnlessTheScenarioSaysWhen) {
  const Scenario scenario = load(R"({"duration": "1s", "writes": [{"rate": 1, "read_back": {}},
                                                                  {"rate": 1, "read_back": {"after": "20ms"}}]})");
  EXPECT_EQ(scenario.writes.at(0).read_back, 0s);
  EXPECT_EQ(scenario.writes.at(1).read_back, 20ms);
}

TEST(Endpoints, HaveWorkAndLoadOfTheirOwn) {
  const Scenario scenario = load(R"({"duration": "5s", "endpoints": [
      {"name": "health", "work": "2ms", "load": [{"constant": 10}, {"burst": 5, "at": "1s"}]},
      {"name": "page", "work": {"exponential": {"mean": "20ms"}}, "load": [{"closed_loop": {"users": 3}, "for": "2s"}]}
  ]})");
  ASSERT_EQ(scenario.endpoints.size(), 2U);
  EXPECT_EQ(scenario.endpoints[0].name, "health");
  EXPECT_EQ(scenario.endpoints[0].work, TimeDistribution(ConstantTime{2ms}));
  EXPECT_EQ(std::get<ConstantLoad>(scenario.endpoints[0].load.at(0)).length, 5s);
  EXPECT_EQ(std::get<Burst>(scenario.endpoints[0].load.at(1)).requests, 5U);
  EXPECT_EQ(scenario.endpoints[1].work, TimeDistribution(ExponentialTime{20ms}));
  EXPECT_EQ(std::get<ClosedLoop>(scenario.endpoints[1].load.at(0)).length, 2s);
}

TEST(Endpoints, MakeTheScenarioLastAsLongAsTheyDo) {
  const Scenario scenario =
      load(R"({"endpoints": [{"name": "a", "work": "1ms", "load": [{"poisson": 1, "for": "7s"}]}]})");
  EXPECT_EQ(scenario.duration, 7s);
}

TEST(WrittenClients, AreReadAsTheSame) {
  const Scenario scenario = load(R"({"duration": "5s",
      "client": {"timeout": "1s", "abandoned": "detach",
                 "retries": {"times": 2, "backoff": "30ms", "factor": 3, "jitter": "none", "on": ["errors", "timeout"]}},
      "writes": [{"rate": 1, "read_back": {"after": "5ms"}}, {"rate": 2}],
      "endpoints": [{"name": "a", "work": {"uniform": {"min": "1ms", "max": "2ms"}},
                     "load": [{"ramp": {"start": 1, "end": 9}}, {"burst": 4}]}]})");
  const LoadResult again = load_text(to_json_text(scenario));
  EXPECT_EQ(problems_text(again), "");
  EXPECT_EQ(again.scenario, scenario);
}

}  // namespace
}  // namespace stampede::scenario

// What a valid scenario file means: defaults, every form of every entry, and that nothing is lost in writing.
#include <gmock/gmock.h>
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

// Not as a change: null would remove the key from the base.
LoadResult load_network(const std::string& network) {
  return load_text(R"({"name": "x", "load": [{"burst": 1}], "strategies": ["plain"], "network": )" + network + "}");
}

TEST(Scenario, HasTheDefaultsOfItsDeclarationWhereNothingIsSaid) {
  const Scenario scenario = load("{}");
  const Scenario defaults;
  EXPECT_EQ(scenario.topology, defaults.topology);
  EXPECT_EQ(scenario.client, defaults.client);
  EXPECT_EQ(scenario.keys, defaults.keys);
  EXPECT_EQ(scenario.freshness, defaults.freshness);
  EXPECT_EQ(scenario.origin, defaults.origin);
  EXPECT_EQ(scenario.background, defaults.background);
  EXPECT_EQ(scenario.redis, defaults.redis);
  EXPECT_EQ(scenario.network, defaults.network);
  EXPECT_EQ(scenario.prefill, defaults.prefill);
  EXPECT_EQ(scenario.goodput_within, defaults.goodput_within);
  EXPECT_EQ(scenario.recovery, defaults.recovery);
  EXPECT_EQ(scenario.drain, defaults.drain);
  EXPECT_EQ(scenario.settle, defaults.settle);
  EXPECT_EQ(scenario.lag_budget, defaults.lag_budget);
  EXPECT_EQ(scenario.series_step, defaults.series_step);
  EXPECT_EQ(scenario.seed, 42U);
  EXPECT_EQ(scenario.repetitions, 1U);
}

TEST(Scenario, LastsAsLongAsItsLoadUnlessItSaysOtherwise) {
  EXPECT_EQ(load("{}").duration, 0s);
  EXPECT_EQ(load(R"({"load": [{"burst": 1, "at": "3s"}, {"poisson": 1, "from": "1s", "for": "4s"}]})").duration, 5s);
  EXPECT_EQ(load(R"({"load": [{"burst": 1, "at": "6s"}, {"poisson": 1, "from": "1s", "for": "4s"}]})").duration, 6s);
  EXPECT_EQ(load(R"({"duration": "9s", "load": [{"poisson": 1, "for": "4s"}]})").duration, 9s);
}

TEST(Scenario, GivesLoadWithoutALengthTheRestOfTheDuration) {
  const Scenario scenario =
      load(R"({"duration": "9s", "load": [{"constant": 1, "from": "2s"}], "writes": [{"rate": 1, "from": "4s"}]})");
  EXPECT_EQ(std::get<ConstantLoad>(scenario.load.at(0)).length, 7s);
  EXPECT_EQ(scenario.writes.at(0).length, 5s);
}

TEST(Scenario, GivesWritesTheRestOfADurationThatFollowsFromTheLoad) {
  const Scenario scenario = load(R"({"load": [{"poisson": 1, "for": "4s"}], "writes": [{"rate": 1, "from": "1s"}]})");
  EXPECT_EQ(scenario.writes.at(0).length, 3s);
}

TEST(Scenario, TakesSmallerStepsWhereItIsShorterThanOne) {
  EXPECT_EQ(load(R"({"load": [{"poisson": 1, "for": "20ms"}]})").series_step, 20ms);
  EXPECT_EQ(load(R"({"load": [{"poisson": 1, "for": "20ms"}], "series_step": "5ms"})").series_step, 5ms);
}

TEST(Scenario, ReadsEveryKindOfLoad) {
  const Scenario scenario = load(R"({"load": [
      {"burst": 1000, "at": "1s"}, {"poisson": 0.5, "for": "1s"}, {"constant": 450, "from": "1s", "for": "2s"},
      {"closed_loop": {"users": 50, "think_time": "10ms"}, "for": "3s"}, {"closed_loop": {"users": 1}, "for": "3s"}]})");
  const std::vector<Load> expected = {Burst{1000, 1s}, PoissonLoad{0.5, 0s, 1s}, ConstantLoad{450, 1s, 2s},
                                      ClosedLoop{50, ConstantTime{10ms}, 0s, 3s},
                                      ClosedLoop{1, ConstantTime{0s}, 0s, 3s}};
  EXPECT_EQ(scenario.load, expected);
}

TEST(Scenario, ReadsEveryLoadWhoseRateChanges) {
  const Scenario scenario = load(R"({"load": [
      {"ramp": {"start": 0, "end": 50}, "for": "1s"},
      {"steps": [{"rate": 5, "for": "1s"}, {"rate": 0, "for": "2s"}]},
      {"steps": [{"rate": 5, "for": "1s"}], "from": "1s", "for": "10s"},
      {"diurnal": {"mean": 5}, "for": "1s"},
      {"diurnal": {"mean": 5, "amplitude": 1, "period": "1min", "phase": 0.25}, "from": "1s", "for": "1s"},
      {"bursty": [{"rate": 0, "dwell": "1s"}, {"rate": 5, "dwell": "1ms"}], "for": "1s"}]})");
  const std::vector<Load> expected = {RampLoad{0, 50, 0s, 1s},
                                      StepsLoad{{{5, 1s}, {0, 2s}}, 0s, 3s},
                                      StepsLoad{{{5, 1s}}, 1s, 10s},
                                      DiurnalLoad{5, 0.5, 24h, 0, 0s, 1s},
                                      DiurnalLoad{5, 1, 60s, 0.25, 1s, 1s},
                                      BurstyLoad{{{0, 1s}, {5, 1ms}}, 0s, 1s}};
  EXPECT_EQ(scenario.load, expected);
  EXPECT_EQ(scenario.duration, 11s);
}

TEST(Scenario, ReadsEveryDistributionOfTimes) {
  const std::vector<std::pair<std::string, TimeDistribution>> cases = {
      {R"("250ms")", ConstantTime{250ms}},
      {R"({"constant": "1.5s"})", ConstantTime{1500ms}},
      {R"({"uniform": {"min": "0s", "max": "1s"}})", UniformTime{0s, 1s}},
      {R"({"exponential": {"mean": "1s"}})", ExponentialTime{1s}},
      {R"({"lognormal": {"median": "1s", "p99": "2s"}})", LognormalTime{1s, 2s}},
      {R"({"pareto": {"min": "1s", "alpha": 1.5}})", ParetoTime{1s, 1.5, std::nullopt}},
      {R"({"pareto": {"min": "1s", "alpha": 0.5, "max": "1min"}})", ParetoTime{1s, 0.5, 60s}},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(load(R"({"origin": {"compute_time": )" + text + "}}").origin.compute_time, expected) << text;
    EXPECT_EQ(load(R"({"network": {"one_way_delay": )" + text + "}}").network.one_way_delay, expected) << text;
  }
}

TEST(Scenario, ReadsTheNetwork) {
  const Network network = load(R"({"network": {"command_time": "0s", "bandwidth": "1.5MiB", "socket_time": "2.5us",
      "command_times": {"GET": "500ns", "EVALSHA": "3us"}}})")
                              .network;
  EXPECT_EQ(network.command_time, 0s);
  EXPECT_THAT(network.command_times, testing::ElementsAre(testing::Pair("EVALSHA", 3us), testing::Pair("GET", 500ns)));
  EXPECT_EQ(network.bandwidth_bytes_per_s, 1'572'864U);
  EXPECT_EQ(network.socket_time, 2500ns);
  const NodeCpu cpu = load(R"({"network": {"node_cpu": {"per_request": "1.5us", "per_command": "700ns",
      "one_thread_for_all": true}}})")
                          .network.node_cpu;
  EXPECT_EQ(cpu, (NodeCpu{.per_request = 1500ns, .per_command = 700ns, .one_thread_for_all = true}));
  EXPECT_EQ(load_network(R"({"bandwidth": null})").scenario.value().network.bandwidth_bytes_per_s, std::nullopt);
}

TEST(Scenario, ReadsEveryPopularity) {
  EXPECT_EQ(load(R"({"keys": {"popularity": "uniform"}})").keys.popularity, Popularity(UniformPopularity{}));
  EXPECT_EQ(load(R"({"keys": {"count": 9, "popularity": {"zipf": 0.8}}})").keys.popularity,
            Popularity(ZipfPopularity{0.8}));
  EXPECT_EQ(load(R"({"keys": {"count": 9, "popularity": {"hot": 0.5}}})").keys.popularity,
            Popularity(HotKeyPopularity{0.5}));
  EXPECT_EQ(load(R"({"keys": {"count": 9, "popularity": {"moving": {"share": 0.5, "every": "1s"}}}})").keys.popularity,
            Popularity(MovingPopularity{0.5, 1s, 1, 1}));
  EXPECT_EQ(load(R"({"keys": {"count": 9, "popularity":
                     {"moving": {"share": 0.5, "every": "1s", "by": 0.1, "requests": 0.9}}}})")
                .keys.popularity,
            Popularity(MovingPopularity{0.5, 1s, 0.1, 0.9}));
}

TEST(Scenario, ReadsInWhatKeysDiffer) {
  EXPECT_EQ(load("{}").keys.value_size_per_key, std::nullopt);
  EXPECT_EQ(load(R"({"keys": {"value_size": {"uniform": {"min": "1KiB", "max": "1MiB"}}}})").keys.value_size_per_key,
            SizeDistribution(UniformSize{1024, 1048576}));
  EXPECT_EQ(
      load(R"({"keys": {"value_size": {"lognormal": {"median": "1KiB", "p99": "2KiB"}}}})").keys.value_size_per_key,
      SizeDistribution(LognormalSize{1024, 2048}));
  const auto factors = [](const std::string& text) {
    return load(R"({"origin": {"compute_time_per_key": )" + text + "}}").origin.compute_time_per_key;
  };
  EXPECT_EQ(factors(R"({"uniform": {"min": 0, "max": 2}})"), FactorDistribution(UniformFactor{0, 2}));
  EXPECT_EQ(factors(R"({"lognormal": {"p99": 10}})"), FactorDistribution(LognormalFactor{10}));
  EXPECT_EQ(factors(R"({"dear": {"share": 0.01, "factor": 20}})"), FactorDistribution(DearKeys{0.01, 20}));
}

TEST(Scenario, ReadsCallsAsItsKeys) {
  const Keys keys = load(R"({"keys": {"popularity": {"zipf": 1}, "calls": [
      {"function": "f"}, {"function": "f", "args": ["a", -1]}, {"function": "App.f", "kwargs": {"y": 2, "x": "ü b"}},
      {"function": "f", "args": [1]}, {"function": "f", "args": ["1"]}]}})")
                        .keys;
  EXPECT_EQ(keys.count, 5U);
  ASSERT_EQ(keys.calls.size(), 5U);
  EXPECT_EQ(keys.calls[0], (Call{.function = "f", .args = {}, .kwargs = {}}));
  EXPECT_EQ(keys.calls[1], (Call{.function = "f", .args = {"a", -1}, .kwargs = {}}));
  EXPECT_EQ(keys.calls[2], (Call{.function = "App.f", .args = {}, .kwargs = {{"x", "ü b"}, {"y", 2}}}));
}

TEST(Scenario, ReadsHowWritesTellTheCache) {
  const auto with = [](const std::string& more) {
    return load(R"({"duration": "9s", "writes": [{"rate": 5)" + more + "}]}").writes.at(0).with;
  };
  EXPECT_EQ(with(""), WriteWith::invalidate);
  EXPECT_EQ(with(R"(, "invalidate": "tag", "with": "invalidate")"), WriteWith::invalidate);
  EXPECT_EQ(with(R"(, "with": "delete")"), WriteWith::remove);
  EXPECT_EQ(with(R"(, "invalidate": "key", "with": "set")"), WriteWith::set);
}

TEST(Scenario, ReadsWholeNumbersHoweverTheyAreWritten) {
  EXPECT_EQ(load(R"({"load": [{"burst": 1e3}], "seed": 7.0})").seed, 7U);
  EXPECT_EQ(load(R"({"seed": 9007199254740991})").seed, 9007199254740991U);
}

TEST(Scenario, KeepsSettingsOfStrategiesInOneNotation) {
  const Scenario scenario = load(R"({"strategies": [{"waiting": {"lock_ttl": "1000ms", "renew": false, "beta": 2.0,
      "retries": 7, "deadline": null, "behaviour": "published"}}]})");
  EXPECT_EQ(scenario.strategies.at(0).label(),
            "waiting:behaviour=published:beta=2:deadline=none:lock_ttl=1s:renew=false:retries=7");
}

TEST(Scenario, ReadsLayersAsOneStrategy) {
  const Scenario scenario = load(R"({"freshness": {"fresh_for": "7s"},
      "strategies": [{"layers": [{"waiting": {"retries": 7}}, "plain"]}]})");
  const StrategyChoice& stack = scenario.strategies.at(0);
  EXPECT_EQ(stack.name, "waiting/plain");
  EXPECT_EQ(stack.label(), "waiting:retries=7/plain");
  EXPECT_EQ(stack.parameters.integer("waiting.retries"), 7);
  EXPECT_EQ(stack.parameters.duration("waiting.lifetime"), 7s);
}

TEST(Scenario, GivesStrategiesItsPromise) {
  const Scenario scenario = load(R"({"freshness": {"fresh_for": "7s"}, "strategies": ["waiting"]})");
  EXPECT_EQ(scenario.strategies.at(0).parameters.duration("lifetime"), 7s);
}

TEST(WrittenScenario, IsReadAsTheSameScenario) {
  const std::vector<std::string> changes = {
      "{}",
      R"({"summary": "über \"alles\"\n", "topology": {"queue_limit": 0}, "client": {"timeout": "1.5s"}})",
      R"({"keys": {"count": 7, "popularity": {"zipf": 0.8}, "value_size": "1000B", "name": "a{}"}})",
      R"({"keys": {"count": 7, "popularity": {"hot": 0.123456789}}})",
      R"({"keys": {"count": 7, "popularity": {"moving": {"share": 0.5, "every": "1s", "by": 0.25, "requests": 0.9}},
                   "value_size": {"uniform": {"min": "200B", "max": "1KiB"}}}})",
      R"({"keys": {"value_size": {"lognormal": {"median": "200B", "p99": "1KiB"}}},
          "origin": {"compute_time_per_key": {"dear": {"share": 0.01, "factor": 20.5}}}})",
      R"({"origin": {"compute_time_per_key": {"uniform": {"min": 0, "max": 2}}}})",
      R"({"origin": {"compute_time_per_key": {"lognormal": {"p99": 2}}}})",
      R"({"load": [{"trace": "/proc/self/status", "format": "plain", "for": "1s"},
                   {"trace": "/proc/self/status", "format": "twitter", "speed": 0.5, "spread": "2s", "sets": "ignore",
                    "tolerate_disorder": "3s", "tolerate_bad_lines": 5, "commit_delay": "1ms", "invalidate": "tag",
                    "from": "1s", "for": "1s"}]})",
      R"({"origin": {"compute_time": {"uniform": {"min": "1ns", "max": "1us"}}, "capacity": 3, "beyond": "slow_down", "error_rate": 0.1}})",
      R"({"duration": "9s", "faults": [{"fault": "flush", "at": "1s"}], "goodput_within": "500ms",
          "recovery": {"within": 0.1, "window": "1500ms"}})",
      R"({"origin": {"compute_time": {"exponential": {"mean": "1s"}}, "pause": {"every": 3, "for": "1s"}}})",
      R"({"origin": {"compute_time": {"lognormal": {"median": "1s", "p99": "2s"}}}})",
      R"({"origin": {"compute_time": {"pareto": {"min": "1s", "alpha": 1.1}}}})",
      R"({"origin": {"compute_time": {"pareto": {"min": "1s", "alpha": 0.9, "max": "5s"}}}})",
      R"({"load": [{"burst": 5, "at": "1s"}, {"poisson": 0.1, "for": "9s"}, {"constant": 1e6, "for": "1s"},
                   {"closed_loop": {"users": 5}, "for": "20ms"}], "writes": [{"rate": 5, "invalidate": "pattern"}]})",
      R"({"load": [{"poisson": 1, "for": "20ms"}]})",
      R"({"load": [{"poisson": 1, "for": "9s"}], "writes": [{"rate": 5, "with": "set"}, {"rate": 5, "with": "delete"}]})",
      R"({"keys": {"calls": [{"function": "f"}, {"function": "f", "args": ["", -7], "kwargs": {"b": 1, "a": "\"x\""}}],
                   "tags": 2}})",
      R"({"load": [{"ramp": {"start": 0, "end": 50.5}, "for": "1s"}, {"diurnal": {"mean": 5, "phase": 1}, "for": "1s"},
                   {"steps": [{"rate": 0, "for": "1ns"}, {"rate": 0.25, "for": "1h"}], "from": "1s"},
                   {"steps": [{"rate": 5, "for": "1s"}], "for": "1ms"},
                   {"bursty": [{"rate": 0, "dwell": "1s"}, {"rate": 5, "dwell": "1ms"}], "for": "1s"}]})",
      R"({"network": {"one_way_delay": {"lognormal": {"median": "20us", "p99": "1ms"}}, "command_time": "1.234us",
                      "command_times": {"EXEC": "2us", "EVALSHA": "3001ns"}, "bandwidth": "1000000007B"}})",
      R"({"prefill": "stale", "duration": "1h", "drain": "0s", "seed": 9007199254740991, "repetitions": 3})",
      R"({"strategies": ["plain", "waiting", {"waiting": {"deadline": null, "beta": 0.1, "renew": false}},
                         {"waiting": {"deadline": "1s", "prefix": "none", "retries": 0}}]})",
      R"({"strategies": ["plain", {"layers": [{"waiting": {"deadline": null}}, "plain"]},
                         {"layers": ["plain", "waiting"]}]})",
      R"({"objectives": {"latency_ms.p99": {"max": 50.5}, "requests": {"min": -1, "max": 1e300}}})",
  };
  for (const std::string& change : changes) {
    const Scenario first = load(change);
    const std::string text = to_json_text(first);
    const LoadResult second = load_text(text);
    ASSERT_EQ(problems_text(second), "") << text;
    EXPECT_EQ(*second.scenario, first) << text;
    EXPECT_EQ(to_json_text(*second.scenario), text);
  }
}

TEST(WrittenNetwork, CanBePutIntoAScenario) {
  Network network;
  network.one_way_delay = LognormalTime{21us, 77us};
  network.command_times["EVALSHA"] = 3us;
  network.bandwidth_bytes_per_s = 123'456'789;
  network.socket_time = 4us;
  network.node_cpu = {.per_request = 1400ns, .per_command = 1s, .one_thread_for_all = true};
  EXPECT_EQ(load_network(to_json_text(network)).scenario.value().network, network);
  network.bandwidth_bytes_per_s.reset();
  EXPECT_EQ(load_network(to_json_text(network)).scenario.value().network, network);
}

}  // namespace
}  // namespace stampede::scenario

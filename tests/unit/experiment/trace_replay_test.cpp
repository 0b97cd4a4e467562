// Traces as load: requests and writes when the file says, for the keys that it names.
#include <gmock/gmock.h>

#include "simulator/measure/value_stamp.h"
#include "tests/fakes/temporary_file.h"
#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

using scenario::InvalidateBy;
using scenario::TraceFormat;
using scenario::TraceLoad;
using testing::ElementsAre;
using testing::HasSubstr;

class TraceReplayTest : public RunTest {
 protected:
  TraceReplayTest() { scenario_.topology = {.nodes = 2, .workers = 100, .queue_limit = std::nullopt}; }

  void add(const std::string& text, TraceLoad load = {}) {
    file_.write(text);
    load.path = file_.path();
    if (load.length == Duration::zero()) load.length = scenario_.duration - load.from;
    scenario_.load.emplace_back(load);
  }

  // "1s key a": when the strategy was told of which write.
  std::vector<std::string> invalidations() {
    std::vector<std::string> told;
    script_.invalidate = [&](Environment& environment, const std::string& kind, const std::string& what) {
      const auto at = environment.clock.now().time_since_epoch();
      told.push_back(std::to_string(at / 1ms) + "ms " + kind + " " + what);
    };
    run();
    script_.invalidate = nullptr;
    return told;
  }

  static std::string text_of(const reports::RunResult& result, const std::string& id) {
    for (const reports::Warning& warning : result.warnings) {
      if (warning.id == id) return warning.text;
    }
    return "";
  }

  fakes::TemporaryFile file_{""};
};

TEST_F(TraceReplayTest, AsksForTheKeysOfTheTraceWhenItSays) {
  add("100.5,a\n100.75,b\n101.5,a\n", {.from = 1s});
  const auto result = run();
  for (Asked& asked : script_.asked) asked.worker = 0;
  EXPECT_THAT(script_.asked, ElementsAre(Asked{TimePoint(1s), "a", 0, 0}, Asked{TimePoint(1250ms), "b", 1, 0},
                                         Asked{TimePoint(2s), "a", 0, 0}));
  EXPECT_EQ(result.metrics.at("requests"), 3);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 3);
  EXPECT_EQ(result.metrics.at("recomputations.total"), 3);
  EXPECT_FALSE(warns(result, "rate_not_achieved"));
}

TEST_F(TraceReplayTest, EndsWhenTheFileDoes) {
  add("0,a\n1,a\n");
  EXPECT_EQ(run().metrics.at("requests"), 2);
}

TEST_F(TraceReplayTest, EveryRunReadsItFromItsBegin) {
  add("0,a\n1,b\n");
  for (std::uint32_t repetition = 0; repetition < 3; ++repetition) {
    EXPECT_EQ(run(repetition).metrics.at("requests"), 2);
    EXPECT_EQ(script_.asked.size(), 2U);
  }
}

TEST_F(TraceReplayTest, WhatWasSetOrDeletedIsCommittedAndInvalidated) {
  add("0,a\n1,a,set\n2,a\n3,b,delete\n4,b\n5,a\n");
  EXPECT_THAT(invalidations(), ElementsAre("1000ms key a", "3000ms key b"));
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 4);
  EXPECT_EQ(result.metrics.at("invalidations.total"), 2);
}

TEST_F(TraceReplayTest, AStrategyThatKeepsTheOldVersionIsFoundOut) {
  add("0,a\n1,a,set\n2,a\n3,a\n");
  std::optional<Value> first;
  script_.get = [&](Environment& environment, const Key& key) {
    if (!first) first = environment.origin.compute(key).value();
    return Answer::of(*first);
  };
  const auto result = run();
  EXPECT_EQ(result.metrics.at("answers.outdated"), 2);
  EXPECT_EQ(result.metrics.at("invalidations.lost"), 1);
}

TEST_F(TraceReplayTest, WritesAreCommittedAndToldAsTheEntrySays) {
  add("0,a\n1,a,set\n3,a,delete\n", {.commit_delay = 20ms, .invalidate = InvalidateBy::tag});
  EXPECT_THAT(invalidations(), ElementsAre("1020ms tag tag:0", "3020ms tag tag:0"));
}

TEST_F(TraceReplayTest, WhoDeletesInvalidatesWhateverTheOthersDo) {
  add("0,a\n1,a,set\n3,a,delete\n", {.invalidate = InvalidateBy::nothing});
  EXPECT_THAT(invalidations(), ElementsAre("3000ms key a"));
}

TEST_F(TraceReplayTest, WhatOnlyFilledACacheIsLeftToTheStrategy) {
  add("0,a\n1,a,set\n3,a,delete\n", {.sets_write = false});
  EXPECT_THAT(invalidations(), ElementsAre("3000ms key a"));
}

TEST_F(TraceReplayTest, ValuesAreAsLargeAsTheTraceSaysLast) {
  add("0,a,1,0,7,get,0\n1,a,1,500,7,get,0\n2,a,1,0,7,get,0\n3,a,1,9000,7,set,60\n4,a,1,0,7,get,0\n5,b,1,3,7,get,0\n",
      {.format = TraceFormat::twitter, .spread = 1s});
  scenario_.keys.value_size_bytes = 333;
  std::vector<std::size_t> sizes;
  script_.get = [&](Environment& environment, const Key& key) {
    const Computation computation = environment.origin.compute(key);
    sizes.push_back(computation.value().bytes.size());
    return Answer::of(computation.value());
  };
  const auto result = run();
  ASSERT_GE(sizes.size(), 5U);
  sizes.resize(5);  // without the last look at what was written
  EXPECT_THAT(sizes, ElementsAre(333, 500, 500, 9000, 65));
  EXPECT_THAT(text_of(result, "trace_values_enlarged"), HasSubstr("1 line of " + file_.path() + " tells of values"));
  EXPECT_TRUE(warns(result, "trace_values_enlarged"));
}

TEST_F(TraceReplayTest, IsALoadBesideOthers) {
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 10, .from = 0s, .length = 1s}};
  add("0,a\n0.55,item>7\n");
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 12);
  std::vector<std::string> keys;
  for (const Asked& asked : script_.asked) keys.push_back(asked.key);
  EXPECT_EQ(std::count(keys.begin(), keys.end(), "a"), 1);
  EXPECT_GE(std::count(keys.begin(), keys.end(), "item>7"), 1);
}

TEST_F(TraceReplayTest, ABadLineEndsItAndTheRunIsNotValid) {
  add("0,a\n1,b\n2,c,put\n3,d\n");
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 2);
  EXPECT_FALSE(result.valid);
  EXPECT_THAT(text_of(result, "trace_ended_early"),
              HasSubstr(R"(line 3: expected an operation (get/set/delete), found "put")"));
  EXPECT_FALSE(warns(result, "trace_lines_skipped"));
}

TEST_F(TraceReplayTest, BadLinesThatAreToleratedAreCounted) {
  add("0,a\n1,b\n2,c,put\n3,d\n", {.bad_lines_max = 1});
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 3);
  EXPECT_FALSE(warns(result, "trace_ended_early"));
  EXPECT_THAT(text_of(result, "trace_lines_skipped"), HasSubstr("1 bad line of " + file_.path() + " was left out"));
}

TEST_F(TraceReplayTest, AFileThatIsGoneMakesTheRunNotValid) {
  add("0,a\n");
  std::get<TraceLoad>(scenario_.load.back()).path = "/no/such/file";
  const auto result = run();
  EXPECT_FALSE(result.valid);
  EXPECT_THAT(text_of(result, "trace_ended_early"), HasSubstr("No such file or directory"));
}

TEST_F(TraceReplayTest, LinesBeforeTheEndOfTheWarmUpAreSentButNotMeasured) {
  add("0,a\n1,b\n2,c,set\n3,d\n4,d\n");
  scenario_.warm_up = 2500ms;
  const auto result = run();
  EXPECT_EQ(script_.asked.size(), 4U + scenario_.topology.nodes) << "the last look at c, on each node, is none of them";
  EXPECT_EQ(result.metrics.at("requests"), 2);
  EXPECT_EQ(result.metrics.at("recomputations.total"), 2);
}

TEST_F(TraceReplayTest, ComputationsTakeTheirTimeByTheNamesOfKeys) {
  scenario_.origin.compute_time = scenario::ExponentialTime{10ms};
  const auto times = [&](const std::string& text) {
    scenario_.load.clear();
    add(text);
    std::map<std::string, Duration> took;
    script_.get = [&](Environment& environment, const Key& key) {
      const TimePoint before = environment.clock.now();
      const Computation computation = environment.origin.compute(key);
      took[key.name] = environment.clock.now() - before;
      return Answer::of(computation.value());
    };
    run();
    return took;
  };
  EXPECT_EQ(times("0,a\n1,b\n2,c\n"), times("0,c\n1,a\n2,b\n"));
}

}  // namespace
}  // namespace stampede::experiment

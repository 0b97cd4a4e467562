// The timeline of faults: what is read, what goes together, and what is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/scenario/write.h"
#include "test_registry.h"

namespace stampede::scenario {
namespace {

using namespace std::chrono_literals;

LoadResult with_faults(const std::string& faults) {
  return load_text(R"({"name": "x", "topology": {"nodes": 3}, "load": [{"burst": 1}], "duration": "20s",
                       "strategies": ["plain"], "faults": )" +
                   faults + "}");
}

std::vector<Fault> read(const std::string& faults) {
  const LoadResult result = with_faults(faults);
  EXPECT_EQ(problems_text(result), "") << faults;
  return result.scenario.value().faults;
}

TEST(Faults, AreReadWithTheirDefaults) {
  const auto one = [](const std::string& entry) { return read("[" + entry + "]").at(0); };
  EXPECT_EQ(one(R"({"fault": "flush", "at": "1s"})"), (Fault{1s, 0s, Flush{}}));
  EXPECT_EQ(one(R"({"fault": "delete_keys", "at": "1s"})"), (Fault{1s, 0s, DeleteKeys{AllKeys{}}}));
  EXPECT_EQ(one(R"({"fault": "delete_keys", "at": "1s", "keys": {"hottest": 7}})"),
            (Fault{1s, 0s, DeleteKeys{HottestKeys{7}}}));
  EXPECT_EQ(one(R"({"fault": "expire_keys", "at": "1s", "keys": {"share": 0.5}, "in": "2s"})"),
            (Fault{1s, 0s, ExpireKeys{ShareOfKeys{0.5}, 2s}}));
  EXPECT_EQ(one(R"({"fault": "origin_down", "at": "1s", "for": "2s"})"), (Fault{1s, 2s, OriginDown{Outage::refuse}}));
  EXPECT_EQ(one(R"({"fault": "background_lost", "at": "1s", "for": "2s"})"), (Fault{1s, 2s, BackgroundLost{1}}));
  EXPECT_EQ(one(R"({"fault": "redis_slow", "at": "1s", "for": "2s", "delay": "3ms"})"),
            (Fault{1s, 2s, RedisSlow{3ms}}));
  EXPECT_EQ(one(R"({"fault": "redis_out_of_memory", "at": "1s", "for": "2s"})"),
            (Fault{1s, 2s, RedisOutOfMemory{ShareOfMemory{0.5}, FullMemory::evicts}}));
  EXPECT_EQ(one(R"({"fault": "redis_out_of_memory", "at": "1s", "for": "2s", "memory": "1KiB",
                    "policy": "noeviction"})"),
            (Fault{1s, 2s, RedisOutOfMemory{MemorySize{1024}, FullMemory::refuses}}));
  EXPECT_EQ(one(R"({"fault": "node_restarted", "at": "1s", "for": "2s", "nodes": "all"})"),
            (Fault{1s, 2s, NodeRestarted{AllNodes{}, 0s, InFlight::lost, WhileDown::rerouted}}));
  EXPECT_EQ(one(R"({"fault": "node_restarted", "at": "1s", "for": "2s", "nodes": [2, 1], "every": "3s",
                    "in_flight": "finished", "requests": "refused"})"),
            (Fault{1s, 2s, NodeRestarted{NodeIndexes{{2, 1}}, 3s, InFlight::finished, WhileDown::refused}}));
  EXPECT_EQ(one(R"({"fault": "node_paused", "at": "1s", "for": "2s", "nodes": "holder"})"),
            (Fault{1s, 2s, NodePaused{Holder{}}}));
  EXPECT_EQ(one(R"({"fault": "clock_skewed", "at": "1s", "for": "2s", "nodes": 2, "by": "-1500ms"})"),
            (Fault{1s, 2s, ClockSkewed{NodeIndexes{{2}}, -1500ms}}));
  EXPECT_EQ(one(R"({"fault": "clock_skewed", "at": "1s", "for": "2s", "nodes": 2, "by": "+1h"})"),
            (Fault{1s, 2s, ClockSkewed{NodeIndexes{{2}}, 1h}}));
}

// Which keys of the cache these are, nobody could tell.
TEST(Faults, ChooseAmongKeysOnlyWhereTheirNamesAndPlacesAreKnown) {
  const auto problems_with = [](const std::string& keys, const std::string& choice) {
    return problems_text(
        load_text(R"({"name": "x", "load": [{"burst": 1}], "duration": "20s", "strategies": ["plain"], "keys": )" +
                  keys + R"(, "faults": [{"fault": "delete_keys", "at": "1s", "keys": )" + choice + "}]}"));
  };
  const std::string calls = R"({"calls": [{"function": "f"}, {"function": "g"}]})";
  const std::string moving = R"({"count": 9, "popularity": {"moving": {"share": 0.5, "every": "1s"}}})";
  EXPECT_THAT(problems_with(calls, R"({"hottest": 1})"), testing::HasSubstr("faults[0].keys: expected \"all\""));
  EXPECT_THAT(problems_with(moving, R"({"share": 0.5})"), testing::HasSubstr("the working set moves"));
  EXPECT_EQ(problems_with(calls, R"("all")"), "");
  EXPECT_EQ(problems_with(R"({"count": 9})", R"({"hottest": 1})"), "");
}

TEST(Faults, MayFollowEachOtherAndFillTheLoadToItsEnd) {
  EXPECT_EQ(read(R"([{"fault": "redis_stalled", "at": "10s", "for": "10s"},
                     {"fault": "redis_stalled", "at": "0s", "for": "1s"},
                     {"fault": "redis_restarted", "at": "1s", "for": "1s"},
                     {"fault": "flush", "at": "2s"}, {"fault": "flush", "at": "2s"},
                     {"fault": "origin_down", "at": "0s", "for": "20s"}])")
                .size(),
            6U);
}

// Clocks are off by different times, and one node stands still while another dies.
TEST(Faults, OfNodesMayOverlapWhereEachNamesOthers) {
  EXPECT_EQ(read(R"([{"fault": "clock_skewed", "at": "1s", "for": "9s", "nodes": [0, 1], "by": "-2s"},
                     {"fault": "clock_skewed", "at": "2s", "for": "9s", "nodes": 2, "by": "3s"},
                     {"fault": "node_paused", "at": "3s", "for": "2s", "nodes": 0},
                     {"fault": "node_restarted", "at": "3s", "for": "2s", "nodes": "holder"}])")
                .size(),
            4U);
}

TEST(Faults, OneNodeAfterTheOtherLastUntilTheLastIsThrough) {
  const auto length = [](const std::string& entry) { return length_of(read("[" + entry + "]").at(0), 3); };
  EXPECT_EQ(length(R"({"fault": "node_restarted", "at": "1s", "for": "2s", "nodes": "all", "every": "5s"})"), 12s);
  EXPECT_EQ(length(R"({"fault": "node_restarted", "at": "1s", "for": "2s", "nodes": [2, 0], "every": "5s"})"), 7s);
  EXPECT_EQ(length(R"({"fault": "node_restarted", "at": "1s", "for": "2s", "nodes": "all"})"), 2s);
  EXPECT_EQ(length(R"({"fault": "node_paused", "at": "1s", "for": "2s", "nodes": "all"})"), 2s);
}

TEST(Faults, AreWrittenAndReadAsTheSame) {
  for (const char* fault :
       {R"({"fault": "flush", "at": "1s"})",
        R"({"fault": "expire_keys", "at": "1s", "keys": {"hottest": 2}, "in": "1s"})",
        R"({"fault": "delete_keys", "at": "1s", "keys": {"share": 0.25}})",
        R"({"fault": "origin_slow", "at": "1s", "for": "1s", "factor": 2.5})",
        R"({"fault": "origin_failing", "at": "1s", "for": "1s", "share": 0.1})",
        R"({"fault": "origin_down", "at": "1s", "for": "1s", "mode": "hang"})",
        R"({"fault": "background_crash", "at": "1s", "for": "1s"})",
        R"({"fault": "redis_slow", "at": "1s", "for": "1s", "delay": "1ns"})",
        R"({"fault": "redis_out_of_memory", "at": "1s", "for": "1s", "memory": {"share": 0.1}})",
        R"({"fault": "redis_out_of_memory", "at": "1s", "for": "1s", "memory": "3MiB", "policy": "noeviction"})",
        R"({"fault": "redis_tracking_limited", "at": "1s", "for": "1s", "tracked_keys": 7})",
        R"({"fault": "messages_lost", "at": "1s", "for": "1s", "share": 0.5})",
        R"({"fault": "node_restarted", "at": "1s", "for": "1s", "nodes": [2, 0], "every": "3s"})",
        R"({"fault": "node_restarted", "at": "1s", "for": "1s", "nodes": "holder", "in_flight": "finished",
            "requests": "refused"})",
        R"({"fault": "node_paused", "at": "1s", "for": "1s", "nodes": "all"})",
        R"({"fault": "clock_skewed", "at": "1s", "for": "1s", "nodes": 1, "by": "-1.5s"})",
        R"({"fault": "clock_skewed", "at": "1s", "for": "1s", "nodes": [1], "by": "20ms"})"}) {
    const LoadResult first = with_faults("[" + std::string(fault) + "]");
    ASSERT_EQ(problems_text(first), "") << fault;
    const LoadResult second = load_text(to_json_text(*first.scenario));
    ASSERT_EQ(problems_text(second), "") << fault;
    EXPECT_EQ(second.scenario->faults, first.scenario->faults) << fault;
  }
}

TEST(Faults, AreAllReportedAtOnce) {
  EXPECT_EQ(
      problems_text(with_faults(R"([{"fault": "flash", "at": "1s"}, {"fault": "origin_slow", "at": 1},
                                          {"fault": "flush", "at": "30s"}])")),
      R"(test.json: faults[0].fault: expected one of flush, delete_keys, expire_keys, origin_slow, origin_failing, )"
      R"(origin_down, background_lost, background_crash, redis_slow, redis_stalled, redis_restarted, )"
      R"(redis_unreachable, redis_out_of_memory, redis_tracking_limited, messages_lost, node_restarted, node_paused, clock_skewed, found "flash"; did you mean "flush"?)"
      "\n"
      R"(test.json: faults[1].at: expected a duration from 0s to 3650d (such as "250ms"), found 1)"
      "\n"
      "test.json: faults[1].factor: missing; expected how many times as long computations take\n"
      "test.json: faults[1].for: missing; expected how long it lasts\n"
      R"(test.json: faults[2].at: is "30s", but the load ends at "20s" (duration))"
      "\n");
}

}  // namespace
}  // namespace stampede::scenario

// Every path of every strategy sends the expected commands, here to the fake Redis.
#include <gtest/gtest.h>

#include "tests/traces/expected_traces.h"
#include "tests/unit/strategies/fakes.h"

namespace stampede::traces {

void PrintTo(const Path& path, std::ostream* out) { *out << title(path); }

namespace {

class ExpectedTrace : public testing::TestWithParam<Path> {};

// The fake's expiries stand still, as no path waits for one.
TEST_P(ExpectedTrace, IsSeenByTheFakeRedis) {
  FakeRedis redis([] { return TimePoint{}; });
  const Trace trace = play(GetParam(), redis, [&redis](std::string_view) { return redis.take_commands(); });
  EXPECT_EQ(difference(GetParam(), trace), "");
}

INSTANTIATE_TEST_SUITE_P(Strategies, ExpectedTrace, testing::ValuesIn(expected_traces()),
                         [](const auto& instance) { return title(instance.param); });

TEST(ExpectedTraces, CoverEveryStrategy) {
  const Registry registry = Registry::built_in();
  const auto paths = expected_traces();
  for (const StrategyInfo& info : registry.all()) {
    EXPECT_TRUE(std::any_of(paths.begin(), paths.end(), [&](const Path& path) { return path.strategy == info.name; }))
        << info.name;
  }
}

TEST(ExpectedTraces, LeaveOutWhatOthersDoAndWhatBelongsToNoOperation) {
  const Commands log{"GET before", "ECHO operation-begins", "GET a",    "ECHO outside-begins",
                     "DEL a",      "ECHO outside-ends",     "SCAN 0",   "SCAN 7 MATCH x COUNT 9",
                     "SET b",      "ECHO operation-ends",   "GET after"};
  EXPECT_EQ(own_commands(log), (Commands{"GET a", "SCAN", "SET b"}));
}

TEST(ExpectedTraces, ShowAScriptAsOneCommandHoweverItReachesTheServer) {
  const Commands log{"ECHO operation-begins", "EVALSHA f00 1 key", "SCRIPT LOAD text", "EVALSHA f00 1 key", "GET a",
                     "EVALSHA f00 1 key",     "EVAL text 1 key"};
  EXPECT_EQ(own_commands(log), (Commands{"EVALSHA", "GET a", "EVALSHA"}));
}

TEST(ExpectedTraces, MayCountCommandsThatFollowEachOther) {
  EXPECT_EQ(written_out({"GET a", "3 x EVALSHA", "SET x y"}),
            (Commands{"GET a", "EVALSHA", "EVALSHA", "EVALSHA", "SET x y"}));
  EXPECT_EQ(written_out({"SET 3 x EVALSHA"}), Commands{"SET 3 x EVALSHA"});
}

TEST(ExpectedTraces, MatchWordByWord) {
  EXPECT_TRUE(matches("SET lock * NX", "SET lock token NX"));
  EXPECT_FALSE(matches("SET lock * NX", "SET lock token NX PX"));
  EXPECT_FALSE(matches("SET lock * NX PX", "SET lock token NX"));
  EXPECT_FALSE(matches("GET a", "GET b"));
}

}  // namespace
}  // namespace stampede::traces

// MULTI ... EXEC on a connection that many fibers share.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "live_redis_fixture.h"

namespace stampede::redis {
namespace {

using runtime::Scheduler;
using testing::HasSubstr;

TEST_F(LiveRedisTest, ATransactionReturnsTheResultsInOrder) {
  with_client([&](Scheduler&, LiveRedis& redis) {
    const RedisKey key{"counter"};
    const std::vector<Reply> replies = redis.transaction({{"INCR", key}, {"INCR", key}, {"GET", key}});
    ASSERT_EQ(replies.size(), 3U);
    EXPECT_EQ(replies[0].as_integer(), 1);
    EXPECT_EQ(replies[1].as_integer(), 2);
    EXPECT_EQ(replies[2].as_string(), "2");
  });
  EXPECT_EQ(usage_.commands, 5U);
  EXPECT_EQ(usage_.errors, 0U);
}

TEST_F(LiveRedisTest, AWrongTypeInATransactionIsThrownAndTheOthersHaveRun) {
  with_client([&](Scheduler&, LiveRedis& redis) {
    const RedisKey list{"list"};
    const RedisKey after{"after"};
    const Failure failure = failure_of([&] {
      redis.transaction({{"LPUSH", list, 1}, {"INCR", list}, {"SET", after, "done"}});
    });
    EXPECT_EQ(failure.kind, RedisError::Kind::server);
    EXPECT_THAT(failure.message, HasSubstr("WRONGTYPE"));
    EXPECT_EQ(redis.get(after), "done");
  });
}

TEST_F(LiveRedisTest, AnUnknownCommandInATransactionIsThrownAndNothingHasRun) {
  with_client([&](Scheduler&, LiveRedis& redis) {
    const RedisKey key{"key"};
    const Failure failure = failure_of([&] { redis.transaction({{"SET", key, "value"}, {"NOSUCHCOMMAND"}}); });
    EXPECT_EQ(failure.kind, RedisError::Kind::server);
    EXPECT_THAT(failure.message, HasSubstr("NOSUCHCOMMAND"));
    EXPECT_FALSE(redis.exists(key));
    EXPECT_EQ(redis.transaction({{"PING"}}).at(0).as_string(), "PONG");
  });
}

// A plain command between MULTI and EXEC would be answered with QUEUED.
TEST_F(LiveRedisTest, TransactionsStayContiguousWhenAHundredFibersSendAtOnce) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    const RedisKey shared{"shared"};
    run_fibers(scheduler, 200, [&](std::size_t i) {
      const RedisKey own{fmt::format("k{}", i)};
      for (int round = 0; round < 10; ++round) {
        if (i % 2 == 0) {
          ASSERT_EQ(redis.call({"INCR", own}).as_integer(), round + 1);
        } else {
          const auto replies = redis.transaction({{"SET", shared, i}, {"GET", shared}, {"INCR", own}});
          ASSERT_EQ(replies.at(1).as_string(), std::to_string(i));
          ASSERT_EQ(replies.at(2).as_integer(), round + 1);
        }
      }
    });
  });
}

TEST_F(LiveRedisTest, TheServerSeesEachTransactionInOnePiece) {
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    std::vector<std::string> seen;
    measure::RedisUsage usage;
    Connection monitor(scheduler, reactor, settings(), usage);
    monitor.listen({.on_ready = {}, .on_push = [&](Reply&& line) { seen.push_back(line.text); }});
    monitor.connect();
    const std::vector<Arg> words{"MONITOR"};
    const Args command(words);
    monitor.post({&command, 1}, {});
    ASSERT_TRUE(eventually(scheduler, [&] { return !seen.empty(); }));
    LiveRedis redis(scheduler, reactor, settings(), "test:", usage);
    redis.connect();
    run_fibers(scheduler, 100, [&](std::size_t) { redis.transaction({{"INCR", RedisKey{"a"}}, {"INCR", "b"}}); });
    ASSERT_TRUE(eventually(scheduler, [&] { return seen.size() == 2 + 4 * 100; }));
    for (std::size_t i = 2; i + 3 < seen.size(); i += 4) {
      ASSERT_THAT(seen[i], HasSubstr("\"MULTI\""));
      ASSERT_THAT(seen[i + 1], HasSubstr("\"INCR\" \"test:a\""));
      ASSERT_THAT(seen[i + 2], HasSubstr("\"INCR\" \"b\""));
      ASSERT_THAT(seen[i + 3], HasSubstr("\"EXEC\""));
    }
  });
}

}  // namespace
}  // namespace stampede::redis

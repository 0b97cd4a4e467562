// Many fibers on one connection: everybody gets the own reply, and commands leave together.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "fake_server.h"
#include "live_redis_fixture.h"

namespace stampede::redis {
namespace {

using runtime::Scheduler;
using testing::HasSubstr;

std::int64_t reads_processed(LiveRedis& redis) {
  const std::string info = redis.call({"INFO", "stats"}).as_string();
  constexpr std::string_view kField = "total_reads_processed:";
  return std::stoll(info.substr(info.find(kField) + kField.size()));
}

TEST_F(LiveRedisTest, EachOfAThousandFibersGetsItsOwnReplies) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    run_fibers(scheduler, 1000, [&](std::size_t i) {
      const RedisKey key{fmt::format("k{}", i)};
      for (int round = 0; round < 5; ++round) {
        const std::string value = std::to_string(i) + fmt::format("/{}", round);
        redis.set(key, value);
        ASSERT_EQ(redis.get(key), value);
      }
      ASSERT_TRUE(redis.del(key));
      ASSERT_EQ(redis.get(key), std::nullopt);
    });
  });
  EXPECT_EQ(usage_.commands, 12000U);
  EXPECT_EQ(usage_.errors, 0U);
  EXPECT_GT(usage_.bytes_sent, 0U);
  EXPECT_GT(usage_.bytes_received, 0U);
}

TEST_F(LiveRedisTest, CommandsOfAllReadyFibersReachTheServerInFewReads) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    const std::int64_t before = reads_processed(redis);
    run_fibers(scheduler, 200, [&](std::size_t i) { redis.set({fmt::format("k{}", i)}, "value"); });
    // One write for each 64 fibers, and the read of INFO itself.
    EXPECT_LE(reads_processed(redis) - before, 6);
  });
}

TEST(Pipelining, CommandsOfAllReadyFibersLeaveInFewWrites) {
  std::size_t reads = 0;
  FakeServer server([&](FakeClient& client) {
    if (!client.read_commands(1)) return;
    client.send("+PONG\r\n");
    const std::size_t before = client.reads();
    for (int i = 0; i < 200; ++i) {
      if (!client.read_commands(1)) return;
      client.send(fmt::format(":{}\r\n", i));
    }
    reads = client.reads() - before;
    client.read_until_closed();
  });
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    measure::RedisUsage usage;
    LiveRedis redis(scheduler, reactor, {.endpoint = server.endpoint(), .deadline = kAmple}, "", usage);
    redis.connect();
    std::vector<std::int64_t> replies(200);
    run_fibers(scheduler, 200, [&](std::size_t i) { replies[i] = redis.call({"N"}).as_integer(); });
    for (std::size_t i = 0; i < replies.size(); ++i) EXPECT_EQ(replies[i], static_cast<std::int64_t>(i));
  });
  EXPECT_GE(reads, 1U);
  EXPECT_LE(reads, 5U);
}

TEST_F(LiveRedisTest, TheTypedCommandsDoWhatTheirNamesSay) {
  with_client([&](Scheduler&, LiveRedis& redis) {
    const RedisKey key{"key"};
    EXPECT_FALSE(redis.exists(key));
    EXPECT_TRUE(redis.set_nx_px(key, "first", std::chrono::hours(1)));
    EXPECT_FALSE(redis.set_nx_px(key, "second", std::chrono::hours(1)));
    EXPECT_EQ(redis.get(key), "first");
    EXPECT_GT(redis.ttl(key), std::chrono::minutes(50));
    redis.set(key, "third");
    EXPECT_EQ(redis.ttl(key), std::nullopt);
    EXPECT_TRUE(redis.exists(key));
    EXPECT_TRUE(redis.del(key));
    EXPECT_FALSE(redis.del(key));
  });
}

TEST_F(LiveRedisTest, KeysGetThePrefixAndValuesKeepEveryByte) {
  using namespace std::string_literals;
  const std::string value = "\0\r\n$5\r\n\xff*1"s;
  with_client([&](Scheduler&, LiveRedis& redis) {
    redis.set({"key"}, value);
    EXPECT_EQ(redis.get({"key"}), value);
    EXPECT_EQ(redis.call({"GET", "test:key"}).as_string(), value);
    EXPECT_TRUE(redis.call({"GET", "key"}).is_nil());
  });
}

TEST_F(LiveRedisTest, AnErrorReplyIsThrownWithTheServersText) {
  with_client([&](Scheduler&, LiveRedis& redis) {
    redis.call({"LPUSH", RedisKey{"list"}, 1});
    const Failure failure = failure_of([&] { redis.get({"list"}); });
    EXPECT_EQ(failure.kind, RedisError::Kind::server);
    EXPECT_THAT(failure.message, HasSubstr("WRONGTYPE"));
    EXPECT_EQ(redis.call({"PING"}).as_string(), "PONG");
  });
  EXPECT_EQ(usage_.errors, 1U);
}

TEST_F(LiveRedisTest, TenMebibytesGoBothWaysWhileOthersGoOn) {
  constexpr std::size_t kBytes = 10 * 1024 * 1024;
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    run_fibers(scheduler, 40, [&](std::size_t i) {
      const RedisKey key{fmt::format("k{}", i)};
      const bool is_large = i % 10 == 5;
      std::string value(is_large ? kBytes : 10, static_cast<char>('a' + i % 26));
      value += std::to_string(i);
      for (int round = 0; round < 3; ++round) {
        redis.set(key, value);
        ASSERT_TRUE(redis.get(key) == value) << "of fiber " << i;  // not EQ: it would print them
      }
    });
    EXPECT_EQ(redis.connection().losses(), 0U);
  });
}

TEST_F(LiveRedisTest, ScanFindsAllOwnKeysOnceAndNoOthers) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    run_fibers(scheduler, 5000, [&](std::size_t i) {
      redis.set({fmt::format("mine:{}", i)}, "x");
      if (i % 10 == 0) redis.call({"SET", fmt::format("elsewhere:mine:{}", i), "x"});
      if (i % 10 == 1) redis.set({fmt::format("other:{}", i)}, "x");
    });
    std::vector<std::string> names;
    for (const RedisKey& key : redis.scan({"mine:*"})) names.push_back(key.name);
    std::vector<std::string> expected;
    for (int i = 0; i < 5000; ++i) expected.push_back(fmt::format("mine:{}", i));
    EXPECT_THAT(names, testing::UnorderedElementsAreArray(expected));
    EXPECT_EQ(redis.scan({"*"}).size(), 5500U);
    EXPECT_TRUE(redis.scan({"none:*"}).empty());
  });
}

TEST_F(LiveRedisTest, ScriptsRunByHashAlsoWhenTheServerHasForgottenThem) {
  static const Script kScript{"redis.call('SET', KEYS[1], ARGV[1]) return {KEYS[1], ARGV[1], redis.sha1hex('')}"};
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    for (int round = 0; round < 2; ++round) {
      run_fibers(scheduler, 50, [&](std::size_t i) {
        const RedisKey key{fmt::format("k{}", i)};
        const std::vector<std::string> reply = redis.run(kScript, {key}, {i}).as_strings();
        ASSERT_EQ(reply.at(0), "test:" + key.name);
        ASSERT_EQ(reply.at(1), std::to_string(i));
        ASSERT_EQ(redis.get(key), std::to_string(i));
      });
      redis.call({"SCRIPT", "FLUSH"});
    }
  });
}

TEST_F(LiveRedisTest, ACrowdLoadsAScriptOnce) {
  static const Script kScript{"return ARGV[1]"};
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    const std::uint64_t before = usage_.commands;
    run_fibers(scheduler, 100,
               [&](std::size_t i) { ASSERT_EQ(redis.run(kScript, {}, {i}).as_string(), std::to_string(i)); });
    EXPECT_EQ(usage_.commands - before, 101U);
  });
}

TEST_F(LiveRedisTest, AScriptThatDoesNotCompileIsAnErrorOfTheServer) {
  static const Script kBroken{"this is no Lua"};
  with_client([&](Scheduler&, LiveRedis& redis) {
    const Failure failure = failure_of([&] { redis.run(kBroken, {}); });
    EXPECT_EQ(failure.kind, RedisError::Kind::server);
    EXPECT_THAT(failure.message, HasSubstr("compiling script"));
  });
}

}  // namespace
}  // namespace stampede::redis

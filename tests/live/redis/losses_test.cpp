// A server that dies: who is told what, and how everything comes back.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <csignal>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fake_server.h"
#include "live_redis_fixture.h"

namespace stampede::redis {
namespace {

using namespace std::chrono_literals;
using runtime::Scheduler;
using testing::AllOf;
using testing::HasSubstr;

TEST_F(LiveRedisTest, WhoWaitsWhenTheServerDiesGetsLostAndOthersGetUnavailableAtOnce) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    signal(SIGSTOP);
    std::size_t lost = 0;
    scheduler.spawn({.name = "killer"}, [&] {
      EXPECT_TRUE(eventually(scheduler, [&] { return waiting_for_replies(scheduler) == 100; }));
      signal(SIGKILL);
    });
    run_fibers(scheduler, 100, [&](std::size_t) {
      const Failure failure = failure_of([&] { redis.get({"key"}); });
      EXPECT_EQ(failure.kind, RedisError::Kind::lost);
      EXPECT_THAT(failure.message, HasSubstr("lost before the reply came"));
      ++lost;
    });
    EXPECT_EQ(lost, 100U);
    EXPECT_EQ(redis.connection().losses(), 1U);
    EXPECT_NE(redis.trouble(), "");

    const TimePoint start = scheduler.now();
    for (int i = 0; i < 100; ++i) {
      const Failure failure = failure_of([&] { redis.get({"key"}); });
      EXPECT_EQ(failure.kind, RedisError::Kind::unavailable);
      EXPECT_THAT(failure.message,
                  AllOf(HasSubstr("not connected to Redis (unix://"), HasSubstr(server_.folder()), HasSubstr(": ")));
    }
    EXPECT_LT(scheduler.now() - start, 30s);
    EXPECT_EQ(failure_of([&] { redis.transaction({{"PING"}}); }).kind, RedisError::Kind::unavailable);
  });
}

TEST_F(LiveRedisTest, AfterARestartEverythingWorksAgain) {
  static const Script kScript{"return redis.call('INCR', KEYS[1])"};
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    std::vector<std::string> messages;
    redis.subscribe({"channel"}, [&](std::string_view message) { messages.emplace_back(message); });
    for (std::size_t round = 1; round <= 3; ++round) {
      EXPECT_EQ(redis.run(kScript, {{"counter"}}).as_integer(), 1);
      const pid_t before = server_.process();
      signal(SIGKILL);
      server_.restart();
      EXPECT_NE(server_.process(), before);
      ASSERT_TRUE(eventually(scheduler, [&] { return redis.connection().losses() == round; }));
      ASSERT_TRUE(eventually(scheduler, [&] { return redis.connection().is_ready(); }));
      EXPECT_FALSE(redis.exists({"counter"}));
      EXPECT_EQ(redis.run(kScript, {{"counter"}}).as_integer(), 1);
      redis.del({"counter"});
      // The subscription comes back by itself, at its own time.
      ASSERT_TRUE(eventually(scheduler, [&] {
        return redis.call({"PUBLISH", RedisKey{"channel"}, fmt::format("round {}", round)}).as_integer() == 1;
      }));
      ASSERT_TRUE(eventually(scheduler, [&] { return messages.size() == round; }));
      EXPECT_EQ(messages.back(), fmt::format("round {}", round));
    }
  });
}

TEST_F(LiveRedisTest, ALossUnderLoadLosesNoFiber) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    bool stop = false;
    std::size_t answered = 0;
    std::size_t failed = 0;
    scheduler.spawn({.name = "killer"}, [&] {
      for (int i = 0; i < 3; ++i) {
        const std::size_t before = answered;
        EXPECT_TRUE(eventually(scheduler, [&] { return answered >= before + 1000; }));
        signal(SIGKILL);
        server_.restart();
      }
      const std::size_t before = answered;
      EXPECT_TRUE(eventually(scheduler, [&] { return answered >= before + 1000; }));
      stop = true;
    });
    run_fibers(scheduler, 200, [&](std::size_t i) {
      const std::string own = std::to_string(i);
      while (!stop) {
        bool is_down = false;
        try {
          ASSERT_EQ(redis.call({"ECHO", own}).as_string(), own);
          ++answered;
        } catch (const RedisError& error) {
          ASSERT_THAT(error.kind(), testing::AnyOf(RedisError::Kind::lost, RedisError::Kind::unavailable));
          ++failed;
          is_down = true;
        }
        if (is_down) scheduler.sleep_until(scheduler.now() + 1ms);
      }
    });
    EXPECT_GE(answered, 4000U);
    EXPECT_EQ(usage_.errors, failed);
    EXPECT_EQ(redis.connection().losses(), 3U);
  });
}

// The end is noticed by sending, in the moment in which the program would otherwise go to sleep.
TEST(Loss, NoticedWhenSendingWakesTheCallerAtOnce) {
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    auto server = std::make_unique<FakeServer>([](FakeClient& client) {
      if (client.read_commands(1)) client.send("+PONG\r\n");
      client.read_until_closed();
    });
    measure::RedisUsage usage;
    Connection connection(scheduler, reactor, {.endpoint = server->endpoint(), .deadline = kAmple}, usage);
    connection.connect();
    server.reset();  // its end of the socket is closed now
    const TimePoint start = scheduler.now();
    EXPECT_EQ(failure_of([&] { connection.call(std::vector<Arg>{"PING"}, {}); }).kind, RedisError::Kind::lost);
    EXPECT_LT(scheduler.now() - start, 9s);  // and neither the deadline, nor the 10 s of an idle look-around
  });
}

// The reply and the end have both come when the next command is sent, which fails.
TEST(Loss, RepliesThatCameBeforeTheEndStillCount) {
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    std::promise<void> may_reply;
    std::promise<void> has_replied;
    auto server = std::make_unique<FakeServer>([&](FakeClient& client) {
      if (client.read_commands(1)) client.send("+PONG\r\n");
      if (!client.read_commands(1)) return;
      may_reply.get_future().wait();
      client.send(":1\r\n");
      has_replied.set_value();
      client.read_until_closed();
    });
    measure::RedisUsage usage;
    Connection connection(scheduler, reactor, {.endpoint = server->endpoint(), .deadline = kAmple}, usage);
    connection.connect();
    const std::uint64_t sent_before = usage.bytes_sent;
    std::int64_t first = 0;
    std::optional<RedisError::Kind> second;
    scheduler.spawn({.name = "first"}, [&] { first = connection.call(std::vector<Arg>{"N"}, {}).as_integer(); });
    ASSERT_TRUE(eventually(scheduler, [&] { return usage.bytes_sent > sent_before; }));
    // From here to the next suspension the thread is blocked, so that the connection notices nothing.
    may_reply.set_value();
    has_replied.get_future().wait();
    server.reset();
    scheduler.spawn({.name = "second"},
                    [&] { second = failure_of([&] { connection.call(std::vector<Arg>{"N"}, {}); }).kind; });
    ASSERT_TRUE(eventually(scheduler, [&] { return scheduler.fiber_count() == 0; }));
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, RedisError::Kind::lost);
  });
}

TEST_F(LiveRedisTest, AConnectionMayGoWhileItReconnects) {
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    for (const Duration moment : {Duration(0ms), Duration(1ms), Duration(6ms), Duration(30ms)}) {
      auto redis = std::make_unique<LiveRedis>(scheduler, reactor, settings(), "", usage_);
      redis->connect();
      redis->subscribe({"channel"}, [](std::string_view) {});
      signal(SIGKILL);
      ASSERT_TRUE(eventually(scheduler, [&] { return !redis->connection().is_ready(); }));
      scheduler.sleep_until(scheduler.now() + moment);
      redis.reset();
      scheduler.sleep_until(scheduler.now() + 10ms);
      server_.restart();
    }
  });
}

TEST_F(LiveRedisTest, WhoWaitsWhenTheConnectionGoesGetsLost) {
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    auto redis = std::make_unique<LiveRedis>(scheduler, reactor, settings(), "", usage_);
    redis->connect();
    signal(SIGSTOP);
    for (int i = 0; i < 10; ++i) {
      scheduler.spawn({.name = "waiter"},
                      [&] { EXPECT_EQ(failure_of([&] { redis->call({"PING"}); }).kind, RedisError::Kind::lost); });
    }
    ASSERT_TRUE(eventually(scheduler, [&] { return waiting_for_replies(scheduler) == 10; }));
    redis.reset();
    ASSERT_TRUE(eventually(scheduler, [&] { return scheduler.fiber_count() == 0; }));
  });
}

// Main's own objects go before the other fibers are cancelled.
TEST_F(LiveRedisTest, AnErrorInTheMiddleOfARunLeavesNothingDangling) {
  static const Script kScript{"return 1"};
  EXPECT_THROW(with_client([&](Scheduler& scheduler, LiveRedis& redis) {
                 signal(SIGSTOP);
                 for (int i = 0; i < 10; ++i) {
                   scheduler.spawn({.name = "waiter"}, [&] { redis.call({"PING"}); });
                   scheduler.spawn({.name = "script"}, [&] { redis.run(kScript, {}); });
                   scheduler.spawn({.name = "subscriber"},
                                   [&, i] { redis.subscribe({fmt::format("channel{}", i)}, [](std::string_view) {}); });
                 }
                 scheduler.spawn({.name = "broken"}, [&] {
                   scheduler.sleep_until(scheduler.now() + 20ms);
                   throw std::runtime_error("on purpose");
                 });
                 scheduler.suspend("what never comes");
               }),
               std::runtime_error);
}

}  // namespace
}  // namespace stampede::redis

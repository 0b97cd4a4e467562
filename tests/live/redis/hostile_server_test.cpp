// A server that breaks off anywhere, or sends anything: an error at most, never a hang, a crash, or a wrong reply.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "fake_server.h"
#include "live_redis_fixture.h"

namespace stampede::redis {
namespace {

using namespace std::chrono_literals;
using runtime::Scheduler;

// The server's part of a conversation: what it says after how many commands.
struct Step {
  std::size_t commands;
  std::string_view replies;
};

constexpr Step kSteps[] = {
    {1, "+PONG\r\n"},
    {1, "$5\r\nhello\r\n"},
    {4, "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:1\r\n*2\r\n$-1\r\n$2\r\nab\r\n"},
    {1, "-ERR no\r\n"},
};

std::size_t length_of_conversation() {
  std::size_t length = 0;
  for (const Step& step : kSteps) length += step.replies.size();
  return length;
}

// Says the first `budget` bytes of its part, and hangs up, or falls silent.
void speak(FakeClient& client, std::size_t budget, std::string_view last_words, bool hang_up) {
  for (const Step& step : kSteps) {
    if (!client.read_commands(step.commands)) return;
    client.send(step.replies.substr(0, budget));
    if (budget < step.replies.size()) break;
    budget -= step.replies.size();
  }
  client.send(last_words);
  if (!hang_up) client.read_until_closed();
}

// The client's part. Every reply that it gets is right; the number of steps that succeeded is returned.
std::size_t converse(LiveRedis& redis) {
  std::size_t step = 0;
  try {
    redis.connect();
    ++step;
    EXPECT_EQ(redis.get({"key"}), "hello");
    ++step;
    const std::vector<Reply> replies = redis.transaction({{"INCR", "n"}, {"MGET", "a", "b"}});
    EXPECT_EQ(replies.at(0).as_integer(), 1);
    EXPECT_EQ(replies.at(1).elements.at(1).as_string(), "ab");
    ++step;
    redis.call({"LAST"});
    ADD_FAILURE() << "the error reply was not thrown";
  } catch (const RedisError& error) {
    if (step == 3 && error.kind() == RedisError::Kind::server) return 4;
    EXPECT_THAT(error.kind(), testing::AnyOf(RedisError::Kind::unavailable, RedisError::Kind::lost)) << error.what();
  }
  return step;
}

TEST(HostileServer, MayHangUpAfterAnyByte) {
  std::size_t fewest = 0;
  for (std::size_t budget = 0; budget <= length_of_conversation(); ++budget) {
    FakeServer server([&](FakeClient& client) { speak(client, budget, {}, true); });
    std::size_t steps = 0;
    on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
      measure::RedisUsage usage;
      LiveRedis redis(scheduler, reactor, {.endpoint = server.endpoint(), .deadline = kAmple}, "", usage);
      steps = converse(redis);
      // It tries again meanwhile, and is told the same.
      scheduler.sleep_until(scheduler.now() + 2ms);
    });
    EXPECT_GE(steps, fewest) << "after " << budget << " bytes";
    fewest = steps;
  }
  EXPECT_EQ(fewest, 4U);
}

TEST(HostileServer, MayFallSilentAfterAnyByte) {
  for (std::size_t budget = 0; budget < length_of_conversation(); budget += 3) {
    FakeServer server([&](FakeClient& client) { speak(client, budget, {}, false); });
    on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
      measure::RedisUsage usage;
      LiveRedis redis(scheduler, reactor, {.endpoint = server.endpoint(), .deadline = 30ms}, "", usage);
      RedisError::Kind kind = RedisError::Kind::unexpected;
      try {
        redis.connect();
        redis.get({"key"});
        redis.transaction({{"INCR", "n"}, {"MGET", "a", "b"}});
        redis.call({"LAST"});
      } catch (const RedisError& error) {
        kind = error.kind();
      }
      EXPECT_THAT(kind, testing::AnyOf(RedisError::Kind::unavailable, RedisError::Kind::timed_out)) << budget;
    });
  }
}

TEST(HostileServer, MaySayNonsenseAtAnyPoint) {
  for (const std::string_view nonsense :
       {"HTTP/1.1 200 OK\r\n", "\r\n", "$-5\r\n", "*99999999999\r\n", ":x\r\n", "!"}) {
    std::size_t budget = 0;
    for (const Step& step : kSteps) {
      FakeServer server([&](FakeClient& client) { speak(client, budget, nonsense, false); });
      budget += step.replies.size();
      on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
        measure::RedisUsage usage;
        LiveRedis redis(scheduler, reactor, {.endpoint = server.endpoint(), .deadline = kAmple}, "", usage);
        converse(redis);
      });
    }
  }
}

TEST(HostileServer, AReplyThatNobodyAskedForEndsTheConnection) {
  FakeServer server([&](FakeClient& client) {
    if (client.read_commands(1)) client.send("+PONG\r\n+EXTRA\r\n");
    client.read_until_closed();
  });
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    measure::RedisUsage usage;
    LiveRedis redis(scheduler, reactor, {.endpoint = server.endpoint(), .deadline = kAmple}, "", usage);
    try {
      redis.connect();
    } catch (const RedisError&) {  // already noticed
    }
    ASSERT_TRUE(eventually(scheduler, [&] { return redis.connection().losses() > 0; }));
    EXPECT_THAT(redis.trouble(), testing::HasSubstr("nobody had asked for: EXTRA"));
  });
}

TEST(HostileServer, MaySendRandomBytes) {
  constexpr std::string_view kAlphabet = "+-:$*0123456789\r\n\r\n\r\nax";
  std::mt19937_64 random(11);
  for (int round = 0; round < 100; ++round) {
    std::string bytes;
    for (std::uint64_t left = random() % 200; left > 0; --left) bytes += kAlphabet[random() % kAlphabet.size()];
    const bool hang_up = random() % 2 == 0;
    FakeServer server([&](FakeClient& client) { speak(client, 7 + random() % 40, bytes, hang_up); });
    on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
      measure::RedisUsage usage;
      LiveRedis redis(scheduler, reactor, {.endpoint = server.endpoint(), .deadline = 10ms}, "", usage);
      try {
        redis.connect();
        run_fibers(scheduler, 20, [&](std::size_t) {
          try {
            redis.call({"GET", "x"});
          } catch (const RedisError&) {  // anything but a hang
          }
        });
      } catch (const RedisError&) {
      }
    });
  }
}

TEST(HostileServer, MaySendRandomBytesToASubscriber) {
  constexpr std::string_view kPieces[] = {"*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n",
                                          "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n",
                                          "*3\r\n$7\r\nmessage\r\n$1\r\nz\r\n$1\r\nm\r\n",
                                          "*3\r\n*0\r\n*0\r\n*0\r\n",
                                          "*0\r\n",
                                          "-ERR no\r\n",
                                          ":5\r\n",
                                          "$-1\r\n",
                                          "garbage\r\n"};
  std::mt19937_64 random(13);
  for (int round = 0; round < 60; ++round) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) bytes += kPieces[random() % std::size(kPieces)];
    FakeServer server([&](FakeClient& client) {
      if (client.read_commands(1)) client.send("+PONG\r\n");
      if (client.read_commands(1)) client.send(bytes);
      client.read_until_closed();
    });
    on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
      measure::RedisUsage usage;
      const ConnectionSettings own{.endpoint = server.endpoint(), .deadline = 20ms};
      Subscriber subscriber(scheduler, own.deadline, std::make_unique<Connection>(scheduler, reactor, own, usage));
      try {
        subscriber.connect();
        subscriber.subscribe("c", [](std::string_view) {});
      } catch (const RedisError&) {  // anything but a hang
      }
    });
  }
}

}  // namespace
}  // namespace stampede::redis

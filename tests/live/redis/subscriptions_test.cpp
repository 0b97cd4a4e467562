// Publish/subscribe on a connection of its own.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <csignal>
#include <map>
#include <string>
#include <vector>

#include "live_redis_fixture.h"

namespace stampede::redis {
namespace {

using namespace std::chrono_literals;
using runtime::Scheduler;
using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(LiveRedisTest, MessagesReachTheHandlerOfTheirChannelInOrder) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    std::map<std::string, std::vector<std::string>> seen;
    for (const char* channel : {"a", "b"}) {
      redis.subscribe({channel}, [&seen, channel](std::string_view text) { seen[channel].emplace_back(text); });
    }
    // Confirmed means that nothing published from here on is missed.
    redis.call({"PUBLISH", RedisKey{"a"}, "1"});
    redis.call({"PUBLISH", RedisKey{"b"}, "2"});
    redis.call({"PUBLISH", RedisKey{"a"}, "3"});
    redis.call({"PUBLISH", "a", "of another run"});
    redis.call({"PUBLISH", RedisKey{"b"}, "last"});
    ASSERT_TRUE(eventually(scheduler, [&] { return seen["b"].size() == 2; }));
    EXPECT_THAT(seen["a"], ElementsAre("1", "3"));
    EXPECT_THAT(seen["b"], ElementsAre("2", "last"));
  });
}

TEST_F(LiveRedisTest, ManyFibersSubscribeAtOnce) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    std::size_t seen = 0;
    run_fibers(scheduler, 100, [&](std::size_t i) {
      const RedisKey channel{fmt::format("c{}", i)};
      redis.subscribe(channel, [&](std::string_view) { ++seen; });
      EXPECT_EQ(redis.call({"PUBLISH", channel, "x"}).as_integer(), 1);
    });
    EXPECT_TRUE(eventually(scheduler, [&] { return seen == 100; }));
  });
}

TEST_F(LiveRedisTest, ASecondHandlerReplacesTheFirst) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    std::vector<int> seen;
    for (const int handler : {1, 2}) {
      redis.subscribe({"channel"}, [&seen, handler](std::string_view) { seen.push_back(handler); });
    }
    redis.call({"PUBLISH", RedisKey{"channel"}, "x"});
    ASSERT_TRUE(eventually(scheduler, [&] { return !seen.empty(); }));
    EXPECT_THAT(seen, ElementsAre(2));
  });
}

TEST_F(LiveRedisTest, SubscribingWhileTheServerIsAwayFailsAtOnceAndWorksLater) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    signal(SIGKILL);
    ASSERT_TRUE(eventually(scheduler, [&] { return !redis.connection().is_ready(); }));
    bool seen = false;
    const auto subscribe = [&] { redis.subscribe({"channel"}, [&](std::string_view) { seen = true; }); };
    for (int i = 0; i < 2; ++i) EXPECT_EQ(failure_of(subscribe).kind, RedisError::Kind::unavailable);
    server_.restart();
    ASSERT_TRUE(eventually(scheduler, [&] {
      try {
        subscribe();
        return true;
      } catch (const RedisError&) {
        return false;
      }
    }));
    ASSERT_TRUE(eventually(scheduler, [&] { return redis.connection().is_ready(); }));
    EXPECT_EQ(redis.call({"PUBLISH", RedisKey{"channel"}, "x"}).as_integer(), 1);
    EXPECT_TRUE(eventually(scheduler, [&] { return seen; }));
  });
}

TEST_F(LiveRedisTest, AServerThatDoesNotConfirmIsATimeOut) {
  with_client(settings(500ms), [&](Scheduler& scheduler, LiveRedis& redis) {
    ASSERT_TRUE(eventually(scheduler, [&] {
      try {
        redis.subscribe({"first"}, [](std::string_view) {});
        return true;
      } catch (const RedisError&) {
        return false;
      }
    }));
    signal(SIGSTOP);
    const Failure failure = failure_of([&] { redis.subscribe({"second"}, [](std::string_view) {}); });
    EXPECT_EQ(failure.kind, RedisError::Kind::timed_out);
    EXPECT_THAT(failure.message, HasSubstr("did not confirm the subscription"));
    signal(SIGCONT);
  });
}

TEST_F(LiveRedisTest, ARefusedSubscriptionSaysWhatTheServerSaid) {
  with_client([&](Scheduler&, LiveRedis& redis) {
    redis.call({"ACL", "SETUSER", "default", "resetchannels", "&test:allowed"});
    redis.subscribe({"allowed"}, [](std::string_view) {});
    const Failure failure = failure_of([&] { redis.subscribe({"forbidden"}, [](std::string_view) {}); });
    EXPECT_EQ(failure.kind, RedisError::Kind::server);
    EXPECT_THAT(failure.message, HasSubstr("NOPERM"));
    redis.subscribe({"allowed"}, [](std::string_view) {});
  });
}

}  // namespace
}  // namespace stampede::redis

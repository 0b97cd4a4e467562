// A server that is stopped: deadlines per command, which leave the connection alone.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <csignal>
#include <string>
#include <vector>

#include "fake_server.h"
#include "live_redis_fixture.h"

namespace stampede::redis {
namespace {

using namespace std::chrono_literals;
using runtime::Scheduler;
using testing::HasSubstr;

class DeadlineTest : public LiveRedisTest {
 protected:
  // Continues the server even if an assertion has failed.
  ~DeadlineTest() override { kill(server_.process(), SIGCONT); }

  // Whether a command gets its reply within the connection's deadline; the machine may be slow.
  static bool works(LiveRedis& redis) {
    try {
      redis.call({"PING"});
      return true;
    } catch (const RedisError&) {
      return false;
    }
  }
};

TEST_F(DeadlineTest, ACommandFailsAtItsDeadlineAndTheConnectionWorksAfterwards) {
  with_client(settings(300ms), [&](Scheduler& scheduler, LiveRedis& redis) {
    ASSERT_TRUE(eventually(scheduler, [&] { return works(redis); }));
    signal(SIGSTOP);
    const TimePoint start = scheduler.now();
    run_fibers(scheduler, 100, [&](std::size_t i) {
      const Failure failure = failure_of([&] { redis.call({"SET", RedisKey{"late"}, i}); });
      EXPECT_EQ(failure.kind, RedisError::Kind::timed_out);
      EXPECT_THAT(failure.message, HasSubstr("no reply from Redis within the deadline"));
      EXPECT_GE(scheduler.now() - start, 300ms);
    });
    EXPECT_LT(scheduler.now() - start, 30s);
    EXPECT_TRUE(redis.connection().is_ready());

    signal(SIGCONT);
    ASSERT_TRUE(eventually(scheduler, [&] { return works(redis); }));
    EXPECT_EQ(redis.connection().losses(), 0U);
    EXPECT_EQ(redis.get({"late"}), "99");  // it has run all the same
  });
}

TEST_F(DeadlineTest, LateRepliesAreNotTakenForThoseOfLaterCommands) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    const auto echo_late = [&](std::size_t i) {
      redis.connection().call(std::vector<Arg>{"ECHO", "late", i}, {}, 10ms);
    };
    for (int round = 0; round < 3; ++round) {
      signal(SIGSTOP);
      run_fibers(scheduler, 50, [&](std::size_t i) {
        EXPECT_EQ(failure_of([&] { echo_late(i); }).kind, RedisError::Kind::timed_out);
      });
      // These are sent behind the late ones, and wait for long enough.
      scheduler.spawn({.name = "continue"}, [&] {
        scheduler.sleep_until(scheduler.now() + 20ms);
        signal(SIGCONT);
      });
      run_fibers(scheduler, 50, [&](std::size_t i) {
        ASSERT_EQ(redis.call({"ECHO", fmt::format("in time {}", i)}).as_string(), fmt::format("in time {}", i));
      });
    }
    EXPECT_EQ(redis.connection().losses(), 0U);
  });
}

TEST_F(DeadlineTest, ATransactionThatTimedOutIsDroppedAsAWhole) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    const std::vector<std::vector<Arg>> slow{{"MULTI"}, {"PING"}, {"PING"}, {"EXEC"}};
    signal(SIGSTOP);
    LiveRedis impatient(scheduler, dynamic_cast<runtime::Reactor&>(scheduler.driver()), settings(100ms), "", usage_);
    EXPECT_EQ(failure_of([&] { impatient.connect(); }).kind, RedisError::Kind::unavailable);
    signal(SIGCONT);
    ASSERT_TRUE(eventually(scheduler, [&] { return impatient.connection().is_ready(); }));
    signal(SIGSTOP);
    EXPECT_EQ(failure_of([&] { impatient.connection().call_all(slow, {}); }).kind, RedisError::Kind::timed_out);
    signal(SIGCONT);
    ASSERT_TRUE(eventually(scheduler, [&] { return works(impatient); }));
    EXPECT_EQ(impatient.connection().losses(), 0U);
    EXPECT_EQ(redis.call({"PING"}).as_string(), "PONG");
  });
}

TEST_F(DeadlineTest, ALongDeadlineInFrontDoesNotHoldUpTheShortOnesBehind) {
  with_client(settings(200ms), [&](Scheduler& scheduler, LiveRedis& redis) {
    scheduler.spawn({.name = "patient"}, [&] {
      redis.call_blocking(std::vector<Arg>{"BLPOP", RedisKey{"queue"}, 0}, kAmple);
      ADD_FAILURE() << "nobody had pushed";
    });
    ASSERT_TRUE(eventually(scheduler, [&] { return waiting_for_replies(scheduler) == 1; }));
    const TimePoint start = scheduler.now();
    EXPECT_EQ(failure_of([&] { redis.call({"PING"}); }).kind, RedisError::Kind::timed_out);
    EXPECT_LT(scheduler.now() - start, 30s);
    scheduler.cancel_others();
  });
}

TEST_F(DeadlineTest, AShortDeadlineBehindALongOneIsKept) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    signal(SIGSTOP);
    scheduler.spawn({.name = "patient"}, [&] { redis.call({"PING"}); });
    scheduler.yield();
    const Failure failure = failure_of([&] { redis.connection().call(std::vector<Arg>{"PING"}, {}, Duration(10ms)); });
    EXPECT_EQ(failure.kind, RedisError::Kind::timed_out);
    signal(SIGCONT);
    EXPECT_EQ(redis.call({"PING"}).as_string(), "PONG");
  });
}

TEST_F(DeadlineTest, ABlockingCommandReturnsWhatComesLater) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    LiveRedis pusher(scheduler, dynamic_cast<runtime::Reactor&>(scheduler.driver()), settings(), "test:", usage_);
    pusher.connect();
    scheduler.spawn({.name = "pusher"}, [&] {
      scheduler.sleep_until(scheduler.now() + 20ms);
      pusher.call({"LPUSH", RedisKey{"queue"}, "task"});
    });
    const Reply reply = redis.call_blocking(std::vector<Arg>{"BRPOP", RedisKey{"queue"}, 60}, kAmple);
    EXPECT_EQ(reply.elements.at(1).as_string(), "task");
    scheduler.cancel_others();
  });
}

// More than the kernel's buffers hold, towards a server that does not read: nothing blocks, all arrives in the end.
TEST_F(DeadlineTest, OutputThatDoesNotFitWaitsForRoom) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    signal(SIGSTOP);
    scheduler.spawn({.name = "continue"}, [&] {
      EXPECT_TRUE(eventually(scheduler, [&] { return waiting_for_replies(scheduler) == 200; }));
      signal(SIGCONT);
    });
    const std::string value(50000, 'x');
    run_fibers(scheduler, 200, [&](std::size_t i) {
      redis.set({fmt::format("k{}", i)}, value + std::to_string(i));
      ASSERT_TRUE(redis.get({fmt::format("k{}", i)}) == value + std::to_string(i));
    });
    EXPECT_EQ(redis.connection().losses(), 0U);
    scheduler.cancel_others();
  });
}

}  // namespace
}  // namespace stampede::redis

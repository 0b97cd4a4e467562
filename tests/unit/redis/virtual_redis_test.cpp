// The modelled Redis in virtual time: when replies come, to the nanosecond, by hand-made sums of delays and service
// times.
#include "simulator/redis/virtual_redis.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "simulator/runtime/virtual_clock.h"

namespace stampede::redis {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kDelay = microseconds(100);
constexpr Duration kCommand = microseconds(10);
constexpr Duration kDeadline = seconds(1);

TimePoint at(Duration since_start) { return TimePoint(since_start); }

// What a test has: a server, and connections to it.
struct Stage {
  runtime::Scheduler& scheduler;
  VirtualServer& server;
  runtime::ProcessCpu cpu;
  measure::RedisUsage usage{};

  std::unique_ptr<VirtualRedis> connect() {
    auto redis = std::make_unique<VirtualRedis>(scheduler, server, kDeadline, usage, cpu);
    redis->connect();
    return redis;
  }
  // When each of the calls, all begun now on fibers of their own, has ended.
  std::vector<Duration> durations(const std::vector<std::function<void()>>& calls) const {
    const TimePoint began = scheduler.now();
    std::vector<Duration> took(calls.size(), Duration(-1));
    for (std::size_t i = 0; i < calls.size(); ++i) {
      scheduler.spawn({.name = "caller"}, [this, &calls, &took, began, i] {
        calls[i]();
        took[i] = scheduler.now() - began;
      });
    }
    scheduler.sleep_until(began + seconds(30));
    return took;
  }
};

struct Settings {
  ServiceTimes times{.command = kCommand, .of_commands = {}, .bandwidth_bytes_per_s = {}};
  VirtualServer::DrawDelay delay = [] { return kDelay; };
  runtime::CpuCosts cpu{};
};

void in_virtual_time(const std::function<void(Stage&)>& body, Settings settings = {}) {
  runtime::VirtualClock clock;
  runtime::Scheduler::run(clock, [&](runtime::Scheduler& scheduler) {
    VirtualServer server(scheduler, settings.times, settings.delay, {});
    Stage stage{scheduler, server, runtime::ProcessCpu(settings.cpu)};
    body(stage);
    scheduler.cancel_others();
  });
}

TEST(VirtualRedis, OneCommandTakesBothWaysAndItsServiceTime) {
  in_virtual_time([](Stage& stage) {
    const auto redis = stage.connect();
    EXPECT_EQ(stage.scheduler.now(), at(2 * kDelay));
    const auto took = stage.durations({[&] { redis->set({"a"}, "1"); }});
    EXPECT_EQ(took[0], 2 * kDelay + kCommand);
    EXPECT_EQ(redis->get({"a"}), "1");
  });
}

TEST(VirtualRedis, TheServerDoesOneThingAtATimeInTheOrderOfArrival) {
  in_virtual_time([](Stage& stage) {
    const auto one = stage.connect();
    const auto two = stage.connect();
    const auto took =
        stage.durations({[&] { one->set({"a"}, "1"); }, [&] { two->set({"a"}, "2"); }, [&] { one->get({"a"}); }});
    EXPECT_EQ(took,
              (std::vector<Duration>{2 * kDelay + kCommand, 2 * kDelay + 2 * kCommand, 2 * kDelay + 3 * kCommand}));
    EXPECT_EQ(one->get({"a"}), "2");
  });
}

TEST(VirtualRedis, TheClientsProcessSendsAndReadsOneThingAtATime) {
  Settings settings;
  settings.cpu.command = microseconds(60);
  in_virtual_time(
      [](Stage& stage) {
        const auto redis = stage.connect();
        EXPECT_EQ(stage.scheduler.now(), at(2 * kDelay + microseconds(60)));
        const auto took = stage.durations({[&] { redis->set({"a"}, "1"); }, [&] { redis->get({"a"}); }});
        // Sent after 30 and 60 us, they come back 210 us later, and take another 30 us each.
        EXPECT_EQ(took[0], microseconds(30 + 30) + 2 * kDelay + kCommand);
        EXPECT_EQ(took[1], microseconds(60 + 30) + 2 * kDelay + kCommand);
        const TimePoint begin = stage.scheduler.now();
        redis->transaction({{"GET", RedisKey{"a"}}});  // three commands, with MULTI and EXEC
        EXPECT_EQ(stage.scheduler.now() - begin, microseconds(3 * 60) + 2 * kDelay + 3 * kCommand);
      },
      settings);
}

TEST(VirtualRedis, ADeadlineMayPassBeforeTheClientsProcessHasReadTheReply) {
  Settings settings;
  settings.cpu.command = milliseconds(600);
  in_virtual_time(
      [](Stage& stage) {
        const auto redis = stage.connect();
        const auto took =
            stage.durations({[&] { redis->set({"a"}, "1"); }, [&] { EXPECT_THROW(redis->get({"a"}), RedisError); }});
        EXPECT_EQ(took[0], milliseconds(300 + 300 + 300));  // sends twice, then reads
        EXPECT_EQ(took[1], kDeadline);
        EXPECT_EQ(redis->get({"a"}), "1");  // later replies belong to later commands
      },
      settings);
}

TEST(VirtualRedis, MessagesTakeTheirTurnAtTheClientsProcess) {
  Settings settings;
  settings.cpu.command = microseconds(60);
  in_virtual_time(
      [](Stage& stage) {
        const auto listener = stage.connect();
        std::vector<TimePoint> heard;
        listener->subscribe({"news"}, [&](std::string_view) { heard.push_back(stage.scheduler.now()); });
        const TimePoint began = stage.scheduler.now();
        listener->call({"PUBLISH", RedisKey{"news"}, "hello"});
        stage.scheduler.sleep_until(began + seconds(1));
        ASSERT_EQ(heard.size(), 1U);
        // The message and the reply are there at the same moment: one of them waits for the other.
        const Duration took = heard[0] - began - 2 * kDelay - kCommand;
        EXPECT_TRUE(took == microseconds(60) || took == microseconds(90)) << took.count();
      },
      settings);
}

TEST(VirtualRedis, EveryByteBothWaysTakesItsShareOfTheBandwidth) {
  Settings settings;
  settings.times.bandwidth_bytes_per_s = 1'000'000;  // a microsecond each
  settings.times.of_commands = {{"GET", microseconds(70)}};
  in_virtual_time(
      [](Stage& stage) {
        const auto redis = stage.connect();
        redis->set({"a"}, std::string(1000, 'x'));
        stage.usage = {};
        const auto took = stage.durations({[&] { redis->get({"a"}); }});
        const auto bytes = static_cast<Duration::rep>(stage.usage.bytes_sent + stage.usage.bytes_received);
        EXPECT_EQ(stage.usage.bytes_received, 1000 + 9U);  // "$1000\r\n" and the line's end
        EXPECT_EQ(took[0], 2 * kDelay + microseconds(70) + microseconds(bytes));
      },
      settings);
}

TEST(VirtualRedis, RepliesOfOneConnectionDoNotOvertakeEachOther) {
  Settings settings;
  // Sent: a, b; then the replies' delays. Without the order, b would arrive first, and be answered first.
  settings.delay =
      [draws = std::vector<Duration>{{}, {}, milliseconds(5), milliseconds(1), milliseconds(9), milliseconds(2)},
       next = std::size_t{0}]() mutable { return draws.at(next++); };
  in_virtual_time(
      [](Stage& stage) {
        const auto redis = stage.connect();
        const auto took = stage.durations({[&] {
                                             redis->call({"SET", RedisKey{"a"}, "1"});
                                           },
                                           [&] {
                                             redis->call({"APPEND", RedisKey{"a"}, "2"});
                                           }});
        EXPECT_EQ(took[0], milliseconds(14) + kCommand);
        EXPECT_EQ(took[1], milliseconds(14) + kCommand);
      },
      settings);
}

TEST(VirtualRedis, ADeadlineEndsTheCallAndLeavesTheConnection) {
  Settings settings;
  settings.times.of_commands = {{"KEYS", seconds(3)}};
  in_virtual_time(
      [](Stage& stage) {
        const auto slow = stage.connect();
        const auto other = stage.connect();
        const auto times_out = [&](VirtualRedis& redis, std::initializer_list<Arg> command) {
          try {
            redis.call(command);
            ADD_FAILURE() << "no error";
          } catch (const RedisError& error) {
            EXPECT_EQ(error.kind(), RedisError::Kind::timed_out);
          }
        };
        const auto took = stage.durations({[&] {
                                             times_out(*slow, {"KEYS", "*"});
                                           },
                                           [&] {
                                             times_out(*other, {"SET", RedisKey{"a"}, "1"});
                                           }});
        EXPECT_EQ(took, (std::vector<Duration>{kDeadline, kDeadline}));
        EXPECT_EQ(stage.usage.errors, 2U);
        // The command was executed all the same, and later replies belong to later commands.
        EXPECT_EQ(other->get({"a"}), "1");
        EXPECT_EQ(slow->call({"ECHO", "x"}).text, "x");
      },
      settings);
}

TEST(VirtualRedis, ALateReplyTakesItsBytesAllTheSame) {
  Settings settings;
  settings.times.of_commands = {{"GET", seconds(2)}};
  in_virtual_time(
      [](Stage& stage) {
        const auto redis = stage.connect();
        redis->set({"a"}, std::string(1000, 'x'));
        stage.usage = {};
        EXPECT_THROW(redis->get({"a"}), RedisError);
        EXPECT_EQ(stage.usage.bytes_received, 0U);
        stage.scheduler.sleep_until(stage.scheduler.now() + seconds(2));
        EXPECT_EQ(stage.usage.bytes_received, 1000 + 9U);
      },
      settings);
}

TEST(VirtualRedis, MessagesComeInTheOrderInWhichTheirCausesWereExecuted) {
  in_virtual_time([](Stage& stage) {
    const auto listener = stage.connect();
    const auto blocked = stage.connect();
    const auto pusher = stage.connect();
    std::vector<std::string> heard;
    listener->subscribe({"news"}, [&](std::string_view message) { heard.emplace_back(message); });
    stage.durations({[&] {
                       blocked->call_blocking(std::vector<Arg>{"BRPOP", RedisKey{"q"}, 5}, seconds(5));
                     },
                     [&] {
                       blocked->call({"PUBLISH", RedisKey{"news"}, "second"});
                     },  // held up behind the pop
                     [&] {
                       stage.scheduler.sleep_until(stage.scheduler.now() + milliseconds(300));
                       pusher->transaction({{"LPUSH", RedisKey{"q"}, "task"}, {"PUBLISH", RedisKey{"news"}, "first"}});
                     }});
    EXPECT_EQ(heard, (std::vector<std::string>{"first", "second"}));
  });
}

TEST(VirtualRedis, WhatWasSentIsExecutedThoughTheSenderIsGone) {
  in_virtual_time([](Stage& stage) {
    auto sender = stage.connect();
    const auto other = stage.connect();
    std::string value(100, 'x');
    stage.scheduler.spawn({.name = "sender"}, [&, value] { sender->set({"a"}, value); });
    stage.scheduler.sleep_until(stage.scheduler.now() + kDelay / 2);
    stage.scheduler.cancel_others();
    sender.reset();
    stage.scheduler.sleep_until(stage.scheduler.now() + kDelay);
    EXPECT_EQ(other->get({"a"}), value);
  });
}

TEST(VirtualRedis, ABlockedPopIsServedWhenAnElementComes) {
  in_virtual_time([](Stage& stage) {
    const auto waiter = stage.connect();
    const auto pusher = stage.connect();
    Reply popped;
    const auto took =
        stage.durations({[&] {
                           popped = waiter->call_blocking(std::vector<Arg>{"BRPOP", RedisKey{"q"}, 5}, seconds(5));
                         },
                         [&] {
                           stage.scheduler.sleep_until(stage.scheduler.now() + seconds(2));
                           pusher->call({"LPUSH", RedisKey{"q"}, "task"});
                         }});
    ASSERT_EQ(popped.elements.size(), 2U);
    EXPECT_EQ(popped.elements[1].text, "task");
    EXPECT_EQ(took[0], seconds(2) + 2 * kDelay + kCommand);
  });
}

TEST(VirtualRedis, ABlockedPopEndsWithItsTimeAndHoldsUpItsConnection) {
  in_virtual_time([](Stage& stage) {
    const auto redis = stage.connect();
    Reply popped;
    const auto took =
        stage.durations({[&] {
                           popped = redis->call_blocking(std::vector<Arg>{"BRPOP", RedisKey{"q"}, "0.5"}, seconds(1));
                         },
                         [&] { redis->call({"PING"}); }});
    EXPECT_TRUE(popped.is_nil());
    // From one whole millisecond of the server's clock to another, as in Redis.
    EXPECT_GE(took[0], milliseconds(499) + 2 * kDelay);
    EXPECT_LE(took[0], milliseconds(501) + 2 * kDelay);
    EXPECT_EQ(took[1], took[0] + kCommand);
  });
}

TEST(VirtualRedis, MessagesReachSubscribersAfterTheirWay) {
  in_virtual_time([](Stage& stage) {
    const auto listener = stage.connect();
    const auto publisher = stage.connect();
    std::vector<std::pair<std::string, TimePoint>> heard;
    listener->subscribe({"news"},
                        [&](std::string_view message) { heard.emplace_back(message, stage.scheduler.now()); });
    const TimePoint began = stage.scheduler.now();
    EXPECT_EQ(publisher->call({"PUBLISH", RedisKey{"news"}, "hello"}).integer, 1);
    publisher->call({"PUBLISH", RedisKey{"other"}, "nothing"});
    stage.scheduler.sleep_until(began + seconds(1));
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard[0].first, "hello");
    EXPECT_EQ(heard[0].second, began + 2 * kDelay + kCommand);
  });
}

TEST(VirtualRedis, TransactionsAndScriptsComeBackWhole) {
  in_virtual_time([](Stage& stage) {
    const auto redis = stage.connect();
    const std::vector<Reply> replies = redis->transaction({{"SET", RedisKey{"a"}, 5}, {"INCRBY", RedisKey{"a"}, 2}});
    ASSERT_EQ(replies.size(), 2U);
    EXPECT_EQ(replies[1].integer, 7);
    static constexpr Script kDouble{"return redis.call('GET', KEYS[1]) * ARGV[1]"};
    EXPECT_EQ(redis->run(kDouble, {{"a"}}, {2}).integer, 14);
    stage.server.model().forget_all();  // scripts, too: they are loaded again
    redis->set({"a"}, "3");
    EXPECT_EQ(redis->run(kDouble, {{"a"}}, {2}).integer, 6);
    EXPECT_THROW(redis->call({"LPUSH", RedisKey{"a"}, "x"}), RedisError);
    EXPECT_EQ(stage.usage.errors, 1U);
  });
}

TEST(VirtualRedis, KeysExpireByTheVirtualClock) {
  in_virtual_time([](Stage& stage) {
    const auto redis = stage.connect();
    redis->set_px({"a"}, "1", milliseconds(50));
    stage.scheduler.sleep_until(stage.scheduler.now() + milliseconds(45));
    EXPECT_TRUE(redis->exists({"a"}));
    stage.scheduler.sleep_until(stage.scheduler.now() + milliseconds(6));
    EXPECT_FALSE(redis->exists({"a"}));
  });
}

TEST(VirtualRedis, TheLogTellsRunsApart) {
  const auto log_of = [](const std::string& value) {
    std::uint64_t log = 0;
    in_virtual_time([&](Stage& stage) {
      stage.connect()->set({"a"}, value);
      log = stage.server.log().value();
    });
    return log;
  };
  EXPECT_EQ(log_of("one"), log_of("one"));
  EXPECT_NE(log_of("one"), log_of("two"));
}

}  // namespace
}  // namespace stampede::redis

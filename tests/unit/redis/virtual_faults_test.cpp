// What goes wrong on purpose with the modelled Redis, as its clients see it: the same as with a real one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulator/redis/virtual_redis.h"
#include "simulator/redis/virtual_server_control.h"
#include "simulator/runtime/virtual_clock.h"

namespace stampede::redis {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Duration kDelay = 100us;
constexpr Duration kCommand = 10us;
constexpr Duration kDeadline = 1s;

class VirtualFaults : public testing::Test {
 protected:
  void in_virtual_time(const std::function<void()>& body) {
    runtime::VirtualClock clock;
    runtime::Scheduler::run(clock, [&](runtime::Scheduler& scheduler) {
      scheduler_ = &scheduler;
      VirtualServer server(scheduler, {.command = kCommand, .of_commands = {}, .bandwidth_bytes_per_s = {}},
                           [] { return kDelay; }, {});
      VirtualServerControl control(scheduler, server, measure::RandomStream(1, "test"));
      server_ = &server;
      control_ = &control;
      body();
      scheduler.cancel_others();
    });
  }

  std::unique_ptr<VirtualRedis> connect() {
    auto redis =
        std::make_unique<VirtualRedis>(*scheduler_, *server_, kDeadline, usage_, cpu_, &control_->message_loss());
    redis->connect();
    return redis;
  }

  // How a call ends: empty, or the kind of its error; and when.
  struct Ending {
    std::optional<RedisError::Kind> error;
    Duration took{};
  };
  Ending ending_of(const std::function<void()>& call) {
    const TimePoint began = scheduler_->now();
    std::optional<RedisError::Kind> error;
    try {
      call();
    } catch (const RedisError& thrown) {
      error = thrown.kind();
    }
    return {error, scheduler_->now() - began};
  }
  std::optional<RedisError::Kind> error_of(const std::function<void()>& call) { return ending_of(call).error; }

  void sleep(Duration length) { scheduler_->sleep_until(scheduler_->now() + length); }
  void later(Duration delay, std::function<void()> what) {
    scheduler_->spawn({.name = "later"}, [this, delay, what = std::move(what)] {
      sleep(delay);
      what();
    });
  }

  runtime::Scheduler* scheduler_ = nullptr;
  VirtualServer* server_ = nullptr;
  VirtualServerControl* control_ = nullptr;
  runtime::ProcessCpu cpu_;
  measure::RedisUsage usage_;
};

TEST_F(VirtualFaults, WhoWaitsWhenTheServerDiesGetsLostAndOthersGetUnavailableAtOnce) {
  in_virtual_time([&] {
    const auto redis = connect();
    redis->set({"a"}, "1");
    usage_ = {};
    std::optional<Ending> blocked;
    std::optional<Ending> under_way;
    later(0s, [&] {
      blocked = ending_of([&] { redis->call_blocking(std::vector<Arg>{"BRPOP", RedisKey{"q"}, 5}, 5s); });
    });
    sleep(10ms);
    later(0s, [&] { under_way = ending_of([&] { redis->get({"a"}); }); });  // held up behind the pop
    sleep(10ms);
    const ServerFaults::Seen seen = control_->kill();
    EXPECT_EQ(seen.at("keys"), 1);
    EXPECT_EQ(seen.at("connections_lost"), 1);
    sleep(kDelay);
    sleep(0s);
    ASSERT_TRUE(blocked && under_way);
    EXPECT_EQ(blocked->error, RedisError::Kind::lost);
    EXPECT_EQ(blocked->took, 20ms + kDelay);
    EXPECT_EQ(under_way->error, RedisError::Kind::lost);
    EXPECT_EQ(usage_.errors, 2U);

    const Ending refused = ending_of([&] { redis->get({"a"}); });
    EXPECT_EQ(refused.error, RedisError::Kind::unavailable);
    EXPECT_EQ(refused.took, 0s);
    EXPECT_EQ(error_of([&] { redis->transaction({{"PING"}}); }), RedisError::Kind::unavailable);
    EXPECT_EQ(error_of([&] { connect(); }), RedisError::Kind::unavailable);
    EXPECT_EQ(error_of([&] { control_->control().call({"PING"}); }), RedisError::Kind::unavailable);
    EXPECT_EQ(usage_.errors, 4U);
  });
}

TEST_F(VirtualFaults, AfterARestartEverythingWorksAgainAndNothingIsLeft) {
  static constexpr Script kScript{"return redis.call('INCR', KEYS[1])"};
  in_virtual_time([&] {
    const auto redis = connect();
    std::vector<std::string> messages;
    redis->subscribe({"channel"}, [&](std::string_view message) { messages.emplace_back(message); });
    for (int round = 1; round <= 3; ++round) {
      EXPECT_EQ(redis->run(kScript, {{"counter"}}).as_integer(), 1);
      control_->kill();
      sleep(100ms);
      control_->start_anew();
      EXPECT_EQ(error_of([&] { redis->get({"counter"}); }), RedisError::Kind::unavailable);  // not noticed yet
      sleep(600ms);  // the longest pause between attempts is half a second
      EXPECT_FALSE(redis->exists({"counter"}));
      EXPECT_EQ(redis->run(kScript, {{"counter"}}).as_integer(), 1);
      redis->del({"counter"});
      EXPECT_EQ(redis->call({"PUBLISH", RedisKey{"channel"}, std::to_string(round)}).as_integer(), 1);
      sleep(1ms);
      EXPECT_EQ(messages.size(), static_cast<std::size_t>(round));
    }
    EXPECT_THAT(messages, ElementsAre("1", "2", "3"));
  });
}

TEST_F(VirtualFaults, RepliesThatHadLeftTheServerStillCount) {
  in_virtual_time([&] {
    const auto redis = connect();
    redis->set({"a"}, "1");
    std::optional<Ending> first;
    std::optional<Ending> second;
    later(0s, [&] { first = ending_of([&] { EXPECT_EQ(redis->get({"a"}), "1"); }); });
    later(kDelay, [&] { second = ending_of([&] { redis->get({"a"}); }); });
    later(kDelay + kCommand + kDelay / 2, [&] { control_->kill(); });
    sleep(10ms);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->error, std::nullopt);
    EXPECT_EQ(first->took, 2 * kDelay + kCommand);
    EXPECT_EQ(second->error, RedisError::Kind::lost);
  });
}

TEST_F(VirtualFaults, CommandsThatWereNotExecutedYetWhenTheServerDiesNeverAre) {
  in_virtual_time([&] {
    const auto redis = connect();
    later(0s, [&] { EXPECT_EQ(error_of([&] { redis->set({"a"}, "1"); }), RedisError::Kind::lost); });
    sleep(kDelay / 2);
    control_->kill();
    control_->start_anew();
    sleep(1s);
    EXPECT_FALSE(redis->exists({"a"}));
  });
}

TEST_F(VirtualFaults, BrokenConnectionsLoseRepliesButNotWhatWasSent) {
  in_virtual_time([&] {
    const auto redis = connect();
    redis->set({"kept"}, "1");
    std::optional<Ending> sent;
    later(0s, [&] { sent = ending_of([&] { redis->set({"sent"}, "1"); }); });
    sleep(kDelay / 2);
    EXPECT_EQ(control_->cut_off().at("connections_lost"), 1);
    sleep(0s);
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->error, RedisError::Kind::lost);
    EXPECT_EQ(sent->took, kDelay / 2);
    sleep(300ms);
    EXPECT_EQ(error_of([&] { redis->get({"kept"}); }), RedisError::Kind::unavailable);
    EXPECT_EQ(error_of([&] { connect(); }), RedisError::Kind::unavailable);
    EXPECT_EQ(control_->control().get({"kept"}), "1");  // the server itself is well
    control_->let_back();
    sleep(600ms);
    EXPECT_EQ(redis->get({"kept"}), "1");
    EXPECT_EQ(redis->get({"sent"}), "1");
  });
}

TEST_F(VirtualFaults, AConnectionMayGoWhileItIsLostOrReconnects) {
  in_virtual_time([&] {
    for (const Duration moment : {Duration(0ms), Duration(50us), Duration(5ms), Duration(5100us), Duration(30ms)}) {
      auto redis = connect();
      redis->subscribe({"channel"}, [](std::string_view) {});
      redis->track(TrackedWrites::all, [](const std::optional<RedisKey>&) {});
      control_->kill();
      sleep(moment);
      redis.reset();
      sleep(10ms);
      control_->start_anew();
      sleep(100ms);
    }
  });
}

TEST_F(VirtualFaults, TrackingEndsWithALossAndComesBackByItself) {
  in_virtual_time([&] {
    const auto reader = connect();
    const auto other = connect();
    std::vector<std::string> told;
    reader->track(TrackedWrites::all,
                  [&](const std::optional<RedisKey>& key) { told.push_back(key ? key->name : "everything"); });
    reader->get({"a"});
    control_->cut_off();
    EXPECT_FALSE(reader->is_tracking());
    EXPECT_THAT(told, testing::Each("everything"));
    EXPECT_THAT(told, testing::Not(IsEmpty()));
    control_->let_back();
    sleep(600ms);
    EXPECT_TRUE(reader->is_tracking());
    EXPECT_EQ(told.back(), "everything");  // once more: what was read meanwhile was not tracked
    told.clear();
    reader->get({"a"});
    other->set({"a"}, "1");
    sleep(1ms);
    EXPECT_THAT(told, ElementsAre("a"));
  });
}

TEST_F(VirtualFaults, AStalledServerWorksOnEverythingWhenItGoesOn) {
  in_virtual_time([&] {
    const auto redis = connect();
    control_->stall(3s);
    const TimePoint began = scheduler_->now();
    const Ending given_up = ending_of([&] { redis->set({"a"}, "1"); });
    EXPECT_EQ(given_up.error, RedisError::Kind::timed_out);
    EXPECT_EQ(given_up.took, kDeadline);
    EXPECT_EQ(error_of([&] { connect(); }), RedisError::Kind::unavailable);  // no answer within the deadline
    sleep(began + 2500ms - scheduler_->now());
    EXPECT_EQ(redis->get({"a"}), "1");  // the command that nobody waited for was executed all the same
    EXPECT_EQ(scheduler_->now(), began + 3s + 2 * kCommand + kDelay);
    EXPECT_EQ(ending_of([&] { redis->get({"a"}); }).took, 2 * kDelay + kCommand);
  });
}

TEST_F(VirtualFaults, AStallDelaysWhatWasQueuedBeforeIt) {
  in_virtual_time([&] {
    const auto redis = connect();
    std::vector<Duration> took(4);
    for (Duration& one : took) later(0s, [&] { one = ending_of([&] { redis->get({"a"}); }).took; });
    sleep(kDelay + 2 * kCommand + kCommand / 2);  // in the middle of the third
    control_->stall(500ms);
    sleep(1s);
    EXPECT_THAT(took, ElementsAre(2 * kDelay + kCommand, 2 * kDelay + 2 * kCommand, 2 * kDelay + 3 * kCommand + 500ms,
                                  2 * kDelay + 4 * kCommand + 500ms));
  });
}

TEST_F(VirtualFaults, SlowRepliesComeLaterAndInTheirOrder) {
  in_virtual_time([&] {
    const auto redis = connect();
    control_->slow_down(20ms);
    std::vector<Duration> took(2);
    later(0s, [&] { took[0] = ending_of([&] { redis->get({"a"}); }).took; });
    later(1ms, [&] {
      control_->slow_down(0s);
      took[1] = ending_of([&] { redis->get({"a"}); }).took;
    });
    sleep(1s);
    EXPECT_EQ(took[0], 20ms + 2 * kDelay + kCommand);
    EXPECT_EQ(took[1], took[0] - 1ms);  // behind the slow one
    EXPECT_EQ(ending_of([&] { redis->get({"a"}); }).took, 2 * kDelay + kCommand);
  });
}

TEST_F(VirtualFaults, FullMemoryEvictsOrRefuses) {
  in_virtual_time([&] {
    const auto redis = connect();
    for (int i = 0; i < 10; ++i) redis->set({"key" + std::to_string(i)}, std::string(1000, 'x'));
    const ServerFaults::Seen limited = control_->limit_memory({.share = 0.5});
    EXPECT_NEAR(static_cast<double>(limited.at("limit_bytes")), 0.5 * static_cast<double>(limited.at("used_bytes")), 1);
    EXPECT_TRUE(redis->exists({"key9"}));
    EXPECT_FALSE(redis->exists({"key0"}));
    EXPECT_EQ(control_->lift_memory_limit().at("evicted_keys"), 5);

    control_->limit_memory({.share = {}, .bytes = 1, .evicts = false});
    EXPECT_EQ(error_of([&] { redis->set({"new"}, "x"); }), RedisError::Kind::server);
    EXPECT_TRUE(redis->exists({"key9"}));
    EXPECT_EQ(control_->lift_memory_limit().at("evicted_keys"), 0);
    redis->set({"new"}, "x");
  });
}

TEST_F(VirtualFaults, MessagesAndInvalidationsGetLostByTheirShare) {
  in_virtual_time([&] {
    const auto redis = connect();
    const auto other = connect();
    int messages = 0;
    int invalidations = 0;
    redis->subscribe({"news"}, [&](std::string_view) { ++messages; });
    redis->track(TrackedWrites::all, [&](const std::optional<RedisKey>&) { ++invalidations; });
    const auto hundred_of_each = [&] {
      messages = invalidations = 0;
      for (int i = 0; i < 100; ++i) {
        redis->get({"a"});
        other->set({"a"}, "1");
        other->call({"PUBLISH", RedisKey{"news"}, "x"});
      }
      sleep(1s);
    };
    control_->message_loss().lose(0.4);
    hundred_of_each();
    EXPECT_NEAR(messages, 60, 20);
    EXPECT_NEAR(invalidations, 60, 20);
    EXPECT_EQ(control_->message_loss().lost(), static_cast<std::uint64_t>(200 - messages - invalidations));
    control_->message_loss().lose(1);
    hundred_of_each();
    EXPECT_EQ(messages + invalidations, 0);
    control_->message_loss().lose(0);
    hundred_of_each();
    EXPECT_EQ(messages, 100);
    EXPECT_EQ(invalidations, 100);
  });
}

TEST_F(VirtualFaults, WhatControlsTheServerCountsForNobodyAndTakesNoTime) {
  in_virtual_time([&] {
    const auto redis = connect();
    redis->set({"a"}, "1");
    redis->get({"a"});
    const measure::RedisUsage before = usage_;
    const Ending scanned = ending_of([&] {
      EXPECT_EQ(control_->control().scan({"*"}).size(), 1U);
      EXPECT_TRUE(control_->control().del({"a"}));
    });
    EXPECT_EQ(scanned.took, 0s);
    EXPECT_EQ(usage_.commands, before.commands);
    EXPECT_EQ(redis->get({"a"}), std::nullopt);
  });
}

}  // namespace
}  // namespace stampede::redis

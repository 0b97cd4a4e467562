// Client-side caching in virtual time: who is told of what, and when.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "simulator/redis/virtual_redis.h"
#include "simulator/runtime/virtual_clock.h"

namespace stampede::redis {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Duration kDelay = microseconds(100);
constexpr Duration kCommand = microseconds(10);

const std::string kEverything = "(everything)";

struct Told {
  std::string what;
  TimePoint at;
};

class VirtualTracking : public testing::Test {
 protected:
  using Body = std::function<void(runtime::Scheduler&, VirtualRedis& reader, VirtualRedis& other)>;

  void with_both(TrackedWrites writes, const Body& body) {
    runtime::VirtualClock clock;
    runtime::Scheduler::run(clock, [&](runtime::Scheduler& scheduler) {
      VirtualServer server(scheduler, {.command = kCommand, .of_commands = {}, .bandwidth_bytes_per_s = {}},
                           [this] { return draw_delay(); }, {});
      runtime::ProcessCpu cpu;  // its time costs nothing
      VirtualRedis reader(scheduler, server, seconds(1), usage_, cpu);
      VirtualRedis other(scheduler, server, seconds(1), usage_, cpu);
      reader.connect();
      other.connect();
      EXPECT_FALSE(reader.is_tracking());
      reader.track(writes, [&](const std::optional<RedisKey>& key) {
        told_.push_back({key ? key->name : kEverything, scheduler.now()});
      });
      EXPECT_TRUE(reader.is_tracking());
      body(scheduler, reader, other);
    });
  }

  std::vector<std::string> told_until(runtime::Scheduler& scheduler, Duration length) {
    scheduler.sleep_until(scheduler.now() + length);
    std::vector<std::string> all;
    for (const Told& told : std::exchange(told_, {})) all.push_back(told.what);
    return all;
  }

  Duration draw_delay() {
    if (next_delays_.empty()) return kDelay;
    const Duration next = next_delays_.front();
    next_delays_.pop_front();
    return next;
  }

  std::deque<Duration> next_delays_;  // of the next messages; later ones take kDelay
  measure::RedisUsage usage_;
  std::vector<Told> told_;
};

TEST_F(VirtualTracking, AKeyThatWasReadIsToldOnceAndAfterItsWay) {
  with_both(TrackedWrites::all, [&](runtime::Scheduler& scheduler, VirtualRedis& reader, VirtualRedis& other) {
    reader.get({"a"});
    const TimePoint began = scheduler.now();
    other.set({"a"}, "1");
    other.set({"a"}, "2");
    other.set({"b"}, "2");
    scheduler.sleep_until(began + seconds(1));
    ASSERT_EQ(told_.size(), 1U);
    EXPECT_EQ(told_[0].what, "a");
    EXPECT_EQ(told_[0].at, began + 2 * kDelay + kCommand);
  });
}

TEST_F(VirtualTracking, ItTakesThreeCommandsAndTwoRoundTripsMoreThanTheConnection) {
  with_both(TrackedWrites::all, [&](runtime::Scheduler& scheduler, VirtualRedis&, VirtualRedis&) {
    EXPECT_EQ(usage_.commands, 3U);
    // Two connections, then the listener's own, its two commands together, and the reader's command.
    EXPECT_EQ(scheduler.now(), TimePoint(5 * 2 * kDelay + 3 * kCommand));
  });
}

TEST_F(VirtualTracking, OwnWritesAreToldOrNot) {
  for (const TrackedWrites writes : {TrackedWrites::all, TrackedWrites::of_others}) {
    with_both(writes, [&](runtime::Scheduler& scheduler, VirtualRedis& reader, VirtualRedis& other) {
      reader.get({"a"});
      reader.set({"a"}, "1");
      if (writes == TrackedWrites::all) {
        EXPECT_THAT(told_until(scheduler, seconds(1)), ElementsAre("a"));
      } else {
        EXPECT_THAT(told_until(scheduler, seconds(1)), IsEmpty());
      }
      other.set({"a"}, "2");
      EXPECT_THAT(told_until(scheduler, seconds(1)), IsEmpty()) << "not read again";
    });
  }
}

TEST_F(VirtualTracking, AFlushIsToldAsEverything) {
  with_both(TrackedWrites::of_others, [&](runtime::Scheduler& scheduler, VirtualRedis& reader, VirtualRedis& other) {
    reader.get({"a"});
    other.call({"FLUSHALL"});
    EXPECT_THAT(told_until(scheduler, seconds(1)), ElementsAre(kEverything));
  });
}

TEST_F(VirtualTracking, AnInvalidationCanOvertakeTheValueThatItOutdates) {
  with_both(TrackedWrites::of_others, [&](runtime::Scheduler& scheduler, VirtualRedis& reader, VirtualRedis& other) {
    other.set({"a"}, "old");
    const TimePoint began = scheduler.now();
    // To the server; its reply is slow; the write follows, and its message is not.
    next_delays_ = {kDelay, milliseconds(5), kDelay, kDelay, kDelay};
    std::optional<std::string> value;
    TimePoint value_at;
    scheduler.spawn({.name = "reader"}, [&] {
      value = reader.get({"a"});
      value_at = scheduler.now();
    });
    scheduler.sleep_until(began + 2 * kDelay);
    other.set({"a"}, "new");
    scheduler.sleep_until(began + seconds(1));
    EXPECT_EQ(value, "old");
    ASSERT_EQ(told_.size(), 1U);
    EXPECT_EQ(told_[0].what, "a");
    EXPECT_LT(told_[0].at, value_at);
  });
}

TEST_F(VirtualTracking, CanBeSwitchedOnOnce) {
  with_both(TrackedWrites::all, [&](runtime::Scheduler&, VirtualRedis& reader, VirtualRedis&) {
    EXPECT_THROW(reader.track(TrackedWrites::all, [](const std::optional<RedisKey>&) {}), std::logic_error);
  });
}

TEST_F(VirtualTracking, AProcessThatStandsStillIsToldWhenItGoesOnAndInOrder) {
  with_both(TrackedWrites::all, [this](runtime::Scheduler& scheduler, VirtualRedis& reader, VirtualRedis& other) {
    reader.call({"GET", RedisKey{"first"}});
    reader.call({"GET", RedisKey{"second"}});
    reader.subscribe({"news"}, [&](std::string_view message) { told_.push_back({std::string(message), {}}); });
    reader.hold_messages();
    other.call({"SET", RedisKey{"second"}, "new"});
    other.call({"PUBLISH", RedisKey{"news"}, "hello"});
    other.call({"SET", RedisKey{"first"}, "new"});
    EXPECT_THAT(told_until(scheduler, seconds(1)), IsEmpty());
    reader.release_messages();
    EXPECT_THAT(told_until(scheduler, Duration::zero()), ElementsAre("second", "hello", "first"));
    reader.call({"GET", RedisKey{"first"}});
    other.call({"SET", RedisKey{"first"}, "newer"});
    EXPECT_THAT(told_until(scheduler, seconds(1)), ElementsAre("first"));
  });
}

// As a lock that is given back when its holder is unwound would be.
TEST_F(VirtualTracking, WhoIsCancelledSendsNothingAnyMore) {
  with_both(TrackedWrites::all, [this](runtime::Scheduler& scheduler, VirtualRedis& dying, VirtualRedis& other) {
    struct GiveBack {
      VirtualRedis& redis;
      bool& tried;
      ~GiveBack() {
        try {
          tried = true;
          redis.call({"DEL", RedisKey{"lock"}});
        } catch (const runtime::Cancelled&) {
          // The end of the fiber.
        }
      }
    };
    const std::uint64_t group = scheduler.new_group();
    bool tried = false;
    scheduler.spawn({.name = "holder", .group = group}, [&] {
      const GiveBack at_end{dying, tried};
      dying.call({"SET", RedisKey{"lock"}, "mine", "PX", 5000});
      scheduler.sleep_until(scheduler.now() + seconds(1));
    });
    scheduler.sleep_until(scheduler.now() + milliseconds(100));
    const std::uint64_t commands = usage_.commands;
    scheduler.cancel_group(group);
    EXPECT_TRUE(tried);
    EXPECT_EQ(usage_.commands, commands);
    EXPECT_EQ(other.call({"GET", RedisKey{"lock"}}).text, "mine");
    scheduler.cancel_others();
  });
}

}  // namespace
}  // namespace stampede::redis

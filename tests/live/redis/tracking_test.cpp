// Client-side caching on a real server: who is told of what, and what a loss of either connection means.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "live_redis_fixture.h"
#include "strategies/near_cache.h"

namespace stampede::redis {
namespace {

using namespace std::chrono_literals;
using runtime::Scheduler;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kEverything = "(everything)";

// What was told, in order.
class Told {
 public:
  Redis::InvalidationHandler handler() {
    return [this](const std::optional<RedisKey>& key) { told_.push_back(key ? key->name : kEverything); };
  }
  std::vector<std::string> take() { return std::exchange(told_, {}); }
  const std::vector<std::string>& all() const { return told_; }

 private:
  std::vector<std::string> told_;
};

class TrackingLive : public LiveRedisTest {
 protected:
  // Runs `body` with a client that tracks what it reads, and with one that does not.
  void with_both(TrackedWrites writes, const std::function<void(Scheduler&, LiveRedis& reader, LiveRedis& other)>& body,
                 Duration deadline = kAmple) {
    on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
      LiveRedis reader(scheduler, reactor, settings(deadline), "test:", usage_);
      LiveRedis other(scheduler, reactor, settings(), "test:", usage_);
      reader.connect();
      other.connect();
      reader.track(writes, told_.handler());
      EXPECT_TRUE(reader.is_tracking());
      EXPECT_THAT(told_.all(), IsEmpty());
      body(scheduler, reader, other);
    });
  }

  // What has been told when a key that is changed now has been told as well.
  std::vector<std::string> told_so_far(Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    reader.get({"the last"});
    other.set({"the last"}, "");
    EXPECT_TRUE(eventually(scheduler, [&] { return !told_.all().empty() && told_.all().back() == "the last"; }));
    std::vector<std::string> told = told_.take();
    if (!told.empty()) told.pop_back();
    return told;
  }

  static std::int64_t id_of(LiveRedis& redis) { return redis.call({"CLIENT", "ID"}).as_integer(); }
  static void kill(LiveRedis& other, std::int64_t id) { other.call({"CLIENT", "KILL", "ID", id}); }

  Told told_;
};

TEST_F(TrackingLive, AKeyThatWasReadIsToldOnceWhenAnotherClientChangesIt) {
  with_both(TrackedWrites::all, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    other.set({"a"}, "1");
    EXPECT_EQ(reader.get({"a"}), "1");
    EXPECT_EQ(reader.get({"absent"}), std::nullopt);
    other.set({"a"}, "2");
    other.set({"a"}, "3");
    other.set({"never read"}, "1");
    other.set({"absent"}, "1");
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a", "absent"));
    reader.get({"a"});
    other.del({"a"});
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a"));
  });
}

TEST_F(TrackingLive, KeysOfAnotherPrefixAreNobodysBusiness) {
  with_both(TrackedWrites::all, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    reader.call({"GET", "of another run"});
    other.call({"SET", "of another run", "1"});
    EXPECT_THAT(told_so_far(scheduler, reader, other), IsEmpty());
  });
}

TEST_F(TrackingLive, OwnWritesAreToldIfWanted) {
  with_both(TrackedWrites::all, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    reader.get({"a"});
    reader.set({"a"}, "1");
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a"));
  });
}

TEST_F(TrackingLive, OwnWritesAreSparedIfWantedAndEndTracking) {
  with_both(TrackedWrites::of_others, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    reader.get({"a"});
    reader.set({"a"}, "1");
    other.set({"a"}, "2");
    EXPECT_THAT(told_so_far(scheduler, reader, other), IsEmpty());
    reader.get({"a"});
    other.set({"a"}, "3");
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a"));
  });
}

TEST_F(TrackingLive, AScriptThatReadsTracksWhatItDeclares) {
  static const Script kRead{"return redis.call('GET', KEYS[1])"};
  static const Script kWrite{"return redis.call('SET', KEYS[1], 'x')"};
  with_both(TrackedWrites::of_others, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    other.set({"read"}, "x");
    reader.run(kRead, {{"read"}});
    reader.run(kWrite, {{"written"}});
    other.del({"read"});
    other.del({"written"});
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("read"));
  });
}

TEST_F(TrackingLive, OfItsOwnScriptsNearCacheIsToldOfTheStoreOnly) {
  with_both(TrackedWrites::all, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    EXPECT_TRUE(reader.run(kReadOrClaim, {{"a"}}, {"claim", 60'000}).is_nil());
    EXPECT_EQ(other.get({"a"}), "claim");
    EXPECT_THAT(told_so_far(scheduler, reader, other), IsEmpty());
    other.del({"a"});
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a"));
    EXPECT_EQ(reader.run(kReplaceClaim, {{"b"}}, {"claim", "value", 60'000}).as_integer(), 0);

    EXPECT_TRUE(reader.run(kReadOrClaim, {{"a"}}, {"claim", 60'000}).is_nil());
    EXPECT_EQ(reader.run(kReplaceClaim, {{"a"}}, {"claim", "value", 60'000}).as_integer(), 1);
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a"));

    const Reply found = reader.run(kReadOrClaim, {{"a"}}, {"claim", 60'000});
    ASSERT_EQ(found.elements.size(), 2U);
    EXPECT_EQ(found.elements[0].text, "value");
    EXPECT_GT(found.elements[1].integer, 0);
    EXPECT_LE(found.elements[1].integer, 60'000);
    other.del({"a"});
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a"));
  });
}

TEST_F(TrackingLive, NearCacheReadsFromAServerWithoutMemoryAndClaimsNothingThere) {
  with_client([&](Scheduler&, LiveRedis& redis) {
    redis.set({"a"}, "value");
    redis.call({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
    redis.call({"CONFIG", "SET", "maxmemory", 1});
    EXPECT_EQ(redis.run(kReadOrClaim, {{"a"}}, {"claim", 60'000}).elements.at(0).text, "value");
    const Failure failure = failure_of([&] { redis.run(kReadOrClaim, {{"b"}}, {"claim", 60'000}); });
    EXPECT_EQ(failure.kind, RedisError::Kind::server);
    EXPECT_THAT(failure.message, HasSubstr("OOM"));
  });
}

TEST_F(TrackingLive, AnExpiryIsToldWithoutAnybodyAsking) {
  with_both(TrackedWrites::of_others, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    other.set_px({"a"}, "1", 20ms);
    reader.get({"a"});
    EXPECT_TRUE(eventually(scheduler, [&] { return !told_.all().empty(); }));
    EXPECT_THAT(told_.take(), ElementsAre("a"));
  });
}

TEST_F(TrackingLive, AFlushIsToldAsEverything) {
  with_both(TrackedWrites::of_others, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    reader.get({"a"});
    other.call({"FLUSHALL"});
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre(kEverything));
    EXPECT_TRUE(reader.is_tracking());
  });
}

// Each command makes the table smaller before it is executed.
TEST_F(TrackingLive, AFullTableForgetsKeysAndTellsOfThem) {
  with_both(TrackedWrites::all, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    other.call({"CONFIG", "SET", "tracking-table-max-keys", 1});
    for (const char* key : {"a", "b", "c"}) reader.get({key});
    reader.call({"PING"});
    ASSERT_TRUE(eventually(scheduler, [&] { return told_.all().size() == 2; }));
    const std::vector<std::string> forgotten = told_.take();
    for (const std::string& key : forgotten) EXPECT_THAT((std::vector<std::string>{"a", "b", "c"}), Contains(key));
    EXPECT_NE(forgotten[0], forgotten[1]);
    other.call({"CONFIG", "SET", "tracking-table-max-keys", 1'000'000});
    for (const std::string& key : forgotten) other.set({key}, "x");
    EXPECT_THAT(told_so_far(scheduler, reader, other), IsEmpty());
  });
}

// Why near_cache does without.
TEST_F(TrackingLive, WithoutOwnWritesAClientIsNotToldWhatItsOwnCommandsMadeTheServerForget) {
  with_both(TrackedWrites::of_others, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    other.call({"CONFIG", "SET", "tracking-table-max-keys", 1});
    for (const char* key : {"a", "b", "c"}) reader.get({key});
    reader.call({"PING"});
    other.call({"CONFIG", "SET", "tracking-table-max-keys", 1'000'000});
    EXPECT_THAT(told_so_far(scheduler, reader, other), IsEmpty());
    for (const char* key : {"a", "b", "c"}) other.set({key}, "x");
    EXPECT_EQ(told_so_far(scheduler, reader, other).size(), 1U);
  });
}

// Everything is told when it is lost, and again when it is tracked anew.
TEST_F(TrackingLive, WhenTheReadersConnectionIsKilledEverythingGoesAndTrackingComesBack) {
  with_both(TrackedWrites::of_others, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    for (int round = 0; round < 3; ++round) {
      reader.get({"a"});
      kill(other, id_of(reader));
      ASSERT_TRUE(eventually(scheduler, [&] { return told_.all().size() == 2; }));
      EXPECT_THAT(told_.take(), ElementsAre(kEverything, kEverything));
      EXPECT_TRUE(reader.is_tracking());
      reader.get({"a"});
      other.set({"a"}, "x");
      EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a"));
    }
    EXPECT_THAT(reader.trouble(), HasSubstr("3 times"));
  });
}

TEST_F(TrackingLive, WhenTheListenersConnectionIsKilledEverythingGoesAndTrackingComesBack) {
  with_both(TrackedWrites::of_others, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    for (int round = 0; round < 3; ++round) {
      reader.get({"a"});
      other.call({"CLIENT", "KILL", "TYPE", "pubsub"});
      ASSERT_TRUE(eventually(scheduler, [&] { return told_.all().size() == 2; }));
      EXPECT_THAT(told_.take(), ElementsAre(kEverything, kEverything));
      EXPECT_TRUE(reader.is_tracking());
      reader.get({"a"});
      other.set({"a"}, "x");
      EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a"));
    }
    EXPECT_EQ(reader.connection().losses(), 0U);
    EXPECT_THAT(reader.trouble(), HasSubstr("3 times"));
  });
}

TEST_F(TrackingLive, NothingIsTrackedBetweenALossAndTheReturn) {
  with_both(TrackedWrites::of_others, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    signal(SIGKILL);
    ASSERT_TRUE(eventually(scheduler, [&] { return !told_.all().empty(); }));
    EXPECT_FALSE(reader.is_tracking());
    EXPECT_THAT(told_.take(), ElementsAre(kEverything));
    server_.restart();
    ASSERT_TRUE(eventually(scheduler, [&] { return reader.is_tracking() && other.connection().is_ready(); }));
    EXPECT_THAT(told_.take(), ElementsAre(kEverything));
    reader.get({"a"});
    other.set({"a"}, "x");
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a"));
  });
}

TEST_F(TrackingLive, SubscriptionsAndTrackingDoNotMix) {
  with_both(TrackedWrites::of_others, [&](Scheduler& scheduler, LiveRedis& reader, LiveRedis& other) {
    std::vector<std::string> messages;
    reader.subscribe({"news"}, [&](std::string_view message) { messages.emplace_back(message); });
    reader.get({"a"});
    other.set({"a"}, "x");
    other.call({"PUBLISH", RedisKey{"news"}, "hello"});
    EXPECT_THAT(told_so_far(scheduler, reader, other), ElementsAre("a"));
    EXPECT_TRUE(eventually(scheduler, [&] { return messages.size() == 1; }));
  });
}

TEST_F(TrackingLive, CanBeSwitchedOnOnce) {
  with_both(TrackedWrites::all, [&](Scheduler&, LiveRedis& reader, LiveRedis&) {
    EXPECT_THROW(reader.track(TrackedWrites::all, told_.handler()), std::logic_error);
    EXPECT_TRUE(reader.is_tracking());
  });
}

TEST_F(TrackingLive, ARefusalSaysWhatTheServerSaidAndCanBeRetried) {
  with_client([&](Scheduler& scheduler, LiveRedis& redis) {
    const auto track = [&] { redis.track(TrackedWrites::all, told_.handler()); };
    redis.call({"ACL", "SETUSER", "default", "-client|tracking"});
    Failure failure = failure_of(track);
    EXPECT_EQ(failure.kind, RedisError::Kind::server);
    EXPECT_THAT(failure.message, HasSubstr("NOPERM"));
    redis.call({"ACL", "SETUSER", "default", "+client|tracking", "resetchannels"});
    failure = failure_of(track);
    EXPECT_EQ(failure.kind, RedisError::Kind::server);
    EXPECT_THAT(failure.message, HasSubstr("NOPERM"));
    EXPECT_FALSE(redis.is_tracking());
    redis.call({"ACL", "SETUSER", "default", "allchannels"});
    track();
    EXPECT_TRUE(redis.is_tracking());
    redis.get({"a"});
    redis.set({"a"}, "1");
    EXPECT_TRUE(eventually(scheduler, [&] { return told_.all() == std::vector<std::string>{"a"}; }));
  });
}

TEST_F(TrackingLive, AServerThatDoesNotAnswerIsATimeOut) {
  with_client(settings(300ms), [&](Scheduler& scheduler, LiveRedis& redis) {
    signal(SIGSTOP);
    const Failure failure = failure_of([&] { redis.track(TrackedWrites::all, told_.handler()); });
    EXPECT_THAT(failure.kind, testing::AnyOf(RedisError::Kind::timed_out, RedisError::Kind::unavailable));
    EXPECT_FALSE(redis.is_tracking());
    signal(SIGCONT);
    ASSERT_TRUE(eventually(scheduler, [&] {
      try {
        redis.track(TrackedWrites::all, told_.handler());
        return true;
      } catch (const RedisError&) {
        return false;
      }
    }));
    EXPECT_TRUE(redis.is_tracking());
  });
}

TEST_F(TrackingLive, WhoWaitsForItWhenTheConnectionGoesIsTold) {
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    auto redis = std::make_unique<LiveRedis>(scheduler, reactor, settings(), "test:", usage_);
    redis->connect();
    signal(SIGSTOP);
    scheduler.spawn({.name = "waiter"}, [&] { redis->track(TrackedWrites::all, told_.handler()); });
    scheduler.sleep_until(scheduler.now() + 10ms);
    scheduler.cancel_others();
    redis.reset();
    signal(SIGCONT);
    EXPECT_THAT(told_.all(), IsEmpty());
  });
}

}  // namespace
}  // namespace stampede::redis

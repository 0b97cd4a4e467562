// Client-side caching: who is told what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "played_server.h"

namespace stampede::redis::model {
namespace {

class TrackingTest : public testing::Test {
 protected:
  TrackingTest() {
    played.run(listener, {"SUBSCRIBE", "__redis__:invalidate"});
    played.run(writer, {"MSET", "a", "1", "b", "2"});
  }

  PlayedServer played{{.expires_actively = true}};
  ClientId listener = played.server.connect();
  ClientId reader = played.server.connect();
  ClientId writer = played.server.connect();
};

TEST_F(TrackingTest, TellsOnceOfAKeyThatWasRead) {
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1"});
  played.run(reader, {"GET", "a"});
  played.run(writer, {"SET", "b", "3"});
  EXPECT_EQ(played.told(listener), "");
  played.run(writer, {"SET", "a", "3"});
  played.run(writer, {"SET", "a", "4"});
  EXPECT_EQ(played.told(listener), "[message __redis__:invalidate [a]]");
}

TEST_F(TrackingTest, TellsOfAKeyThatExpiresWithoutAnybodyAsking) {
  played.run(writer, {"PEXPIRE", "a", "50"});
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1"});
  played.run(reader, {"GET", "a"});
  played.now += 200ms;
  played.run(writer, {"PING"});
  EXPECT_EQ(played.told(listener), "[message __redis__:invalidate [a]]");
}

TEST_F(TrackingTest, ForgetsOneOfTooManyKeysBeforeTheNextCommand) {
  played.server.limit_tracking(1);
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1"});
  played.run(reader, {"MGET", "a", "b"});
  EXPECT_EQ(played.server.tracked_keys(), 2U);
  EXPECT_EQ(played.told(listener), "");
  played.run(writer, {"PING"});
  EXPECT_EQ(played.server.tracked_keys(), 1U);
  EXPECT_THAT(played.told(listener),
              testing::AnyOf("[message __redis__:invalidate [a]]", "[message __redis__:invalidate [b]]"));
  played.run(writer, {"PING"});
  EXPECT_EQ(played.told(listener), "");
}

TEST_F(TrackingTest, ForgetsEachKeyAsOftenAsAnyOther) {
  played.server.limit_tracking(1);
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1"});
  int first = 0;
  constexpr int kRounds = 1000;
  for (int i = 0; i < kRounds; ++i) {
    played.run(reader, {"MGET", "a", "b"});
    played.run(writer, {"PING"});
    first += played.told(listener) == "[message __redis__:invalidate [a]]" ? 1 : 0;
  }
  EXPECT_NEAR(first, kRounds / 2, 80);  // five standard deviations
}

TEST_F(TrackingTest, TellsNobodyOfAPrefixWhatItForgets) {
  const ClientId other_listener = played.server.connect();
  played.run(other_listener, {"SUBSCRIBE", "__redis__:invalidate"});
  const ClientId broadcast = played.server.connect();
  played.run(broadcast, {"CLIENT", "TRACKING", "ON", "REDIRECT", std::to_string(other_listener), "BCAST"});
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1"});
  played.server.limit_tracking(1);
  played.run(reader, {"MGET", "a", "b"});
  played.run(writer, {"PING"});
  EXPECT_NE(played.told(listener), "");
  EXPECT_EQ(played.told(other_listener), "");
}

TEST_F(TrackingTest, TellsOfEverythingWithOneNil) {
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1"});
  played.run(writer, {"FLUSHALL"});
  EXPECT_EQ(played.told(listener), "[message __redis__:invalidate (nil)]");
}

TEST_F(TrackingTest, RemembersTheDeclaredKeysOfScriptsThatRead) {
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1"});
  played.run(reader, {"EVAL", "return redis.call('GET', KEYS[1])", "2", "a", "b"});
  played.run(writer, {"DEL", "b"});
  EXPECT_EQ(played.told(listener), "[message __redis__:invalidate [b]]");
}

TEST_F(TrackingTest, BroadcastsAllKeysOfAPrefixOnceForAllThatACommandChanged) {
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1", "BCAST", "PREFIX", "a"});
  played.run(writer, {"MSET", "ax", "1", "b", "2", "a", "3", "ax", "4"});
  EXPECT_EQ(played.told(listener), "[message __redis__:invalidate [a ax]]");
}

TEST_F(TrackingTest, SparesTheOneWhoChangedTheKeyIfItWants) {
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1", "NOLOOP"});
  played.run(reader, {"GET", "a"});
  played.run(reader, {"SET", "a", "5"});
  EXPECT_EQ(played.told(listener), "");
  played.run(reader, {"GET", "a"});
  played.run(writer, {"SET", "a", "6"});
  EXPECT_EQ(played.told(listener), "[message __redis__:invalidate [a]]");
}

TEST_F(TrackingTest, RemembersOnlyWhatWasChosen) {
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1", "OPTIN"});
  played.run(reader, {"GET", "a"});
  played.run(reader, {"CLIENT", "CACHING", "YES"});
  played.run(reader, {"GET", "b"});
  played.run(writer, {"DEL", "a", "b"});
  EXPECT_EQ(played.told(listener), "[message __redis__:invalidate [b]]");
}

TEST_F(TrackingTest, IsSilentWhenTheListenerIsGone) {
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1"});
  played.run(reader, {"GET", "a"});
  played.server.disconnect(listener);
  EXPECT_EQ(played.run(writer, {"SET", "a", "1"}), "OK");
  EXPECT_EQ(played.told(listener), "");
}

}  // namespace
}  // namespace stampede::redis::model

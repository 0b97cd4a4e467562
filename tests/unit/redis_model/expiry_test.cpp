// Keys expire to the millisecond.
#include <gtest/gtest.h>

#include "played_server.h"

namespace stampede::redis::model {
namespace {

TEST(Expiry, EndsAfterTheLastMillisecond) {
  PlayedServer played({.expires_actively = false});
  const ClientId client = played.server.connect();
  played.run(client, {"SET", "k", "v", "PX", "100"});
  played.now += 100ms;
  EXPECT_EQ(played.run(client, {"GET", "k"}), "v");
  EXPECT_EQ(played.run(client, {"PTTL", "k"}), "0");
  played.now += 1ms - 1ns;
  EXPECT_EQ(played.run(client, {"GET", "k"}), "v");
  played.now += 1ns;
  EXPECT_EQ(played.server.key_count(), 1U);
  EXPECT_EQ(played.run(client, {"GET", "k"}), "(nil)");
  EXPECT_EQ(played.server.key_count(), 0U);
  EXPECT_EQ(played.server.expired_keys(), 1U);
}

TEST(Expiry, TtlIsRoundedToTheNearestSecond) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  played.run(client, {"SET", "k", "v", "EX", "10"});
  played.now += 500ms;
  EXPECT_EQ(played.run(client, {"TTL", "k"}), "10");
  played.now += 1ms;
  EXPECT_EQ(played.run(client, {"TTL", "k"}), "9");
  EXPECT_EQ(played.run(client, {"PTTL", "k"}), "9499");
  EXPECT_EQ(played.run(client, {"PEXPIRETIME", "k"}), "1700000010000");
  EXPECT_EQ(played.run(client, {"EXPIRETIME", "k"}), "1700000010");
}

TEST(Expiry, WithoutAnybodyAskingKeysGoWithinATenthOfASecond) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  played.run(client, {"SET", "k", "v", "PX", "50"});
  played.now += 99ms;
  played.run(client, {"PING"});
  EXPECT_EQ(played.server.key_count(), 1U);
  played.now += 1ms;
  played.run(client, {"PING"});
  EXPECT_EQ(played.server.key_count(), 0U);
}

TEST(Expiry, IsKeptOrEndedByWhatReplacesTheValue) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  played.run(client, {"SET", "k", "1", "EX", "10"});
  played.run(client, {"INCR", "k"});
  played.run(client, {"APPEND", "k", "0"});
  EXPECT_EQ(played.run(client, {"TTL", "k"}), "10");
  played.run(client, {"SET", "k", "2", "KEEPTTL"});
  EXPECT_EQ(played.run(client, {"TTL", "k"}), "10");
  played.run(client, {"SET", "k", "3"});
  EXPECT_EQ(played.run(client, {"TTL", "k"}), "-1");
}

TEST(Expiry, OfAWatchedKeyFailsTheTransaction) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  played.run(client, {"SET", "k", "v", "PX", "10"});
  played.run(client, {"WATCH", "k"});
  played.run(client, {"MULTI"});
  played.run(client, {"PING"});
  played.now += 11ms;
  EXPECT_EQ(played.run(client, {"EXEC"}), "(nil)");
}

TEST(Forgetting, LeavesNoKeysAndNoScriptsButTheClients) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  played.run(client, {"SET", "k", "v", "EX", "10"});
  const std::string hash = played.run(client, {"SCRIPT", "LOAD", "return 1"});
  played.run(client, {"CLIENT", "SETNAME", "me"});
  played.server.forget_all();
  EXPECT_EQ(played.run(client, {"EXISTS", "k"}), "0");
  EXPECT_EQ(played.run(client, {"EVALSHA", hash, "0"}), "NOSCRIPT No matching script. Please use EVAL.");
  EXPECT_EQ(played.run(client, {"CLIENT", "GETNAME"}), "me");
  EXPECT_EQ(played.server.used_memory_bytes(), 0U);
}

TEST(Scanning, GivesEachKeyOnceAndEndsThoughKeysAreAdded) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  for (int i = 0; i < 100; ++i) played.run(client, {"SET", "old" + std::to_string(i), "v"});
  std::map<std::string, int> seen;
  std::string cursor = "0";
  int calls = 0;
  do {
    const std::vector<std::string_view> words = {"SCAN", cursor, "COUNT", "7"};
    const std::optional<Reply> reply = played.server.execute(client, words, played.now);
    cursor = reply->elements[0].text;
    for (const Reply& key : reply->elements[1].elements) ++seen[key.text];
    for (int i = 0; i < 10; ++i) played.run(client, {"SET", "new" + std::to_string(calls * 10 + i), "v"});
    played.run(client, {"DEL", "old" + std::to_string(calls)});
    ASSERT_LT(++calls, 100);
  } while (cursor != "0");
  for (int i = calls; i < 100; ++i) EXPECT_EQ(seen["old" + std::to_string(i)], 1) << i;
}

}  // namespace
}  // namespace stampede::redis::model

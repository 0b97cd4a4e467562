// Blocking pops: who is served, and when patience ends.
#include <gtest/gtest.h>

#include "played_server.h"

namespace stampede::redis::model {
namespace {

TEST(Blocking, EndsWithNilWhenItsTimeIsOver) {
  PlayedServer played;
  const ClientId first = played.server.connect();
  const ClientId second = played.server.connect();
  EXPECT_EQ(played.server.next_unblock(), std::nullopt);
  EXPECT_EQ(played.run(first, {"BLPOP", "q", "0.2"}), "(blocked)");
  EXPECT_EQ(played.run(second, {"BRPOP", "q", "p", "0.1"}), "(blocked)");
  EXPECT_EQ(played.server.next_unblock(), played.now + 100ms);
  played.now += 100ms - 1ns;
  played.server.unblock_due(played.now);
  EXPECT_EQ(played.told(second), "");
  played.now += 1ns;
  played.server.unblock_due(played.now);
  EXPECT_EQ(played.told(second), "(nil)");
  EXPECT_FALSE(played.server.is_blocked(second));
  EXPECT_TRUE(played.server.is_blocked(first));
  EXPECT_EQ(played.server.next_unblock(), played.now + 100ms);
}

TEST(Blocking, ForEverHasNoEndOfItsOwn) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  EXPECT_EQ(played.run(client, {"BLPOP", "q", "0"}), "(blocked)");
  EXPECT_EQ(played.server.next_unblock(), std::nullopt);
}

TEST(Blocking, ServesThoseWhoWaitInTheirOrder) {
  PlayedServer played;
  const ClientId pusher = played.server.connect();
  const ClientId first = played.server.connect();
  const ClientId second = played.server.connect();
  const ClientId third = played.server.connect();
  for (const ClientId client : {first, second, third}) played.run(client, {"BLPOP", "q", "1"});
  EXPECT_EQ(played.run(pusher, {"RPUSH", "q", "a", "b"}), "2");
  EXPECT_EQ(played.told(first), "[q a]");
  EXPECT_EQ(played.told(second), "[q b]");
  EXPECT_EQ(played.told(third), "");
  EXPECT_EQ(played.run(pusher, {"EXISTS", "q"}), "0");
  EXPECT_EQ(played.server.next_unblock(), played.now + 1s);
}

TEST(Blocking, IsServedAfterTheTransactionOrTheScript) {
  PlayedServer played;
  const ClientId pusher = played.server.connect();
  const ClientId waiter = played.server.connect();
  played.run(waiter, {"BLPOP", "q", "0"});
  EXPECT_EQ(played.run(pusher, {"EVAL", "redis.call('RPUSH','q','a') return redis.call('LPOP','q')", "0"}), "a");
  EXPECT_EQ(played.told(waiter), "");
  played.run(pusher, {"MULTI"});
  played.run(pusher, {"RPUSH", "q", "b"});
  played.run(pusher, {"RPUSH", "q", "c"});
  played.run(pusher, {"RPOP", "q"});
  EXPECT_EQ(played.run(pusher, {"EXEC"}), "[1 2 c]");
  EXPECT_EQ(played.told(waiter), "[q b]");
}

TEST(Blocking, AMoveMayWakeTheNext) {
  PlayedServer played;
  const ClientId pusher = played.server.connect();
  const ClientId mover = played.server.connect();
  const ClientId popper = played.server.connect();
  played.run(mover, {"BLMOVE", "a", "b", "LEFT", "RIGHT", "0"});
  played.run(popper, {"BRPOP", "b", "0"});
  played.run(pusher, {"RPUSH", "a", "x"});
  EXPECT_EQ(played.told(mover), "x");
  EXPECT_EQ(played.told(popper), "[b x]");
  EXPECT_EQ(played.server.key_count(), 0U);
  EXPECT_EQ(played.server.used_memory_bytes(), 0U);
}

TEST(Blocking, EndsWithTheConnection) {
  PlayedServer played;
  const ClientId pusher = played.server.connect();
  const ClientId waiter = played.server.connect();
  played.run(waiter, {"BLPOP", "q", "1"});
  played.server.disconnect(waiter);
  EXPECT_EQ(played.server.next_unblock(), std::nullopt);
  EXPECT_EQ(played.run(pusher, {"RPUSH", "q", "a"}), "1");
  EXPECT_EQ(played.run(pusher, {"LLEN", "q"}), "1");
  EXPECT_EQ(played.server.connect(), waiter + 1);
}

TEST(Subscribing, ConfirmsEachAndRefusesOtherCommands) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  EXPECT_EQ(played.run(client, {"SUBSCRIBE", "a", "b"}), "[subscribe a 1]");
  EXPECT_EQ(played.told(client), "[subscribe b 2]");
  EXPECT_EQ(played.run(client, {"GET", "k"}),
            "ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this "
            "context");
  EXPECT_EQ(played.run(client, {"PING"}), "[pong ]");
}

// Redis announces as many replies as EXEC has commands, and sends more.
TEST(Subscribing, InATransactionFurtherConfirmationsPushRepliesOutOfExec) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  played.run(client, {"MULTI"});
  played.run(client, {"SUBSCRIBE", "a", "b"});
  played.run(client, {"PING"});
  EXPECT_EQ(played.run(client, {"EXEC"}), "[[subscribe a 1] [subscribe b 2]]");
  EXPECT_EQ(played.told(client), "[pong ]");
}

}  // namespace
}  // namespace stampede::redis::model

// Connecting: every way in which it fails has its own message, and none of them holds the password.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <string>

#include "fake_server.h"
#include "live_redis_fixture.h"

namespace stampede::redis {
namespace {

using namespace std::chrono_literals;
using runtime::Scheduler;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Somebody else may take it in the meantime, but hardly ever does.
std::uint16_t free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(descriptor, reinterpret_cast<const sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(descriptor);
  return ntohs(address.sin_port);
}

// What connect() throws; the error of an attempt without an answer comes after `deadline`.
std::string refusal_of(const Endpoint& endpoint, Duration deadline = kAmple) {
  std::string message = "connected";
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    measure::RedisUsage usage;
    Connection connection(scheduler, reactor, {.endpoint = endpoint, .deadline = deadline}, usage);
    try {
      connection.connect();
      connection.call(std::vector<Arg>{"PING"}, {});
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), RedisError::Kind::unavailable);
      message = error.what();
    }
  });
  return message;
}

// A server that answers whatever it is sent with `answer`.
std::string refusal_after(const std::string& answer, bool then_close, Duration deadline = kAmple,
                          const std::string& password = {}) {
  FakeServer server([&](FakeClient& client) {
    if (client.read_commands(1)) client.send(answer);
    if (!then_close) client.read_until_closed();
  });
  Endpoint endpoint = server.endpoint();
  endpoint.password = password;
  return refusal_of(endpoint, deadline);
}

class TcpTest : public LiveRedisTest {
 protected:
  void SetUp() override {
    with_client([&](Scheduler&, LiveRedis& redis) {
      redis.call({"CONFIG", "SET", "bind", "127.0.0.1"});
      for (int attempt = 0; port_ == 0 && attempt < 20; ++attempt) {
        const std::uint16_t port = free_port();
        try {
          redis.call({"CONFIG", "SET", "port", port});
          port_ = port;
        } catch (const RedisError&) {  // taken meanwhile
        }
      }
    });
    ASSERT_NE(port_, 0);
  }

  void administer(std::initializer_list<Arg> command) {
    with_client([&](Scheduler&, LiveRedis& redis) { redis.call(command); });
  }

  Endpoint endpoint(const std::string& user_info = {}, int database = 0) const {
    return parse_endpoint(fmt::format("redis://{}127.0.0.1:{}/{}", user_info, port_, database));
  }

  std::uint16_t port_ = 0;
};

TEST_F(TcpTest, ConnectsOverTcp) {
  with_client({.endpoint = endpoint(), .deadline = kAmple}, [&](Scheduler& scheduler, LiveRedis& redis) {
    run_fibers(scheduler, 100, [&](std::size_t i) {
      redis.set({fmt::format("k{}", i)}, fmt::format("{}", i));
      ASSERT_EQ(redis.get({fmt::format("k{}", i)}), fmt::format("{}", i));
    });
  });
}

TEST_F(TcpTest, SelectsItsDatabaseAgainAfterEachLoss) {
  with_client({.endpoint = endpoint({}, 5), .deadline = kAmple}, [&](Scheduler& scheduler, LiveRedis& redis) {
    redis.set({"key"}, "in five");
    const std::string client_id = std::to_string(redis.call({"CLIENT", "ID"}).as_integer());
    administer({"CLIENT", "KILL", "ID", client_id});
    ASSERT_TRUE(
        eventually(scheduler, [&] { return redis.connection().losses() == 1 && redis.connection().is_ready(); }));
    EXPECT_EQ(redis.get({"key"}), "in five");
    redis.call({"SELECT", 0});
    EXPECT_EQ(redis.get({"key"}), std::nullopt);
  });
}

TEST_F(TcpTest, ADatabaseThatDoesNotExistIsAMessageOfTheServer) {
  EXPECT_THAT(refusal_of(endpoint({}, 9999)), HasSubstr("DB index is out of range"));
}

TEST_F(TcpTest, ThePasswordOfTheDefaultUserOpens) {
  administer({"ACL", "SETUSER", "default", "resetpass", ">s3cr:t /#"});
  EXPECT_EQ(refusal_of(endpoint(":s3cr%3At%20%2F%23@", 3)), "connected");
}

TEST_F(TcpTest, AUserWithItsPasswordOpens) {
  administer({"ACL", "SETUSER", "app", "on", ">s3cret", "+@all", "~*"});
  EXPECT_EQ(refusal_of(endpoint("app:s3cret@")), "connected");
}

TEST_F(TcpTest, AUserWhoNeedsNoPasswordIsWhoWeAre) {
  administer({"ACL", "SETUSER", "guest", "on", "nopass", "+@all", "~*"});
  with_client({.endpoint = endpoint("guest:@"), .deadline = kAmple}, [&](Scheduler&, LiveRedis& redis) {
    EXPECT_EQ(redis.call({"ACL", "WHOAMI"}).as_string(), "guest");
  });
}

TEST_F(TcpTest, AWrongPasswordIsNamedAndNotRepeated) {
  administer({"ACL", "SETUSER", "app", "on", ">s3cret", "+@all", "~*"});
  administer({"ACL", "SETUSER", "default", "resetpass", ">s3cret"});
  for (const char* user_info : {":hunter2@", "app:hunter2@", "nobody:hunter2@"}) {
    EXPECT_THAT(refusal_of(endpoint(user_info)), AllOf(HasSubstr("WRONGPASS"), Not(HasSubstr("hunter2"))));
  }
}

TEST_F(TcpTest, AMissingPasswordIsNamed) {
  administer({"ACL", "SETUSER", "default", "resetpass", ">s3cret"});
  EXPECT_THAT(refusal_of(endpoint()), HasSubstr("NOAUTH"));
}

TEST_F(TcpTest, TooManyClientsIsWhatTheServerSaysAndNotABrokenPipe) {
  with_client([&](Scheduler&, LiveRedis& redis) {
    redis.call({"CONFIG", "SET", "maxclients", 1});
    EXPECT_THAT(refusal_of(server_.endpoint()), HasSubstr("max number of clients reached"));
    EXPECT_THAT(refusal_of(endpoint()), HasSubstr("max number of clients reached"));
  });
}

TEST(Connecting, AMissingSocketIsNamed) {
  Endpoint endpoint;
  endpoint.unix_path = "/nonexistent/redis.sock";
  EXPECT_THAT(refusal_of(endpoint), AllOf(HasSubstr("unix:///nonexistent/redis.sock"), HasSubstr("No such file")));
}

TEST(Connecting, NothingListeningIsNamed) {
  Endpoint endpoint;
  endpoint.host = "127.0.0.1";
  endpoint.port = free_port();
  EXPECT_THAT(refusal_of(endpoint), AllOf(HasSubstr(endpoint.display()), HasSubstr("Connection refused")));
}

TEST(Connecting, ASocketThatNobodyServesAnyMoreIsNamed) {
  const PrivateServer server;
  ASSERT_EQ(kill(server.process(), SIGKILL), 0);
  // It takes a moment to die.
  const auto give_up = std::chrono::steady_clock::now() + kAmple;
  std::string message;
  do {
    message = refusal_of(server.endpoint());
  } while (message.find("Connection refused") == std::string::npos && std::chrono::steady_clock::now() < give_up);
  EXPECT_THAT(message, AllOf(HasSubstr(server.endpoint().display()), HasSubstr("Connection refused")));
}

TEST(Connecting, AWebServerIsNotRedis) {
  EXPECT_THAT(refusal_after("HTTP/1.1 400 Bad Request\r\n\r\n", false), HasSubstr("does not speak the Redis protocol"));
}

TEST(Connecting, AMailServerThatGreetsLikeRedisIsNotRedis) {
  EXPECT_THAT(refusal_after("+OK POP3 ready\r\n", false), HasSubstr("is not Redis"));
}

TEST(Connecting, AnAnswerOfAnotherKindIsNotRedis) {
  EXPECT_THAT(refusal_after("*1\r\n+PONG\r\n", false), HasSubstr("is not Redis"));
  EXPECT_THAT(refusal_after("$4\r\nPONG\r\n", false, kAmple, "password"), HasSubstr("is not Redis"));
}

TEST(Connecting, AServerThatNeverAnswersIsNamedAtTheDeadline) {
  EXPECT_THAT(refusal_after("", false, 50ms), HasSubstr("no answer within the deadline"));
  EXPECT_THAT(refusal_after("+PO", false, 50ms), HasSubstr("no answer within the deadline"));
}

TEST(Connecting, AServerThatHangsUpIsNamed) {
  EXPECT_THAT(refusal_after("", true), HasSubstr("closed the connection"));
}

TEST(Connecting, AServerThatIsLoadingIsNamed) {
  EXPECT_THAT(refusal_after("-LOADING Redis is loading the dataset in memory\r\n", false), HasSubstr("LOADING"));
}

TEST(Connecting, AServerThatQuotesThePasswordIsNotRepeated) {
  EXPECT_THAT(
      refusal_after("-ERR unknown command 'AUTH', with args beginning with: 'hunter2'\r\n", false, kAmple, "hunter2"),
      AllOf(HasSubstr("unknown command 'AUTH'"), HasSubstr("***"), Not(HasSubstr("hunter2"))));
}

TEST(Connecting, AnUnknownHostIsNamed) {
  Endpoint endpoint;
  endpoint.host = "no-such-host.invalid";
  EXPECT_THAT(refusal_of(endpoint), HasSubstr("redis://no-such-host.invalid:6379/0"));
}

TEST(Connecting, AFailedFirstAttemptIsRepairedLater) {
  std::atomic<bool> healthy = false;
  FakeServer server([&](FakeClient& client) {
    if (client.read_commands(1)) client.send(healthy ? "+PONG\r\n" : "-LOADING\r\n");
    client.read_until_closed();
  });
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    measure::RedisUsage usage;
    Connection connection(scheduler, reactor, {.endpoint = server.endpoint(), .deadline = kAmple}, usage);
    EXPECT_EQ(failure_of([&] { connection.connect(); }).kind, RedisError::Kind::unavailable);
    healthy = true;
    EXPECT_TRUE(eventually(scheduler, [&] { return connection.is_ready(); }));
    EXPECT_EQ(connection.losses(), 0U);
  });
}

TEST(Connecting, AttemptsBecomeRarerUpToTheLimit) {
  FakeServer server([](FakeClient&) {});  // hangs up at once
  on_scheduler([&](Scheduler& scheduler, runtime::Reactor& reactor) {
    measure::RedisUsage usage;
    Connection connection(
        scheduler, reactor,
        {.endpoint = server.endpoint(), .deadline = kAmple, .first_backoff = 1ms, .longest_backoff = 50ms}, usage);
    EXPECT_EQ(failure_of([&] { connection.connect(); }).kind, RedisError::Kind::unavailable);
    const TimePoint start = scheduler.now();
    scheduler.sleep_until(start + 300ms);
    EXPECT_TRUE(eventually(scheduler, [&] { return server.connections() >= 2; }));
    // 1 + 2 + 4 + ... + 32 ms, then every 50 ms; two for those at the edges.
    EXPECT_LE(server.connections(), 6U + 2U + static_cast<std::size_t>((scheduler.now() - start) / 50ms));
  });
}

}  // namespace
}  // namespace stampede::redis

// Every path of every strategy sends the expected commands to a real server, through the live client.
#include <gtest/gtest.h>

#include "simulator/redis/live_redis.h"
#include "simulator/redis/private_server.h"
#include "tests/live/traces/monitor.h"
#include "tests/live/traces/prefix.h"
#include "tests/traces/expected_traces.h"

namespace stampede::traces {

void PrintTo(const Path& path, std::ostream* out) { *out << title(path); }

namespace {

const std::string kPrefix = "run:1:";

class LiveTrace : public testing::TestWithParam<Path> {
 protected:
  // What play() asks for; checks on the way that no key is without the prefix. PING greets the server on each new
  // connection, such as that of subscriptions.
  Commands log_until(Monitor& monitor, std::string_view marker) {
    Commands commands;
    for (const Words& command : monitor.until_echo(marker)) {
      if (command == Words{"PING"}) continue;
      EXPECT_TRUE(keeps_to(kPrefix, command)) << joined(command);
      commands.push_back(joined(without_prefix(kPrefix, command)));
    }
    return commands;
  }

  Trace play_live(const Path& path) {
    Trace trace;
    runtime::Reactor reactor;
    runtime::Scheduler::run(reactor, [&](runtime::Scheduler& scheduler) {
      redis::LiveRedis client(scheduler, reactor,
                              {.endpoint = server_.endpoint(), .deadline = std::chrono::seconds(60)}, kPrefix, usage_);
      client.connect();
      Monitor monitor(server_.endpoint());
      trace = play(path, client, [&](std::string_view marker) { return log_until(monitor, marker); });
    });
    return trace;
  }

  redis::PrivateServer server_;
  measure::RedisUsage usage_;
};

TEST_P(LiveTrace, IsSeenByTheRealServer) { EXPECT_EQ(difference(GetParam(), play_live(GetParam())), ""); }

INSTANTIATE_TEST_SUITE_P(Strategies, LiveTrace, testing::ValuesIn(expected_traces()),
                         [](const auto& instance) { return title(instance.param); });

TEST(MonitorLines, AreTakenApartIntoWords) {
  EXPECT_EQ(parse_monitor_line(R"(1700000000.123456 [0 unix:/tmp/a] b] "SET" "key" "two words")"),
            (Words{"SET", "key", "two words"}));
  EXPECT_EQ(parse_monitor_line(R"(1.5 [0 127.0.0.1:5] "SET" "a\"b\\c" "\x00\xff\r\n\t" "")"),
            (Words{"SET", "a\"b\\c", std::string("\0\xff\r\n\t", 5), ""}));
  EXPECT_EQ(parse_monitor_line(R"(1.5 [0 lua] "GET" "key")"), Words{});
  EXPECT_THROW(parse_monitor_line("OK"), std::runtime_error);
}

TEST(Prefix, IsDemandedOfEveryKeyButOfNothingElse) {
  EXPECT_TRUE(keeps_to("p:", {"SET", "p:a", "value"}));
  EXPECT_FALSE(keeps_to("p:", {"SET", "a", "p:value"}));
  EXPECT_FALSE(keeps_to("p:", {"UNLINK", "p:a", "b"}));
  EXPECT_FALSE(keeps_to("p:", {"EVALSHA", "hash", "2", "p:a", "b", "argument"}));
  EXPECT_TRUE(keeps_to("p:", {"EVALSHA", "hash", "1", "p:a", "argument"}));
  EXPECT_FALSE(keeps_to("p:", {"SCAN", "0", "MATCH", "*", "COUNT", "9"}));
  EXPECT_EQ(without_prefix("p:", {"EVALSHA", "hash", "1", "p:a", "p:x"}), (Words{"EVALSHA", "hash", "1", "a", "p:x"}));
  EXPECT_THROW(key_places({"FLUSHALL"}), std::out_of_range);
}

}  // namespace
}  // namespace stampede::traces

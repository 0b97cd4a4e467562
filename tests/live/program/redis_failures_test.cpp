// Redis dies, hangs, refuses or is not there: no hang, nothing lost, and a message that says which and what to do.
#include <csignal>

#include "fixture.h"
#include "servers.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class RedisFailures : public ProgramTest {
 protected:
  // A program whose first run is finished and whose second is about a third through.
  std::unique_ptr<Program> in_second_run() const {
    const std::string scenario = add(long_scenario("three", {"plain_ttl", "mutex_stale", "no_cache"}));
    auto program = start({"run", scenario, "--out", "out"});
    EXPECT_TRUE(program->wait_until([this] { return finished_runs() == 1; }));
    std::this_thread::sleep_for(std::chrono::seconds(1));
    return program;
  }

  Outcome run_on(const std::string& url) const {
    return run({"run", add(small_scenario("small")), "--redis", url, "--out", "out"});
  }
};

TEST_F(RedisFailures, KilledInTheMiddleOfARun) {
  const auto program = in_second_run();
  const pid_t server = server_of(program->process());
  ASSERT_GT(server, 0);
  kill(server, SIGKILL);
  const Outcome outcome = program->wait();
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("redis-server has died"), HasSubstr("out/result.json")));
  const reports::Result written = result();
  EXPECT_TRUE(written.interrupted);
  ASSERT_EQ(written.runs.size(), 2);
  expect_all_accounted_for(written);
  EXPECT_FALSE(has_warning(written.runs[0], "redis_lost"));
  EXPECT_FALSE(written.runs[1].valid);
  EXPECT_TRUE(has_warning(written.runs[1], "redis_lost"));
  EXPECT_GT(metric(written.runs[1], "errors.redis"), 0);
  EXPECT_GT(metric(written.runs[1], "answers.fresh"), 0);
  EXPECT_TRUE(no_temporary_files());
}

TEST_F(RedisFailures, StoppedForLongerThanTheDeadlineAndContinued) {
  const auto program = in_second_run();
  const pid_t server = server_of(program->process());
  ASSERT_GT(server, 0);
  kill(server, SIGSTOP);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  kill(server, SIGCONT);
  const Outcome outcome = program->wait();
  const reports::Result written = result();
  ASSERT_EQ(written.runs.size(), 3);
  EXPECT_FALSE(written.interrupted);
  expect_all_accounted_for(written);
  EXPECT_GT(metric(written.runs[1], "errors.redis"), 0);
  EXPECT_GT(metric(written.runs[1], "answers.fresh"), 0);
  EXPECT_TRUE(has_warning(written.runs[1], "redis_errors"));
  EXPECT_EQ(metric(written.runs[2], "errors.redis"), 0);
  const bool all_valid = written.runs[0].valid && written.runs[1].valid && written.runs[2].valid;
  EXPECT_EQ(outcome.exit_code, all_valid ? 0 : 3);
  EXPECT_THAT(outcome.output, HasSubstr(" redis"));
}

TEST_F(RedisFailures, StoppedForGood) {
  const auto program = in_second_run();
  const pid_t server = server_of(program->process());
  ASSERT_GT(server, 0);
  kill(server, SIGSTOP);
  const Outcome outcome = program->wait();
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, HasSubstr("redis-server has died or hangs"));
  expect_all_accounted_for(result());
  EXPECT_GE(result().runs.size(), 1);
  EXPECT_FALSE(is_running(server));
  EXPECT_TRUE(no_temporary_files());
}

TEST_F(RedisFailures, ServerOfTheUserDiesInTheMiddleOfARun) {
  const UserServer server;
  const std::string scenario = add(long_scenario("two", {"plain_ttl", "mutex_stale"}));
  const auto program = start({"run", scenario, "--redis", server.socket_url(), "--out", "out"});
  ASSERT_TRUE(program->wait_until([this] { return finished_runs() == 1; }));
  std::this_thread::sleep_for(std::chrono::seconds(1));
  server.signal(SIGKILL);
  const Outcome outcome = program->wait();
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr(server.socket_url()), HasSubstr("Check that the server runs"),
                                    HasSubstr("out/result.json")));
  EXPECT_THAT(outcome.errors, HasSubstr("may be left on the server"));
  EXPECT_EQ(result().runs.size(), 2);
  expect_all_accounted_for(result());
}

TEST_F(RedisFailures, WrongPassword) {
  const UserServer server({"--requirepass", "right-secret"});
  const Outcome outcome = run_on(server.tcp_url(":wrong-secret"));
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors,
              AllOf(HasSubstr("WRONGPASS"), HasSubstr("Check user and password"), Not(HasSubstr(".."))));
  EXPECT_THAT(outcome.errors + outcome.output, Not(HasSubstr("wrong-secret")));
  EXPECT_TRUE(nothing_written());
}

TEST_F(RedisFailures, PasswordMissing) {
  const UserServer server({"--requirepass", "right-secret"});
  const Outcome outcome = run_on(server.tcp_url());
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("NOAUTH"), HasSubstr("Check user and password")));
}

TEST_F(RedisFailures, RightPasswordAppearsNowhere) {
  const UserServer server({"--requirepass", "right-secret"});
  const Outcome outcome = run_on(server.tcp_url(":right-secret"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors + outcome.output, Not(HasSubstr("right-secret")));
  const std::string file = read_text(result_file());
  EXPECT_THAT(file, Not(HasSubstr("right-secret")));
  EXPECT_THAT(file, HasSubstr("redis://***@127.0.0.1"));
}

TEST_F(RedisFailures, PasswordsInBadUrlsAppearNowhere) {
  for (const char* url :
       {"redis://:secret@127.0.0.1:99999999", "redis://:sec ret@127.0.0.1", "http://:secret@127.0.0.1",
        "REDIS://:secret@[", "redis://:sec@ret@127.0.0.1", "redis://127.0.0.1?password=secret", "rediss://:secret@h"}) {
    const Outcome outcome = run_on(url);
    EXPECT_NE(outcome.exit_code, 0) << url;
    EXPECT_THAT(outcome.errors, AllOf(HasSubstr("--redis"), HasSubstr("redis://[user:password@]host"))) << url;
    EXPECT_THAT(outcome.errors + outcome.output, AllOf(Not(HasSubstr("secret")), Not(HasSubstr("ret@")))) << url;
  }
}

TEST_F(RedisFailures, SocketThatDoesNotExist) {
  const Outcome outcome = run_on("unix:///nowhere/redis.sock");
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors,
              AllOf(HasSubstr("unix:///nowhere/redis.sock"), HasSubstr("Check the path of the socket")));
  EXPECT_TRUE(nothing_written());
}

TEST_F(RedisFailures, PortWhereNobodyListens) {
  const std::string url = "redis://127.0.0.1:" + std::to_string(free_port());
  const Outcome outcome = run_on(url);
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr(url), HasSubstr("Connection refused"), HasSubstr("Check that")));
}

TEST_F(RedisFailures, ServersThatAreNotRedis) {
  for (const char* greeting :
       {"HTTP/1.1 400 Bad Request\r\n\r\n", "220 mail.example ESMTP\r\n", "+OK POP3 ready\r\n"}) {
    const OtherServer server(greeting);
    const Outcome outcome = run_on(server.url());
    EXPECT_EQ(outcome.exit_code, 4) << greeting;
    EXPECT_THAT(outcome.errors, AllOf(HasSubstr(server.url()), HasSubstr("the server "), HasSubstr("Redis")))
        << greeting;
  }
}

TEST_F(RedisFailures, ServerThatSaysNothing) {
  const OtherServer server("");
  const Outcome outcome = run_on(server.url());
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr(server.url()), HasSubstr("no answer within the deadline")));
}

TEST_F(RedisFailures, RedisServerNotInstalled) {
  const Outcome outcome = run_program(
      Start{.arguments = {"run", add(small_scenario("small")), "--out", "out"}, .environment = {{"PATH", "/nowhere"}}});
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors,
              AllOf(HasSubstr("redis-server was not found"), HasSubstr("Install"), HasSubstr("--redis")));
  EXPECT_TRUE(nothing_written());
}

}  // namespace

}  // namespace stampede

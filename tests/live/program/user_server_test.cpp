// A server that somebody else uses: only keys under a prefix of the run are touched, and none is left.
#include <csignal>

#include "fixture.h"
#include "servers.h"

namespace stampede {

namespace {

using testing::HasSubstr;

// A busy machine may have kept the generator from its rate, which is not the question here.
const auto kDone = testing::AnyOf(0, 3);

class OnAServerOfTheUser : public ProgramTest {
 protected:
  OnAServerOfTheUser() {
    server_.ask({"SET", "mine", "precious"});
    server_.ask({"SADD", "CM:delete", "of another application"});
    server_.ask({"SET", "stampede:somebody-else", "precious"});
  }

  void expect_only_own_keys() const {
    EXPECT_EQ(server_.ask({"DBSIZE"}), "3") << server_.ask({"KEYS", "*"});
    EXPECT_EQ(server_.ask({"GET", "mine"}), "precious");
    EXPECT_EQ(server_.ask({"SMEMBERS", "CM:delete"}), "of another application");
    EXPECT_EQ(server_.ask({"GET", "stampede:somebody-else"}), "precious");
  }

  // Every strategy, with writes and invalidations.
  std::string everything() const {
    Json scenario = small_scenario("everything");
    scenario["keys"] = {{"count", 20}};
    scenario["load"] = Json::array({{{"poisson", 300}, {"for", "1s"}}});
    scenario["writes"] = Json::array({{{"rate", 20}, {"invalidate", "key"}},
                                      {{"rate", 5}, {"invalidate", "tag"}},
                                      {{"rate", 5}, {"invalidate", "name"}},
                                      {{"rate", 5}, {"invalidate", "pattern"}}});
    scenario["strategies"] = {"no_cache",   "plain_ttl",        "mutex_stale", "async_refresh",
                              "retry_wait", "tag_invalidation", "local_lru"};
    return add(scenario);
  }

  const UserServer server_;
};

TEST_F(OnAServerOfTheUser, NoKeyIsLeftAndNoOtherIsTouched) {
  const Outcome outcome = run({"run", everything(), "--redis", server_.socket_url(), "--out", "out"});
  EXPECT_THAT(outcome.exit_code, kDone) << outcome.output << outcome.errors;
  EXPECT_EQ(result().runs.size(), 7);
  expect_only_own_keys();
}

// The server itself refuses whatever is outside of the prefix.
TEST_F(OnAServerOfTheUser, AUserWhoMayTouchTheRunsKeysAloneCanRunEverything) {
  server_.ask({"ACL", "SETUSER", "runner", "on", ">secret", "~stampede:*", "&stampede:*", "+@all", "-flushall",
               "-flushdb", "-keys", "-swapdb", "-config"});
  const Outcome outcome = run({"run", everything(), "--redis", server_.tcp_url("runner:secret"), "--out", "out"});
  EXPECT_THAT(outcome.exit_code, kDone) << outcome.output << outcome.errors;
  const reports::Result written = result();
  for (const reports::RunResult& finished : written.runs) {
    EXPECT_EQ(metric(finished, "errors.redis"), 0) << finished.label;
    EXPECT_EQ(metric(finished, "redis.errors"), 0) << finished.label;
  }
  expect_only_own_keys();
}

TEST_F(OnAServerOfTheUser, AUserWhoMayNotIsToldWhatIsMissing) {
  server_.ask({"ACL", "SETUSER", "runner", "on", ">secret", "~*", "&*", "+@all", "-info"});
  const Outcome outcome = run({"run", everything(), "--redis", server_.tcp_url("runner:secret"), "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, testing::AllOf(HasSubstr("NOPERM"), HasSubstr("Allow this user")));
}

TEST_F(OnAServerOfTheUser, CtrlCRemovesTheKeysAsWell) {
  Json scenario = long_scenario("busy", {"plain_ttl", "tag_invalidation"});
  scenario["keys"] = {{"count", 1000}};
  scenario["load"] = Json::array({{{"poisson", 2000}, {"for", "30s"}}});
  const auto program = start({"run", add(scenario), "--redis", server_.socket_url(), "--out", "out"});
  ASSERT_TRUE(program->wait_until([this] { return server_.ask({"DBSIZE"}).size() > 2; }));  // 100 and more
  program->signal(SIGINT);
  EXPECT_EQ(program->wait().exit_code, 3);
  expect_only_own_keys();
}

TEST_F(OnAServerOfTheUser, OtherDatabasesAreLeftAlone) {
  const std::string scenario = add(small_scenario("small"));
  EXPECT_EQ(run({"run", scenario, "--redis", server_.tcp_url() + "/3", "--out", "out"}).exit_code, 0);
  EXPECT_EQ(server_.ask({"-n", "3", "DBSIZE"}), "0");
  expect_only_own_keys();
}

TEST_F(OnAServerOfTheUser, NoServerOfOurOwnIsStarted) {
  const auto program =
      start({"run", add(long_scenario("long", {"plain_ttl"})), "--redis", server_.socket_url(), "--out", "out"});
  ASSERT_TRUE(program->wait_until([this] { return server_.ask({"DBSIZE"}) != "3"; }));
  EXPECT_TRUE(children_of(program->process()).empty());
  EXPECT_TRUE(no_temporary_files());
  program->wait();
}

}  // namespace

}  // namespace stampede

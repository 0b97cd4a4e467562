// stampede calibrate: what it prints fits into a scenario, and it leaves nothing behind.
#include <csignal>

#include "fixture.h"
#include "servers.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Calibrate : public ProgramTest {
 protected:
  // The exit code of `stampede validate` for a scenario with this network.
  int validate(const Json& network) const {
    Json scenario = small_scenario("calibrated");
    scenario["network"] = network;
    return run({"validate", add(scenario)}).exit_code;
  }

  std::string refusal_of(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.errors;
    EXPECT_EQ(outcome.output, "");
    return outcome.errors;
  }
};

TEST_F(Calibrate, PrintsANetworkSectionThatAScenarioTakes) {
  const Outcome outcome = run({"calibrate", "--json"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(outcome.errors, "");
  const Json network = Json::parse(outcome.output);
  EXPECT_EQ(network.size(), 6U) << network;
  EXPECT_NE(network.at("one_way_delay"), "0s");
  EXPECT_NE(network.at("command_time"), "0s");
  // On a busy machine commands that were meant to come alone come together, and no difference is left.
  EXPECT_TRUE(network.at("socket_time").is_string()) << network;
  EXPECT_TRUE(network.at("bandwidth").is_string()) << network;
  EXPECT_NE(network.at("node_cpu").at("per_request"), "0s");
  EXPECT_NE(network.at("node_cpu").at("per_command"), "0s");
  EXPECT_EQ(network.at("node_cpu").at("one_thread_for_all"), true);
  // A script takes longer than a GET, whatever the machine.
  EXPECT_TRUE(network.at("command_times").contains("EVALSHA")) << network;
  EXPECT_EQ(validate(network), 0);
  EXPECT_EQ(run({"validate", "cold-cache-1000", "--set", "network=" + outcome.output}).exit_code, 0);
  EXPECT_TRUE(no_temporary_files());
}

TEST_F(Calibrate, PrintsATableAndTheSectionOnAServerOfTheUserAndLeavesItsKeysAlone) {
  const UserServer server;
  server.ask({"SET", "mine", "precious"});
  const Outcome outcome = run({"calibrate", "--redis", server.tcp_url(), "--value-size", "100B"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  for (const char* part :
       {"Measured on redis://127.0.0.1", "values of 100B", "one at a time", "EVALSHA", "MULTI/EXEC", "read and write",
        "bandwidth", "our own thread", "\n  \"network\": {\n    \"one_way_delay\": "}) {
    EXPECT_THAT(outcome.output, HasSubstr(part));
  }
  const std::string section = outcome.output.substr(outcome.output.find("\"network\""));
  EXPECT_EQ(validate(Json::parse("{" + section + "}").at("network")), 0);
  EXPECT_EQ(server.ask({"KEYS", "*"}), "mine");
  EXPECT_EQ(server.ask({"GET", "mine"}), "precious");
}

TEST_F(Calibrate, EndsCleanlyOnCtrlC) {
  const UserServer server;
  const auto program = start({"calibrate", "--redis", server.socket_url()});
  ASSERT_TRUE(program->wait_until([&] { return server.ask({"DBSIZE"}) != "0"; }));
  program->signal(SIGINT);
  const Outcome outcome = program->wait();
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_EQ(outcome.output, "");
  EXPECT_THAT(outcome.errors, HasSubstr("interrupted"));
  EXPECT_EQ(server.ask({"DBSIZE"}), "0");
}

TEST_F(Calibrate, SaysWhenTheServerCannotBeReached) {
  const Outcome outcome = run({"calibrate", "--redis", "unix:///nowhere/redis.sock"});
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_EQ(outcome.output, "");
  EXPECT_THAT(outcome.errors,
              AllOf(HasSubstr("unix:///nowhere/redis.sock"), HasSubstr("Check the path of the socket")));
}

TEST_F(Calibrate, SaysWhenTheServerRefusesACommand) {
  const UserServer server;
  server.ask({"ACL", "SETUSER", "default", "-publish"});
  const Outcome outcome = run({"calibrate", "--redis", server.socket_url()});
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("NOPERM"), HasSubstr("Allow this user the commands")));
  EXPECT_EQ(server.ask({"DBSIZE"}), "0");
}

TEST_F(Calibrate, RefusesBadArgumentsAllAtOnce) {
  EXPECT_THAT(refusal_of({"calibrate", "--redis", "http://host", "--value-size", "1 KiB"}),
              AllOf(HasSubstr("nothing was measured"), HasSubstr("--redis: unknown scheme 'http'"),
                    HasSubstr("--value-size: expected a size from 1B to 256KiB (such as \"4KiB\"), found \"1 KiB\"")));
  EXPECT_THAT(refusal_of({"calibrate", "--value-size", "0B"}), HasSubstr("found \"0B\""));
  EXPECT_THAT(refusal_of({"calibrate", "--value-size", "2MiB"}), HasSubstr("found \"2MiB\""));
  EXPECT_THAT(refusal_of({"calibrate", "cold-cache-1000"}), HasSubstr("cold-cache-1000"));
  EXPECT_THAT(refusal_of({"calibrat"}), HasSubstr("did you mean \"calibrate\"?"));
  EXPECT_THAT(refusal_of({"calibrate", "--redis", "redis://:secret@host:port"}), Not(HasSubstr("secret")));
}

}  // namespace

}  // namespace stampede

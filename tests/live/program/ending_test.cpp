// However the program ends, it leaves no redis-server and no temporary files behind, and keeps what was finished.
#include <csignal>

#include "fixture.h"

namespace stampede {

namespace {

using testing::HasSubstr;

constexpr char kCtrlC = 3;

class Ending : public ProgramTest {
 protected:
  void start_and_await_server(Terminal terminal = Terminal::none) {
    const std::string scenario = add(long_scenario("three", {"plain_ttl", "mutex_stale", "no_cache"}));
    program_ = start({"run", scenario, "--out", "out"}, terminal);
    ASSERT_TRUE(program_->wait_until([this] {
      server_ = server_of(program_->process());
      return server_ > 0 && !no_temporary_files();
    }));
    supervisor_ = children_of(program_->process()).at(0);
  }

  void start_and_await_second_run(Terminal terminal = Terminal::none) {
    start_and_await_server(terminal);
    ASSERT_TRUE(program_->wait_until([this] { return finished_runs() == 1; }));
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }

  void expect_nothing_left() const {
    EXPECT_TRUE(eventually([this] { return !is_running(server_) && !is_running(supervisor_); }));
    EXPECT_TRUE(eventually([this] { return no_temporary_files(); }));
  }

  void expect_first_run_kept() const {
    const reports::Result written = result();
    EXPECT_TRUE(written.interrupted);
    ASSERT_EQ(written.runs.size(), 1);
    EXPECT_EQ(written.runs[0].strategy, "plain_ttl");
    expect_all_accounted_for(written);
  }

  std::unique_ptr<Program> program_;
  pid_t server_ = -1;
  pid_t supervisor_ = -1;
};

TEST_F(Ending, Killed) {
  start_and_await_server();
  program_->signal(SIGKILL);
  EXPECT_EQ(program_->wait().signal, SIGKILL);
  expect_nothing_left();
}

TEST_F(Ending, KilledInTheSecondRunKeepsTheFirst) {
  start_and_await_second_run();
  program_->signal(SIGKILL);
  program_->wait();
  expect_first_run_kept();
  expect_nothing_left();
}

TEST_F(Ending, Terminated) {
  for (const int number : {SIGTERM, SIGHUP}) {
    start_and_await_second_run();
    program_->signal(number);
    EXPECT_EQ(program_->wait().exit_code, 3);
    expect_first_run_kept();
    expect_nothing_left();
    std::filesystem::remove_all(folder_ / "out");
  }
}

TEST_F(Ending, CtrlCInTheSecondRunKeepsTheFirst) {
  start_and_await_second_run(Terminal::all);
  program_->press(kCtrlC);
  const Outcome outcome = program_->wait();
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.terminal_output, HasSubstr("stampede: interrupted. The run that was finished is in out/result"));
  EXPECT_THAT(outcome.terminal_output, HasSubstr("strategy"));  // the table of what was finished
  expect_first_run_kept();
  expect_nothing_left();
}

TEST_F(Ending, CtrlCInTheFirstRun) {
  start_and_await_server();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  program_->signal(SIGINT);
  const Outcome outcome = program_->wait();
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.errors, HasSubstr("interrupted. No run was finished"));
  EXPECT_TRUE(result().interrupted);
  EXPECT_TRUE(result().runs.empty());
  expect_nothing_left();
}

// Whatever the program is waiting for at that moment: it does not take the interrupt for a failure of Redis.
TEST_F(Ending, CtrlCWhileNodesConnect) {
  Json scenario = long_scenario("many-nodes", {"plain_ttl"});
  scenario["topology"] = {{"nodes", 1000}, {"workers", 1}};
  const std::string file = add(scenario);
  for (const int delay_ms : {0, 20, 40, 60, 80}) {
    program_ = start({"run", file, "--out", "out"});
    ASSERT_TRUE(program_->wait_until([this] { return (server_ = server_of(program_->process())) > 0; }));
    supervisor_ = children_of(program_->process()).at(0);
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    program_->signal(SIGINT);
    const Outcome outcome = program_->wait();
    EXPECT_EQ(outcome.exit_code, 3) << outcome.errors;
    EXPECT_THAT(outcome.errors, HasSubstr("interrupted"));
    expect_nothing_left();
  }
}

// As `timeout` sends it, to the program and then to its group.
TEST_F(Ending, ASignalThatComesTwiceInARowIsMeantOnce) {
  program_ = start({"run", add(long_scenario("twice", {"plain_ttl"})), "--out", "out"});
  ASSERT_TRUE(program_->wait_until([this] { return (server_ = server_of(program_->process())) > 0; }));
  supervisor_ = children_of(program_->process()).at(0);
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  for (int i = 0; i < 3; ++i) {
    program_->signal(SIGINT);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  const Outcome outcome = program_->wait();
  EXPECT_EQ(outcome.exit_code, 3) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("interrupted"));
  expect_nothing_left();
}

TEST_F(Ending, SecondCtrlCKillsAtOnce) {
  Json scenario = long_scenario("slow-to-end", {"plain_ttl"});
  scenario["redis"] = {{"deadline", "1h"}};
  program_ = start({"run", add(scenario), "--out", "out"}, Terminal::all);
  ASSERT_TRUE(program_->wait_until([this] { return (server_ = server_of(program_->process())) > 0; }));
  supervisor_ = children_of(program_->process()).at(0);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  kill(server_, SIGSTOP);  // so that cleaning up takes as long as the deadline
  program_->press(kCtrlC);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  ASSERT_TRUE(program_->runs());
  program_->press(kCtrlC);
  EXPECT_EQ(program_->wait().signal, SIGINT);
  expect_nothing_left();
}

TEST_F(Ending, InterruptedBetweenScenariosSaysWhatWasNotRun) {
  const std::string first = add(long_scenario("first", {"plain_ttl", "no_cache"}));
  const std::string second = add(long_scenario("second", {"plain_ttl"}));
  program_ = start({"run", first, second, "--out", "out"});
  ASSERT_TRUE(program_->wait_until([this] { return std::filesystem::exists(folder_ / "out/first/result.json"); }));
  program_->signal(SIGINT);
  const Outcome outcome = program_->wait();
  EXPECT_EQ(outcome.exit_code, 3) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("not run: 1 of 2 scenarios"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out/second"));
}

}  // namespace

}  // namespace stampede

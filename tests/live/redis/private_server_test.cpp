// The server of our own: nobody else's business while it runs, and gone with its folder whatever happens to us.
#include "simulator/redis/private_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "environment.h"
#include "live_redis_fixture.h"
#include "simulator/redis/own_processor.h"

namespace stampede::redis {
namespace {

using namespace std::chrono_literals;

TEST(PrivateServer, ListensOnNothingButItsSocketAndKeepsNothing) {
  const PrivateServer server;
  EXPECT_EQ(ask(server, {"CONFIG", "GET", "port"}), "0");
  EXPECT_EQ(ask(server, {"CONFIG", "GET", "tls-port"}), "0");
  EXPECT_EQ(ask(server, {"CONFIG", "GET", "save"}), "");
  EXPECT_EQ(ask(server, {"CONFIG", "GET", "appendonly"}), "no");
  EXPECT_EQ(ask(server, {"CONFIG", "GET", "dir"}), server.folder());
  const auto permissions = std::filesystem::status(server.folder()).permissions();
  EXPECT_EQ(permissions, std::filesystem::perms::owner_all);
}

bool may_use(pid_t process, int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  EXPECT_EQ(sched_getaffinity(process, sizeof set, &set), 0);
  return CPU_ISSET(processor, &set) != 0;
}

int processors_of(pid_t process) {
  cpu_set_t set;
  CPU_ZERO(&set);
  EXPECT_EQ(sched_getaffinity(process, sizeof set, &set), 0);
  return CPU_COUNT(&set);
}

// Also after a restart. On a machine with one processor there is none to have for itself.
TEST(PrivateServer, HasAProcessorToWhichItsClientDoesNotGo) {
  PrivateServer server;
  const int all = processors_of(0);
  EXPECT_EQ(server.processor().has_value(), all > 1);
  const int own = server.processor().value_or(0);
  for (int start = 0; start < 2; ++start) {
    EXPECT_EQ(processors_of(server.process()), 1);
    EXPECT_TRUE(may_use(server.process(), own));
    {
      const StayAwayFrom away(server.processor());
      EXPECT_EQ(may_use(0, own), all == 1);
      EXPECT_EQ(processors_of(0), std::max(all - 1, 1));
    }
    EXPECT_EQ(processors_of(0), all);
    server.restart();
  }
}

TEST(PrivateServer, IsGoneWithItsFolderAfterDestruction) {
  auto server = std::make_unique<PrivateServer>();
  const std::string folder = server->folder();
  const pid_t process = server->process();
  EXPECT_TRUE(std::filesystem::exists(folder));
  EXPECT_TRUE(exists(process));
  server.reset();
  EXPECT_FALSE(std::filesystem::exists(folder));
  EXPECT_TRUE(eventually([&] { return !exists(process); }));
}

TEST(PrivateServer, IsGoneEvenIfItWasStoppedOrHadDied) {
  for (const int signal : {SIGSTOP, SIGKILL}) {
    auto server = std::make_unique<PrivateServer>();
    const std::string folder = server->folder();
    const pid_t process = server->process();
    ASSERT_EQ(kill(process, signal), 0);
    server.reset();
    EXPECT_FALSE(std::filesystem::exists(folder));
    EXPECT_TRUE(eventually([&] { return !exists(process); }));
  }
}

TEST(PrivateServer, TwoAtOnceKnowNothingOfEachOther) {
  const PrivateServer first;
  auto second = std::make_unique<PrivateServer>();
  EXPECT_NE(first.folder(), second->folder());
  ask(first, {"SET", "key", "first"});
  EXPECT_EQ(ask(*second, {"EXISTS", "key"}), "0");
  second.reset();
  EXPECT_EQ(ask(first, {"GET", "key"}), "first");
}

TEST(PrivateServer, ARestartGivesAnEmptyServerAtTheSamePlace) {
  PrivateServer server;
  const Endpoint before = server.endpoint();
  for (const int signal : {0, SIGKILL, SIGSTOP}) {
    ask(server, {"SET", "key", "value"});
    const pid_t process = server.process();
    ASSERT_EQ(kill(process, signal), 0);
    server.restart();
    EXPECT_NE(server.process(), process);
    EXPECT_FALSE(exists(process));
    EXPECT_EQ(server.endpoint().unix_path, before.unix_path);
    EXPECT_EQ(ask(server, {"EXISTS", "key"}), "0");
  }
}

TEST(PrivateServer, HasNoneOfOurDescriptors) {
  std::array<int, 2> pipe_ends{};
  ASSERT_EQ(pipe(pipe_ends.data()), 0);  // on purpose without O_CLOEXEC
  const PrivateServer other;
  {
    const PrivateServer server;
    close(pipe_ends[1]);
    char byte = 0;
    EXPECT_EQ(read(pipe_ends[0], &byte, 1), 0) << "somebody else holds the pipe";
  }
  close(pipe_ends[0]);
}

// ---- the death of the process that owns it ----

// Starts a server in a child, which then does `then`; returns the child.
pid_t child_with_server(const std::function<void(PrivateServer&)>& then, std::string& folder, pid_t& process) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    // Ignored, and inherited as such, where the tests run in the background.
    for (const int number : {SIGINT, SIGHUP}) signal(number, SIG_DFL);
    PrivateServer server;
    const std::string report = fmt::format("{} {}\n", server.process(), server.folder());
    if (write(ends[1], report.data(), report.size()) < 0) _exit(1);
    then(server);
    _exit(0);
  }
  close(ends[1]);
  std::string report;
  std::array<char, 256> buffer{};
  while (report.find('\n') == std::string::npos) {
    const ssize_t count = read(ends[0], buffer.data(), buffer.size());
    if (count <= 0) throw std::runtime_error("the child has failed");
    report.append(buffer.data(), static_cast<std::size_t>(count));
  }
  close(ends[0]);
  const std::size_t space = report.find(' ');
  process = std::stoi(report.substr(0, space));
  folder = report.substr(space + 1, report.size() - space - 2);
  return child;
}

void wait_for_signal(PrivateServer& /*server*/) {
  for (;;) pause();
}

void reap(pid_t child) {
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
}

class DeathOfTheOwner : public testing::TestWithParam<int> {};

TEST_P(DeathOfTheOwner, TakesServerAndFolderAlong) {
  std::string folder;
  pid_t process = 0;
  const pid_t child = child_with_server(wait_for_signal, folder, process);
  EXPECT_TRUE(std::filesystem::exists(folder));
  EXPECT_TRUE(exists(process));
  ASSERT_EQ(kill(child, GetParam()), 0);
  reap(child);
  EXPECT_TRUE(eventually([&] { return !exists(process); }));
  EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(folder); }));
}

TEST_P(DeathOfTheOwner, TakesServerAndFolderAlongWhenTheWholeGroupIsMeant) {
  std::string folder;
  pid_t process = 0;
  const pid_t child = child_with_server(wait_for_signal, folder, process);
  ASSERT_EQ(kill(-child, GetParam()), 0);  // as a terminal does for Ctrl-C
  reap(child);
  EXPECT_TRUE(eventually([&] { return !exists(process); }));
  EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(folder); }));
}

INSTANTIATE_TEST_SUITE_P(PrivateServer, DeathOfTheOwner, testing::Values(SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGABRT));

TEST(PrivateServer, IsGoneWhenItsOwnerForgetsToDestroyIt) {
  std::string folder;
  pid_t process = 0;
  reap(child_with_server([](PrivateServer&) {}, folder, process));
  EXPECT_TRUE(eventually([&] { return !exists(process) && !std::filesystem::exists(folder); }));
}

TEST(PrivateServer, LeavesNothingWhenItsOwnerIsKilledAtAnyMomentOfStartAndEnd) {
  const Folder temporary;
  const Variable variable("TMPDIR", temporary.path());
  for (int i = 0; i < 60; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      for (;;) const PrivateServer server;
    }
    std::this_thread::sleep_for(i * 250us);
    ASSERT_EQ(kill(child, SIGKILL), 0);
    reap(child);
  }
  EXPECT_TRUE(eventually([&] { return std::filesystem::is_empty(temporary.path()); }));
}

TEST(PrivateServer, IsGoneThoughAServerStartedLaterLivesOn) {
  auto first = std::make_unique<PrivateServer>();
  const PrivateServer second;
  const std::string folder = first->folder();
  const pid_t process = first->process();
  first.reset();
  EXPECT_TRUE(eventually([&] { return !exists(process) && !std::filesystem::exists(folder); }));
  EXPECT_EQ(ask(second, {"PING"}), "PONG");
}

TEST(PrivateServer, StartsWhereStandardDescriptorsAreClosed) {
  std::string folder;
  pid_t process = 0;
  const pid_t child = child_with_server(
      [](PrivateServer& first) {
        for (const int descriptor : {0, 1, 2}) close(descriptor);
        try {
          const PrivateServer second;
          first.restart();
        } catch (const ServerError&) {
          _exit(3);
        }
        _exit(4);
      },
      folder, process);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 4);
  EXPECT_TRUE(eventually([&] { return !exists(process) && !std::filesystem::exists(folder); }));
}

// The parent of the server, which is our child.
pid_t supervisor_of(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/stat", process));
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return std::stoi(text.substr(text.rfind(')') + 4));
}

TEST(PrivateServer, WithoutItsSupervisorItDiesAndTheRestIsCleanedUpAllTheSame) {
  auto server = std::make_unique<PrivateServer>();
  const std::string folder = server->folder();
  const pid_t process = server->process();
  ASSERT_EQ(kill(supervisor_of(process), SIGKILL), 0);
  EXPECT_TRUE(eventually([&] { return !exists(process); }));
  EXPECT_THROW(server->restart(), ServerError);
  server.reset();
  EXPECT_FALSE(std::filesystem::exists(folder));
}

}  // namespace
}  // namespace stampede::redis

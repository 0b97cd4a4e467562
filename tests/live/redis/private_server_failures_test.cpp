// What can go wrong when the server of our own is started: each has its message, and nothing remains.
#include <gmock/gmock.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "environment.h"
#include "live_redis_fixture.h"
#include "simulator/redis/private_server.h"

namespace stampede::redis {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string refusal_of(const std::string& program) {
  try {
    const PrivateServer server(program);
    return "started";
  } catch (const ServerError& error) {
    return error.what();
  }
}

TEST(PrivateServer, AProgramThatIsNotInPathIsNamedWithWhatToDo) {
  const Folder empty;
  const Variable path("PATH", empty.path());
  EXPECT_THAT(refusal_of("redis-server"),
              AllOf(HasSubstr("redis-server was not found"), HasSubstr("Install"), HasSubstr("--redis redis://")));
}

TEST(PrivateServer, TheFirstProgramInPathThatCanRunIsTaken) {
  const Folder first;
  std::filesystem::create_directory(first.path() + "/redis-server");
  const Folder second;
  second.program("redis-server", "not executable", 0644);
  const Variable path("PATH", first.path() + ":" + second.path() + ":" + std::getenv("PATH"));
  EXPECT_EQ(refusal_of("redis-server"), "started");
}

TEST(PrivateServer, AProgramThatCannotBeExecutedIsNamed) {
  const Folder folder;
  EXPECT_THAT(refusal_of(folder.program("redis-server", "#!/nonexistent/interpreter\n")),
              AllOf(HasSubstr("cannot start redis-server"), HasSubstr("No such file")));
}

TEST(PrivateServer, AProgramThatDiesAtOnceIsNoticedAtOnceWithItsLastWords) {
  const Folder folder;
  // Not "does not answer", which is what is said of a server at the time limit.
  EXPECT_THAT(refusal_of(folder.program("loud", "#!/bin/sh\necho 'out of luck'; exit 1\n")),
              AllOf(HasSubstr("ended at once"), HasSubstr("out of luck")));
  EXPECT_THAT(refusal_of(folder.program("silent", "#!/bin/sh\nexit 0\n")), HasSubstr("Its log is empty"));
}

TEST(PrivateServer, NothingRemainsOfAServerThatDidNotStart) {
  const Folder temporary;
  const Folder folder;
  const Variable variable("TMPDIR", temporary.path());
  EXPECT_NE(refusal_of(folder.program("dies", "#!/bin/sh\nexit 1\n")), "started");
  EXPECT_NE(refusal_of(folder.program("broken", "#!/nonexistent/interpreter\n")), "started");
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path()));
}

TEST(PrivateServer, AFailedRestartIsAnErrorAndLeavesNothing) {
  const Folder folder;
  const std::string program = folder.program("server", "#!/bin/sh\nexec redis-server \"$@\"\n");
  auto server = std::make_unique<PrivateServer>(program);
  const std::string server_folder = server->folder();
  const pid_t process = server->process();
  std::filesystem::remove(program);
  EXPECT_THROW(server->restart(), ServerError);
  EXPECT_THROW(server->restart(), ServerError);
  EXPECT_FALSE(exists(process));
  server.reset();
  EXPECT_FALSE(std::filesystem::exists(server_folder));
}

TEST(PrivateServer, ATemporaryFolderThatCannotBeUsedIsNamed) {
  const Variable variable("TMPDIR", "/nonexistent/folder");
  EXPECT_THAT(refusal_of("redis-server"), AllOf(HasSubstr("/nonexistent/folder"), HasSubstr("Set TMPDIR")));
}

TEST(PrivateServer, ATemporaryFolderWithALongNameIsNamed) {
  const Folder folder;
  const std::string deep = folder.path() + "/" + std::string(90, 'x');
  std::filesystem::create_directory(deep);
  const Variable variable("TMPDIR", deep);
  EXPECT_THAT(refusal_of("redis-server"), AllOf(HasSubstr("too long"), HasSubstr("Set TMPDIR")));
}

TEST(PrivateServer, ATemporaryFolderMayHaveSpacesAndQuotes) {
  const Folder folder;
  const std::string odd = folder.path() + "/a \"b\" \\c #'d";
  std::filesystem::create_directory(odd);
  const Variable variable("TMPDIR", odd);
  const PrivateServer server;
  EXPECT_EQ(ask(server, {"CONFIG", "GET", "dir"}), server.folder());
}

TEST(PrivateServer, ATemporaryFolderMayBeRelative) {
  const Variable variable("TMPDIR", ".");
  const PrivateServer server;
  EXPECT_EQ(ask(server, {"PING"}), "PONG");
  EXPECT_TRUE(std::filesystem::path(server.folder()).is_absolute());
}

}  // namespace
}  // namespace stampede::redis

// `stampede run` against a server that somebody else uses as well, watched from outside.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "simulator/redis/live_redis.h"
#include "simulator/redis/private_server.h"
#include "tests/live/traces/monitor.h"

namespace stampede::traces {

class WatchedServer {
 public:
  WatchedServer();
  ~WatchedServer();
  WatchedServer(const WatchedServer&) = delete;
  WatchedServer& operator=(const WatchedServer&) = delete;

  // Runs the scenario (JSON text) through the program, after the command `wrapper` (such as "timeout 1"), if any.
  // Returns its exit code. What the server was asked meanwhile is in commands(), without the greetings of connections.
  int run(const std::string& scenario, const std::string& wrapper = "");
  const std::vector<Words>& commands() const { return commands_; }

  // The prefix of the first key that the program named: all up to the number of the run.
  std::string prefix() const;
  // Commands without the prefix; words that are too long to read are replaced by "...".
  std::vector<std::string> readable_commands() const;

  // Keys of other applications, of every type, some of which look like ours.
  void add_foreign_keys();
  // Everything that the server holds: key -> serialized value and whether it expires.
  std::map<std::string, std::string> contents() const;

 private:
  void with_client(const std::function<void(Redis&)>& action) const;

  redis::PrivateServer server_;
  std::filesystem::path folder_;
  std::vector<Words> commands_;
};

}  // namespace stampede::traces

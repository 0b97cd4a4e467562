// What a real server executes, as its MONITOR command shows it, on a raw connection of its own.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/redis/endpoint.h"

struct redisContext;

namespace stampede::traces {

// One command as the server received it.
using Words = std::vector<std::string>;

std::string joined(const Words& words);

// The words of one line of MONITOR; empty if a script issued the command. Throws std::runtime_error for a line that
// is none.
Words parse_monitor_line(std::string_view line);

class Monitor {
 public:
  // Watches from now on. Throws std::runtime_error, as next() does.
  explicit Monitor(const redis::Endpoint& endpoint);

  // The next command that no script issued; blocks the thread.
  Words next();
  // All commands up to and including `ECHO <marker>`. Blocks the thread, so that the marker must be on its way.
  std::vector<Words> until_echo(std::string_view marker);

 private:
  struct Release {
    void operator()(redisContext* context) const;
  };
  std::unique_ptr<redisContext, Release> context_;
};

}  // namespace stampede::traces

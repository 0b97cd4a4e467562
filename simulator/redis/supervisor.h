// The process that stands between us and our redis-server. Runs after fork, so it uses async-signal-safe
// functions only.
#pragma once

#include <sys/types.h>

#include <string_view>

namespace stampede::redis {

enum class SupervisorRequest : char { restart = 'r' };

enum class StartStep : char { folder, configuration, server };

// The supervisor's answer to each start.
struct StartReport {
  pid_t process = -1;
  StartStep step = StartStep::server;  // the last one tried
  int error = 0;                       // errno of this step; 0: the server runs
};

struct SupervisorPlan {
  const char* program = nullptr;
  const char* folder = nullptr;  // made, and removed at the end
  const char* configuration = nullptr;
  std::string_view configuration_text;
  const char* log = nullptr;
  int processor = -1;  // the only one that the server runs on; -1: any
  int channel = -1;    // a stream socket to the parent: requests in, reports out
};

// Makes the folder with the configuration, starts the server, restarts it on request, and when the parent's end of the
// channel is closed, by itself or by the parent's death, kills it and removes the folder. To be called with all signals
// blocked.
[[noreturn]] void supervise(const SupervisorPlan& plan) noexcept;

}  // namespace stampede::redis

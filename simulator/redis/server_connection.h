// A connection as the harness uses it: what strategies see, and what only the harness needs. One implementation
// for each world.
#pragma once

#include "strategies/redis.h"

namespace stampede::redis {

// What a fiber waits for that has sent a command, in reports.
inline constexpr const char* kWaitingForReply = "a reply of Redis";

class ServerConnection : public Redis {
 public:
  // Suspends until the server has answered; throws RedisError. Before anything else.
  virtual void connect() = 0;

  // As call(), for a command that waits at the server for up to `longest`.
  virtual Reply call_blocking(Args args, Duration longest) = 0;

  // The process stands still: it is told of messages and invalidations that come meanwhile when it goes on.
  virtual void hold_messages() {}
  virtual void release_messages() {}

  // Empty while the connection works and always has; otherwise what happened to it.
  virtual std::string trouble() const = 0;
};

}  // namespace stampede::redis

// A non-blocking socket to a Redis server; hiredis resolves and connects.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "simulator/redis/endpoint.h"

struct redisContext;

namespace stampede::redis {

class Socket {
 public:
  // Begins to connect. Throws std::runtime_error. Resolving a host name blocks the thread.
  explicit Socket(const Endpoint& endpoint);

  int descriptor() const;

  // Once the socket is writable: empty if it is connected, otherwise why it is not.
  std::string connect_error() const;

  enum class Outcome { some, would_block, closed };
  struct Transfer {
    Outcome outcome;
    std::size_t bytes = 0;
    std::string reason;  // closed
  };
  Transfer send(const char* bytes, std::size_t count);
  Transfer receive(char* bytes, std::size_t room);

 private:
  struct Release {
    void operator()(redisContext* context) const;
  };
  std::unique_ptr<redisContext, Release> context_;
};

}  // namespace stampede::redis

// A connection that repairs itself after a loss, as those need it who are told of something on it. One implementation
// for each world.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "strategies/redis.h"

namespace stampede::redis {

class Line {
 public:
  // Called on the scheduler's stack: must not suspend or throw.
  struct Listener {
    std::function<void()> on_ready{};        // each time the connection is (again) usable
    std::function<void(Reply&&)> on_push{};  // a reply that nobody waits for; for a connection in subscriber mode
    std::function<void()> on_lost{};         // each time it is no longer usable
  };
  using OnReply = std::function<void(const Reply&)>;  // the same

  virtual ~Line() = default;

  // Suspends until the server has answered. Throws RedisError if the first attempt fails or takes longer than the
  // deadline: wrong address, wrong password, not a Redis server. Afterwards losses are repaired by themselves, and
  // a further call waits for the attempt under way, if any.
  virtual void connect() = 0;

  // Sends without waiting, contiguous; replies go to the listener. Nothing is sent while the connection is not usable.
  virtual void post(std::span<const Args> commands, std::string_view prefix) = 0;

  // Sends without waiting; the reply goes to the handler, which hears nothing if the connection is lost before it
  // comes. Precondition: is_ready().
  virtual void request(Args args, std::string_view prefix, OnReply on_reply) = 0;

  virtual void listen(Listener listener) = 0;
  virtual bool is_ready() const = 0;
  // Empty while the connection is usable and was never lost, except on purpose; otherwise what happened.
  virtual std::string trouble() const = 0;
};

}  // namespace stampede::redis

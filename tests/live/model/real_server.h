// A real redis-server of our own and blocking connections to it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulator/redis/private_server.h"
#include "strategies/redis.h"

struct redisContext;

namespace stampede::redis::model {

class RealConnection {
 public:
  explicit RealConnection(const std::string& unix_path);

  void append(const std::vector<std::string>& words);
  void flush();
  // Empty: none came within three seconds.
  std::optional<Reply> read();
  // What came unasked, without waiting.
  std::optional<Reply> read_unasked();
  // Throws std::runtime_error if there is no reply.
  Reply call(const std::vector<std::string>& words);

 private:
  struct Close {
    void operator()(redisContext* context) const;
  };
  std::unique_ptr<redisContext, Close> context_;
};

// Does not remove expired keys by itself, as far as it can be told so: they go when they are asked for.
class RealServer {
 public:
  RealServer();
  ~RealServer();
  RealServer(const RealServer&) = delete;
  RealServer& operator=(const RealServer&) = delete;

  RealConnection connect() const { return RealConnection(path()); }
  RealConnection& control() { return *control_; }
  // Whatever was sent before, on any connection, has been executed when it returns.
  void synchronise();
  // No keys, no scripts. Connections that were closed are gone.
  void reset();

 private:
  std::string path() const { return server_->endpoint().unix_path; }

  std::string program_;  // starts redis-server with the option for DEBUG, which cannot be changed later
  std::unique_ptr<PrivateServer> server_;
  std::unique_ptr<RealConnection> control_;
};

}  // namespace stampede::redis::model

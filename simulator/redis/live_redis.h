// The Redis interface of strategies on a real server: one node's connection, one for its subscriptions, and one that
// hears of invalidations.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "simulator/redis/connection.h"
#include "simulator/redis/line_client.h"

namespace stampede::redis {

class LiveRedis final : public LineClient {
 public:
  LiveRedis(runtime::Scheduler& scheduler, runtime::Reactor& reactor, const ConnectionSettings& settings,
            std::string prefix, measure::RedisUsage& usage);
  ~LiveRedis() override { close_other_lines(); }

  Connection& connection() { return connection_; }

 private:
  Reply send(Args args, std::optional<Duration> deadline) override;
  std::vector<Reply> send_all(std::span<const std::vector<Arg>> commands) override;
  Line& line() override { return connection_; }
  const Line& line() const override { return connection_; }
  std::unique_ptr<Line> make_line() override;

  runtime::Reactor& reactor_;
  ConnectionSettings settings_;
  Connection connection_;
};

}  // namespace stampede::redis

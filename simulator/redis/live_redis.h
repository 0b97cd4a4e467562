// The Redis interface of strategies on a real server: one node's connection, and one for its subscriptions.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "simulator/redis/client.h"
#include "simulator/redis/connection.h"
#include "simulator/redis/subscriber.h"

namespace stampede::redis {

class LiveRedis final : public Client {
 public:
  LiveRedis(runtime::Scheduler& scheduler, runtime::Reactor& reactor, const ConnectionSettings& settings,
            std::string prefix, measure::RedisUsage& usage);

  void connect() override { connection_.connect(); }
  std::string trouble() const override { return connection_.trouble(); }
  Connection& connection() { return connection_; }

  void subscribe(const RedisKey& channel, MessageHandler handler) override;

 private:
  Reply send(Args args, std::optional<Duration> deadline) override;
  std::vector<Reply> send_all(std::span<const std::vector<Arg>> commands) override;

  runtime::Reactor& reactor_;
  ConnectionSettings settings_;
  Connection connection_;
  std::unique_ptr<Subscriber> subscriber_;
};

}  // namespace stampede::redis

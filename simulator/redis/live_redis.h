// The Redis interface of strategies on a real server: one node's connection, one for its subscriptions, and one that
// hears of invalidations.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "simulator/redis/client.h"
#include "simulator/redis/connection.h"
#include "simulator/redis/invalidations.h"
#include "simulator/redis/subscriber.h"

namespace stampede::redis {

class LiveRedis final : public Client {
 public:
  LiveRedis(runtime::Scheduler& scheduler, runtime::Reactor& reactor, const ConnectionSettings& settings,
            std::string prefix, measure::RedisUsage& usage);

  void connect() override { connection_.connect(); }
  std::string trouble() const override;
  Connection& connection() { return connection_; }

  void subscribe(const RedisKey& channel, MessageHandler handler) override;
  void track(TrackedWrites writes, InvalidationHandler handler) override;
  bool is_tracking() const override { return invalidations_ && invalidations_->is_on(); }

 private:
  Reply send(Args args, std::optional<Duration> deadline) override;
  std::vector<Reply> send_all(std::span<const std::vector<Arg>> commands) override;

  runtime::Reactor& reactor_;
  ConnectionSettings settings_;
  Connection connection_;
  std::unique_ptr<Subscriber> subscriber_;
  std::unique_ptr<Invalidations> invalidations_;
};

}  // namespace stampede::redis

// The Redis interface of strategies on a real server: one node's connection, and one for its subscriptions.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "simulator/redis/connection.h"
#include "simulator/redis/server_connection.h"
#include "simulator/redis/subscriber.h"
#include "strategies/redis.h"

namespace stampede::redis {

class LiveRedis final : public ServerConnection {
 public:
  // `prefix` goes in front of every key and channel.
  LiveRedis(runtime::Scheduler& scheduler, runtime::Reactor& reactor, const ConnectionSettings& settings,
            std::string prefix, measure::RedisUsage& usage);

  void connect() override { connection_.connect(); }
  std::string trouble() const override { return connection_.trouble(); }
  Connection& connection() { return connection_; }

  using Redis::call;
  using Redis::run;
  using Redis::transaction;
  Reply call(Args args) override;
  std::vector<Reply> transaction(std::span<const std::vector<Arg>> commands) override;
  Reply run(const Script& script, std::span<const RedisKey> keys, Args args) override;
  void subscribe(const RedisKey& channel, MessageHandler handler) override;
  std::vector<RedisKey> scan(const RedisKey& pattern) override;

  Reply call_blocking(Args args, Duration longest) override;

 private:
  Reply checked(Reply reply);
  std::string hash_of(const Script& script);
  std::string load(const Script& script);

  runtime::Scheduler& scheduler_;
  runtime::Reactor& reactor_;
  ConnectionSettings settings_;
  std::string prefix_;
  measure::RedisUsage& usage_;
  Connection connection_;
  std::unordered_map<const Script*, std::string> script_hashes_;
  std::shared_ptr<runtime::Semaphore> script_loading_;
  std::unique_ptr<Subscriber> subscriber_;
};

}  // namespace stampede::redis

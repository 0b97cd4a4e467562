// What a client makes of single commands, alike in both worlds: errors thrown, transactions, scripts by their hash,
// scans. A world adds how commands get to the server and replies back.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "simulator/measure/redis_usage.h"
#include "simulator/redis/server_connection.h"
#include "simulator/runtime/scheduler.h"
#include "simulator/runtime/waiting.h"

namespace stampede::redis {

class Client : public ServerConnection {
 public:
  // `prefix` stands in front of every key and channel at the server.
  Client(runtime::Scheduler& scheduler, std::string prefix, Duration deadline, measure::RedisUsage& usage);

  using Redis::call;
  using Redis::run;
  using Redis::transaction;
  Reply call(Args args) override;
  Reply call_blocking(Args args, Duration longest) override;
  std::vector<Reply> transaction(std::span<const std::vector<Arg>> commands) override;
  Reply run(const Script& script, std::span<const RedisKey> keys, Args args) override;
  std::vector<RedisKey> scan(const RedisKey& pattern) override;

 protected:
  // Suspend until the replies are there. Throw RedisError (unavailable, lost, timed_out); error replies are returned as
  // such. `deadline` replaces the usual one.
  virtual Reply send(Args args, std::optional<Duration> deadline) = 0;
  // Contiguous on the connection; one reply each.
  virtual std::vector<Reply> send_all(std::span<const std::vector<Arg>> commands) = 0;

  runtime::Scheduler& scheduler() { return scheduler_; }
  const std::string& prefix() const { return prefix_; }
  measure::RedisUsage& usage() { return usage_; }

 private:
  Reply checked(Reply reply);
  std::string hash_of(const Script& script);
  std::string load(const Script& script);

  runtime::Scheduler& scheduler_;
  std::string prefix_;
  Duration deadline_;
  measure::RedisUsage& usage_;
  std::unordered_map<const Script*, std::string> script_hashes_;
  std::shared_ptr<runtime::Semaphore> script_loading_;
};

}  // namespace stampede::redis

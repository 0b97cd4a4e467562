// Faults on a real server: what can be done at our end of the connections, and to a server of our own also the rest.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "simulator/redis/live_redis.h"
#include "simulator/redis/private_server.h"
#include "simulator/redis/server_faults.h"

namespace stampede::redis {

class LiveServerControl final : public ServerFaults {
 public:
  // `settings` without faults; those of the run's own connections have ours. `own`, if the server is, outlives this.
  LiveServerControl(runtime::Scheduler& scheduler, runtime::Reactor& reactor, const ConnectionSettings& settings,
                    std::string prefix, PrivateServer* own, measure::RandomStream random);

  ConnectionFaults& of_connections() { return of_connections_; }

  Redis& control() override;
  void slow_down(Duration delay) override { of_connections_.delay = delay; }
  Seen stall(Duration length) override;
  Seen resume() override;
  Seen kill() override;
  Seen start_anew() override;
  Seen cut_off() override;
  void let_back() override;
  Seen limit_memory(const MemoryLimit& limit) override;
  Seen lift_memory_limit() override;
  Seen limit_tracking(std::uint64_t tracked_keys) override;
  Seen lift_tracking_limit() override;
  MessageLoss& message_loss() override { return of_connections_.message_loss; }

  // A run that was cut short leaves the server as it was. May block the thread.
  void undo() noexcept;

 private:
  PrivateServer& own_server() const;
  void await_state(pid_t process, bool stopped);
  void await_answer();
  std::unique_ptr<LiveRedis> connect();
  std::int64_t info(std::string_view section, std::string_view field);
  void set_memory_limit(std::uint64_t bytes, bool evicts);
  void set_tracking_limit(std::uint64_t tracked_keys);

  runtime::Scheduler& scheduler_;
  runtime::Reactor& reactor_;
  ConnectionSettings settings_;
  std::string prefix_;
  PrivateServer* own_;
  measure::RedisUsage usage_;  // nobody's
  ConnectionFaults of_connections_;
  std::unique_ptr<LiveRedis> control_;
  bool is_stalled_ = false;
  bool is_dead_ = false;
  bool is_limited_ = false;
  std::int64_t evicted_before_ = 0;
};

}  // namespace stampede::redis

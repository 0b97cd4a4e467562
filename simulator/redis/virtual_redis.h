// The Redis interface of strategies on a modelled server in virtual time: one node's connection, one for its
// subscriptions, and one that hears of invalidations.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulator/redis/client.h"
#include "simulator/redis/virtual_server.h"

namespace stampede::redis {

class VirtualRedis final : public Client {
 public:
  // `deadline` per command; `cpu` is that of the client's process.
  VirtualRedis(runtime::Scheduler& scheduler, VirtualServer& server, Duration deadline, measure::RedisUsage& usage,
               runtime::ProcessCpu& cpu);

  void connect() override;
  std::string trouble() const override { return {}; }
  void subscribe(const RedisKey& channel, MessageHandler handler) override;
  // No connection is ever lost.
  void track(TrackedWrites writes, InvalidationHandler handler) override;
  bool is_tracking() const override { return is_tracking_; }

 private:
  Reply send(Args args, std::optional<Duration> deadline) override;
  std::vector<Reply> send_all(std::span<const std::vector<Arg>> commands) override;
  void await_round_trip(const char* waiting_for);
  void exchange(VirtualServer::Link& link, std::span<const Args> commands, std::span<Reply> replies, Duration deadline);
  void on_push(const Reply& push);

  VirtualServer& server_;
  Duration deadline_;
  runtime::ProcessCpu& cpu_;
  std::unique_ptr<VirtualServer::Link> link_;
  std::unique_ptr<VirtualServer::Link> subscriptions_;
  std::map<std::string, MessageHandler> handlers_;
  std::unique_ptr<VirtualServer::Link> invalidations_;
  bool is_tracking_ = false;
};

}  // namespace stampede::redis

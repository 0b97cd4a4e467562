// Faults of the modelled server in virtual time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "simulator/redis/client.h"
#include "simulator/redis/server_faults.h"
#include "simulator/redis/virtual_server.h"

namespace stampede::redis {

class VirtualServerControl final : public ServerFaults {
 public:
  VirtualServerControl(runtime::Scheduler& scheduler, VirtualServer& server, measure::RandomStream random);

  Redis& control() override { return control_; }
  void slow_down(Duration delay) override { server_.delay_replies(delay); }
  Seen stall(Duration length) override;
  Seen resume() override { return {}; }
  Seen kill() override;
  Seen start_anew() override;
  Seen cut_off() override;
  void let_back() override { server_.let_back(); }
  Seen limit_memory(const MemoryLimit& limit) override;
  Seen lift_memory_limit() override;
  Seen limit_tracking(std::uint64_t tracked_keys) override;
  Seen lift_tracking_limit() override;
  MessageLoss& message_loss() override { return message_loss_; }

 private:
  // Its commands are executed at once.
  class Control final : public Client {
   public:
    Control(runtime::Scheduler& scheduler, VirtualServer& server, measure::RedisUsage& usage);
    void connect() override {}
    std::string trouble() const override { return {}; }
    void subscribe(const RedisKey& channel, MessageHandler handler) override;
    void track(TrackedWrites writes, InvalidationHandler handler) override;
    bool is_tracking() const override { return false; }
    void disconnect() { link_.reset(); }

   private:
    Reply send(Args args, std::optional<Duration> deadline) override;
    std::vector<Reply> send_all(std::span<const std::vector<Arg>> commands) override;

    VirtualServer& server_;
    runtime::ProcessCpu cpu_;  // costs nothing
    std::unique_ptr<VirtualServer::Link> link_;
  };

  VirtualServer& server_;
  measure::RedisUsage usage_;  // nobody's
  Control control_;
  MessageLoss message_loss_;
  std::uint64_t evicted_before_ = 0;
};

}  // namespace stampede::redis

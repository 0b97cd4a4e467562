// The Redis interface of strategies on a modelled server in virtual time: one node's connection, one for its
// subscriptions, and one that hears of invalidations.
#pragma once

#include <memory>
#include <vector>

#include "simulator/redis/line_client.h"
#include "simulator/redis/virtual_line.h"
#include "simulator/redis/virtual_server.h"

namespace stampede::redis {

class VirtualRedis final : public LineClient {
 public:
  // `deadline` per command; `cpu` is that of the client's process.
  VirtualRedis(runtime::Scheduler& scheduler, VirtualServer& server, Duration deadline, measure::RedisUsage& usage,
               runtime::ProcessCpu& cpu, MessageLoss* loss = nullptr);
  ~VirtualRedis() override { close_other_lines(); }

 private:
  Reply send(Args args, std::optional<Duration> deadline) override;
  std::vector<Reply> send_all(std::span<const std::vector<Arg>> commands) override;
  Line& line() override { return line_; }
  const Line& line() const override { return line_; }
  std::unique_ptr<Line> make_line() override;

  VirtualServer& server_;
  Duration deadline_;
  runtime::ProcessCpu& cpu_;
  VirtualLine line_;
};

}  // namespace stampede::redis

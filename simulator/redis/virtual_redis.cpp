#include "simulator/redis/virtual_redis.h"

#include <string>

#include "simulator/redis/virtual_prefix.h"

namespace stampede::redis {

VirtualRedis::VirtualRedis(runtime::Scheduler& scheduler, VirtualServer& server, Duration deadline,
                           measure::RedisUsage& usage, runtime::ProcessCpu& cpu, MessageLoss* loss)
    : LineClient(scheduler, std::string(kVirtualPrefix), deadline, usage, loss),
      server_(server),
      deadline_(deadline),
      cpu_(cpu),
      line_(scheduler, server, deadline, kVirtualPrefix, usage, cpu) {}

Reply VirtualRedis::send(Args args, std::optional<Duration> deadline) {
  Reply reply;
  line_.exchange({&args, 1}, {&reply, 1}, deadline.value_or(deadline_));
  return reply;
}

std::vector<Reply> VirtualRedis::send_all(std::span<const std::vector<Arg>> commands) {
  const std::vector<Args> all(commands.begin(), commands.end());
  std::vector<Reply> replies(commands.size());
  line_.exchange(all, replies, deadline_);
  return replies;
}

std::unique_ptr<Line> VirtualRedis::make_line() {
  return std::make_unique<VirtualLine>(scheduler(), server_, deadline_, kVirtualPrefix, usage(), cpu_);
}

}  // namespace stampede::redis

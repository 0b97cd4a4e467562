#include "simulator/redis/live_redis.h"

#include <utility>

namespace stampede::redis {

LiveRedis::LiveRedis(runtime::Scheduler& scheduler, runtime::Reactor& reactor, const ConnectionSettings& settings,
                     std::string prefix, measure::RedisUsage& usage)
    : LineClient(scheduler, std::move(prefix), settings.deadline, usage,
                 settings.faults == nullptr ? nullptr : &settings.faults->message_loss),
      reactor_(reactor),
      settings_(settings),
      connection_(scheduler, reactor, settings, usage) {}

Reply LiveRedis::send(Args args, std::optional<Duration> deadline) {
  return connection_.call(args, prefix(), deadline);
}

std::vector<Reply> LiveRedis::send_all(std::span<const std::vector<Arg>> commands) {
  return connection_.call_all(commands, prefix());
}

std::unique_ptr<Line> LiveRedis::make_line() {
  return std::make_unique<Connection>(scheduler(), reactor_, settings_, usage());
}

}  // namespace stampede::redis

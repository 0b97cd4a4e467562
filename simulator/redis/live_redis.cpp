#include "simulator/redis/live_redis.h"

#include <utility>

namespace stampede::redis {

LiveRedis::LiveRedis(runtime::Scheduler& scheduler, runtime::Reactor& reactor, const ConnectionSettings& settings,
                     std::string prefix, measure::RedisUsage& usage)
    : Client(scheduler, std::move(prefix), settings.deadline, usage),
      reactor_(reactor),
      settings_(settings),
      connection_(scheduler, reactor, settings, usage) {}

Reply LiveRedis::send(Args args, std::optional<Duration> deadline) {
  return connection_.call(args, prefix(), deadline);
}

std::vector<Reply> LiveRedis::send_all(std::span<const std::vector<Arg>> commands) {
  return connection_.call_all(commands, prefix());
}

void LiveRedis::subscribe(const RedisKey& channel, MessageHandler handler) {
  if (!subscriber_) subscriber_ = std::make_unique<Subscriber>(scheduler(), reactor_, settings_, usage());
  subscriber_->connect();
  subscriber_->subscribe(prefix() + channel.name, std::move(handler));
}

}  // namespace stampede::redis

#include "simulator/redis/live_redis.h"

#include <stdexcept>
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

void LiveRedis::track(TrackedWrites writes, InvalidationHandler handler) {
  if (invalidations_ && invalidations_->is_wanted()) throw std::logic_error("what is read is tracked already");
  invalidations_.reset();  // before another one listens to the connection
  invalidations_ = std::make_unique<Invalidations>(scheduler(), reactor_, settings_, usage(), connection_, prefix());
  invalidations_->start(writes, std::move(handler));
}

// A node whose invalidations were lost has dropped what it knew: that is to be seen in the results.
std::string LiveRedis::trouble() const {
  std::string trouble = connection_.trouble();
  return trouble.empty() && invalidations_ ? invalidations_->trouble() : trouble;
}

}  // namespace stampede::redis

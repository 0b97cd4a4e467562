// See the header.
#include "simulator/redis/line_client.h"

#include <stdexcept>
#include <utility>

namespace stampede::redis {

LineClient::LineClient(runtime::Scheduler& scheduler, std::string prefix, Duration deadline, measure::RedisUsage& usage,
                       MessageLoss* loss)
    : Client(scheduler, std::move(prefix), deadline, usage), deadline_(deadline), loss_(loss) {}

void LineClient::subscribe(const RedisKey& channel, MessageHandler handler) {
  scheduler().throw_if_cancelled();
  if (!subscriber_) subscriber_ = std::make_unique<Subscriber>(scheduler(), deadline_, make_line(), loss_, &hold_);
  subscriber_->connect();
  subscriber_->subscribe(prefix() + channel.name, std::move(handler));
}

void LineClient::track(TrackedWrites writes, InvalidationHandler handler) {
  scheduler().throw_if_cancelled();
  if (invalidations_ && invalidations_->is_wanted()) throw std::logic_error("what is read is tracked already");
  invalidations_.reset();  // before another one listens to the connection
  invalidations_ =
      std::make_unique<Invalidations>(scheduler(), deadline_, usage(), line(), make_line(), prefix(), loss_, &hold_);
  invalidations_->start(writes, std::move(handler));
}

// A node whose invalidations were lost has dropped what it knew: that is to be seen in the results.
std::string LineClient::trouble() const {
  std::string trouble = line().trouble();
  return trouble.empty() && invalidations_ ? invalidations_->trouble() : trouble;
}

void LineClient::close_other_lines() {
  invalidations_.reset();
  subscriber_.reset();
}

}  // namespace stampede::redis

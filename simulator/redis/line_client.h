// What a client has beside its commands, alike in both worlds: subscriptions on a line of their own, and tracking with
// another one that hears of invalidations.
#pragma once

#include <memory>
#include <string>

#include "simulator/redis/client.h"
#include "simulator/redis/invalidations.h"
#include "simulator/redis/line.h"
#include "simulator/redis/message_hold.h"
#include "simulator/redis/message_loss.h"
#include "simulator/redis/subscriber.h"

namespace stampede::redis {

class LineClient : public Client {
 public:
  void connect() override { line().connect(); }
  std::string trouble() const override;
  void subscribe(const RedisKey& channel, MessageHandler handler) override;
  void track(TrackedWrites writes, InvalidationHandler handler) override;
  void hold_messages() override { hold_.begin(); }
  void release_messages() override { hold_.end(); }
  bool is_tracking() const override { return invalidations_ && invalidations_->is_on(); }

 protected:
  // `loss` outlives the client; null: no message gets lost on purpose.
  LineClient(runtime::Scheduler& scheduler, std::string prefix, Duration deadline, measure::RedisUsage& usage,
             MessageLoss* loss);

  // That of the commands.
  virtual Line& line() = 0;
  virtual const Line& line() const = 0;
  virtual std::unique_ptr<Line> make_line() = 0;
  // The others go before it does: for the destructor.
  void close_other_lines();

 private:
  Duration deadline_;
  MessageLoss* const loss_;
  MessageHold hold_;
  std::unique_ptr<Subscriber> subscriber_;
  std::unique_ptr<Invalidations> invalidations_;
};

}  // namespace stampede::redis

// Publish/subscribe on a connection of its own: in subscriber mode a RESP2 connection takes no other commands.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "simulator/redis/line.h"
#include "simulator/redis/message_hold.h"
#include "simulator/redis/message_loss.h"
#include "simulator/runtime/waiting.h"
#include "strategies/redis.h"

namespace stampede::redis {

class Subscriber {
 public:
  // `line` is its own alone. `loss` takes what gets lost on the way (null: nothing), `hold` what waits; both outlive
  // this.
  Subscriber(runtime::Scheduler& scheduler, Duration deadline, std::unique_ptr<Line> line, MessageLoss* loss = nullptr,
             MessageHold* hold = nullptr);
  ~Subscriber();

  // Suspends; throws RedisError.
  void connect() { line_->connect(); }

  // Suspends until the server has confirmed; throws RedisError (timed_out; server, if it refused), and then the handler
  // is forgotten. One handler per channel. After a loss of the connection all channels are subscribed anew.
  void subscribe(const std::string& channel, Redis::MessageHandler handler);

 private:
  struct Channel {
    Redis::MessageHandler handler;
    bool confirmed = false;
    std::string refusal;
  };

  // Shared with the fibers that wait for a confirmation: these may find the subscriber gone.
  struct Channels {
    std::map<std::string, Channel> by_name;
    bool closed = false;
  };

  void await_confirmation(const std::string& channel);
  void send(const std::string& channel);
  void subscribe_again();
  void on_push(Reply&& push);
  static void tell(const Channels& channels, const Reply& message);
  void on_answer(const Reply& answer);

  runtime::Scheduler& scheduler_;
  Duration deadline_;
  const std::unique_ptr<Line> line_;
  MessageLoss* const loss_;
  MessageHold* const hold_;
  std::shared_ptr<Channels> channels_ = std::make_shared<Channels>();
  std::deque<std::string> requested_;  // not answered yet; the server answers in order, and errors name no channel
  runtime::WaitQueue confirmations_;
};

}  // namespace stampede::redis

// Client-side caching, in both worlds: a connection that hears of invalidations, and the other one's tracking
// redirected to it. A connection of its own, as CLIENT ID must be asked before anything is subscribed to.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "simulator/measure/redis_usage.h"
#include "simulator/redis/line.h"
#include "simulator/redis/message_hold.h"
#include "simulator/redis/message_loss.h"
#include "simulator/runtime/waiting.h"

namespace stampede::redis {

class Invalidations {
 public:
  // `reader` is the connection whose reads are tracked; it outlives this, and is listened to by this alone.
  // `listener` is its own alone. `loss` takes what gets lost on the way (null: nothing), `hold` what waits; both
  // outlive this.
  Invalidations(runtime::Scheduler& scheduler, Duration deadline, measure::RedisUsage& usage, Line& reader,
                std::unique_ptr<Line> listener, std::string prefix, MessageLoss* loss, MessageHold* hold);
  ~Invalidations();
  Invalidations(const Invalidations&) = delete;
  Invalidations& operator=(const Invalidations&) = delete;

  // Suspends until what is read is tracked. Once. Throws RedisError, and then the handler is forgotten, and this is of
  // no more use. After a loss of either connection tracking is switched on anew.
  void start(TrackedWrites writes, Redis::InvalidationHandler handler);

  bool is_wanted() const { return state_->handler != nullptr; }
  bool is_on() const { return state_->is_on; }
  std::string trouble() const { return listener_->trouble(); }

 private:
  // Shared with the fiber that waits for the start: it may find the rest gone.
  struct State {
    Redis::InvalidationHandler handler;  // empty: nobody wants to hear
    bool is_on = false;
    bool was_on = false;
    bool closed = false;
    std::string refusal;
  };

  void await_start();
  void ask_for_id();
  void on_listener_reply(const Reply& reply);
  void tell(const Reply& message);
  void redirect();
  void on_redirected(std::int64_t listener, const Reply& reply);
  void refuse(const Reply& error);
  void stop();

  runtime::Scheduler& scheduler_;
  measure::RedisUsage& usage_;
  Duration deadline_;
  std::string prefix_;
  TrackedWrites writes_ = TrackedWrites::all;
  Line& reader_;
  const std::unique_ptr<Line> listener_;
  MessageLoss* const loss_;
  MessageHold* const hold_;
  std::optional<std::int64_t> listener_id_;
  bool is_subscribed_ = false;
  std::shared_ptr<State> state_ = std::make_shared<State>();
  runtime::WaitQueue changes_;
};

}  // namespace stampede::redis

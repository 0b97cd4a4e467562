// See the header.
#include "simulator/redis/invalidations.h"

#include <array>
#include <utility>

#include "simulator/redis/tracking.h"

namespace stampede::redis {

Invalidations::Invalidations(runtime::Scheduler& scheduler, Duration deadline, measure::RedisUsage& usage, Line& reader,
                             std::unique_ptr<Line> listener, std::string prefix, MessageLoss* loss, MessageHold* hold)
    : scheduler_(scheduler),
      usage_(usage),
      deadline_(deadline),
      prefix_(std::move(prefix)),
      reader_(reader),
      listener_(std::move(listener)),
      loss_(loss),
      hold_(hold),
      changes_(scheduler) {
  const auto forget_listener = [this] {
    listener_id_.reset();
    is_subscribed_ = false;
    stop();
  };
  listener_->listen({.on_ready = [this] { ask_for_id(); },
                     .on_push = [this](Reply&& reply) { on_listener_reply(reply); },
                     .on_lost = forget_listener});
  reader_.listen({.on_ready = [this] { redirect(); }, .on_lost = [this] { stop(); }});
}

Invalidations::~Invalidations() {
  reader_.listen({});
  state_->closed = true;
  changes_.wake_all();
}

void Invalidations::start(TrackedWrites writes, Redis::InvalidationHandler handler) {
  const std::shared_ptr<State> state = state_;
  state->handler = std::move(handler);
  // What the handler refers to may be gone once this has failed.
  struct Withdraw {
    State& state;
    ~Withdraw() {
      if (!state.is_on) state.handler = nullptr;
    }
  } withdraw_if_not_on{*state};
  writes_ = writes;
  listener_->connect();
  await_start();
}

void Invalidations::await_start() {
  const std::shared_ptr<State> state = state_;
  const TimePoint deadline = scheduler_.now() + deadline_;
  for (bool in_time = true;; in_time = changes_.wait("the server to track what is read", deadline)) {
    if (state->closed) throw RedisError(RedisError::Kind::lost, "the connection to Redis was closed");
    if (state->is_on) return;
    if (!state->refusal.empty()) throw RedisError(RedisError::Kind::server, state->refusal);
    if (!in_time) {
      throw RedisError(RedisError::Kind::timed_out, "Redis did not switch tracking on within the deadline");
    }
  }
}

// The answers come in this order, and then the messages.
void Invalidations::ask_for_id() {
  const std::array<Arg, 2> ask{"CLIENT", "ID"};
  const std::array<Arg, 2> subscribe{"SUBSCRIBE", kInvalidationChannel};
  const std::array<Args, 2> commands{Args(ask), Args(subscribe)};
  listener_->post(commands, {});
}

void Invalidations::on_listener_reply(const Reply& reply) {
  if (reply.type == Reply::Type::error) return refuse(reply);
  if (!listener_id_) {
    listener_id_ = reply.integer;
  } else if (!is_subscribed_) {
    is_subscribed_ = true;
    redirect();
  } else if (state_->is_on && (loss_ == nullptr || !loss_->takes_one())) {
    tell(reply);
  }
}

void Invalidations::tell(const Reply& message) {
  if (hold_ == nullptr || !hold_->is_on()) return tell_invalidation(message, prefix_, state_->handler);
  hold_->keep([state = state_, message, prefix = prefix_] {
    if (!state->closed && state->handler) tell_invalidation(message, prefix, state->handler);
  });
}

void Invalidations::redirect() {
  if (!is_subscribed_ || !reader_.is_ready() || !state_->handler) return;
  const std::int64_t listener = *listener_id_;
  reader_.request(tracking_command(listener, writes_), {}, [this, state = state_, listener](const Reply& reply) {
    if (!state->closed) on_redirected(listener, reply);
  });
}

void Invalidations::on_redirected(std::int64_t listener, const Reply& reply) {
  if (reply.type == Reply::Type::error) return refuse(reply);
  // It may have been lost meanwhile, and may be another client by now.
  if (!is_subscribed_ || listener_id_ != listener || !state_->handler) return;
  state_->is_on = true;
  // What was read meanwhile was not tracked.
  if (std::exchange(state_->was_on, true)) state_->handler(std::nullopt);
  changes_.wake_all();
}

void Invalidations::refuse(const Reply& error) {
  ++usage_.errors;
  state_->refusal = error.text;
  changes_.wake_all();
}

void Invalidations::stop() {
  if (std::exchange(state_->is_on, false)) state_->handler(std::nullopt);
}

}  // namespace stampede::redis

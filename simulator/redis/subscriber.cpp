#include "simulator/redis/subscriber.h"

#include <array>
#include <utility>

namespace stampede::redis {

Subscriber::Subscriber(runtime::Scheduler& scheduler, Duration deadline, std::unique_ptr<Line> line, MessageLoss* loss,
                       MessageHold* hold)
    : scheduler_(scheduler),
      deadline_(deadline),
      line_(std::move(line)),
      loss_(loss),
      hold_(hold),
      confirmations_(scheduler) {
  line_->listen(
      {.on_ready = [this] { subscribe_again(); }, .on_push = [this](Reply&& push) { on_push(std::move(push)); }});
}

Subscriber::~Subscriber() {
  channels_->closed = true;
  confirmations_.wake_all();
}

void Subscriber::subscribe(const std::string& channel, Redis::MessageHandler handler) {
  Channel& entry = channels_->by_name[channel];
  entry.handler = std::move(handler);
  // What the handler refers to may be gone once this has failed.
  struct Withdraw {
    std::shared_ptr<Channels> channels;
    const std::string& channel;
    ~Withdraw() {
      const auto found = channels->by_name.find(channel);
      if (found != channels->by_name.end() && !found->second.confirmed) channels->by_name.erase(found);
    }
  } withdraw_if_not_confirmed{channels_, channel};
  if (!entry.confirmed) send(channel);
  await_confirmation(channel);
}

void Subscriber::await_confirmation(const std::string& channel) {
  const std::shared_ptr<Channels> channels = channels_;
  const TimePoint deadline = scheduler_.now() + deadline_;
  for (bool in_time = true;; in_time = confirmations_.wait("the confirmation of a subscription", deadline)) {
    if (channels->closed) throw RedisError(RedisError::Kind::lost, "the connection to Redis was closed");
    const auto entry = channels->by_name.find(channel);
    const bool is_withdrawn = entry == channels->by_name.end();
    if (!is_withdrawn && entry->second.confirmed) return;
    if (!is_withdrawn && !entry->second.refusal.empty()) {
      throw RedisError(RedisError::Kind::server, entry->second.refusal);
    }
    if (!in_time || is_withdrawn) {
      throw RedisError(RedisError::Kind::timed_out, "Redis did not confirm the subscription within the deadline");
    }
  }
}

void Subscriber::send(const std::string& channel) {
  if (!line_->is_ready()) return;  // subscribe_again() will
  requested_.push_back(channel);
  const std::array<Arg, 2> words{"SUBSCRIBE", channel};
  const Args command(words);
  line_->post({&command, 1}, {});
}

void Subscriber::subscribe_again() {
  requested_.clear();
  for (auto& [name, channel] : channels_->by_name) {
    channel.confirmed = false;
    send(name);
  }
}

void Subscriber::on_push(Reply&& push) {
  if (push.type == Reply::Type::error) return on_answer(push);
  // Not as_string(): a handler must not throw, and a broken server may send anything.
  if (push.type != Reply::Type::array || push.elements.size() != 3) return;
  if (push.elements[0].text == "subscribe") return on_answer(push);
  if (!channels_->by_name.contains(push.elements[1].text) || push.elements[0].text != "message") return;
  if (loss_ != nullptr && loss_->takes_one()) return;
  if (hold_ == nullptr || !hold_->is_on()) return tell(*channels_, push);
  hold_->keep([channels = channels_, message = std::move(push)] { tell(*channels, message); });
}

void Subscriber::tell(const Channels& channels, const Reply& message) {
  const auto channel = channels.by_name.find(message.elements[1].text);
  if (channel != channels.by_name.end()) channel->second.handler(message.elements[2].text);
}

void Subscriber::on_answer(const Reply& answer) {
  if (requested_.empty()) return;
  const auto channel = channels_->by_name.find(requested_.front());
  requested_.pop_front();
  if (channel == channels_->by_name.end()) return;  // given up meanwhile
  channel->second.confirmed = answer.type != Reply::Type::error;
  channel->second.refusal = answer.text;
  confirmations_.wake_all();
}

}  // namespace stampede::redis

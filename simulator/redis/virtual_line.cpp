// See the header.
#include "simulator/redis/virtual_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "simulator/redis/server_connection.h"
#include "simulator/redis/wire_size.h"

namespace stampede::redis {

namespace {

// Those of ConnectionSettings.
constexpr Duration kFirstBackoff = std::chrono::milliseconds(5);
constexpr Duration kLongestBackoff = std::chrono::milliseconds(500);

std::uint64_t bytes_of(std::span<const Args> commands, std::size_t prefix_bytes) {
  std::uint64_t bytes = 0;
  for (const Args command : commands) bytes += wire_size_bytes(command, prefix_bytes);
  return bytes;
}

}  // namespace

VirtualLine::VirtualLine(runtime::Scheduler& scheduler, VirtualServer& server, Duration deadline,
                         std::string_view prefix, measure::RedisUsage& usage, runtime::ProcessCpu& cpu)
    : scheduler_(scheduler),
      server_(server),
      deadline_(deadline),
      prefix_(prefix),
      usage_(usage),
      cpu_(cpu),
      attempt_(scheduler),
      backoff_(kFirstBackoff) {}

// ---- commands ----

void VirtualLine::exchange(std::span<const Args> commands, std::span<Reply> replies, Duration deadline) {
  scheduler_.throw_if_cancelled();  // the dead send nothing
  if (state_ != State::ready) {
    ++usage_.commands;
    ++usage_.errors;
    throw RedisError(RedisError::Kind::unavailable, fmt::format("not connected to Redis: {}", last_failure_));
  }
  using Outcome = VirtualServer::Link::Outcome;
  const std::uint64_t bytes = bytes_of(commands, prefix_.size());
  measure::RedisUsage& usage = usage_;
  usage.commands += commands.size();
  usage.bytes_sent += bytes;
  const Outcome outcome = link_->exchange(commands, bytes, replies, scheduler_.now() + deadline);
  // This object is gone if its owner has closed it meanwhile.
  if (outcome == Outcome::answered) return;
  if (outcome == Outcome::closed) {
    throw RedisError(RedisError::Kind::lost, "the connection to Redis was closed before the reply came");
  }
  usage.errors += commands.size();
  if (outcome == Outcome::lost) {
    throw RedisError(RedisError::Kind::lost, "the connection to Redis was lost before the reply came");
  }
  throw RedisError(RedisError::Kind::timed_out,
                   fmt::format("Redis has not answered {} within {} ms", commands.front().front().text(),
                               to_milliseconds(deadline)));
}

void VirtualLine::send(std::span<const Args> commands, std::string_view prefix, VirtualServer::OnReplies on_replies) {
  const std::uint64_t bytes = bytes_of(commands, prefix.size());
  usage_.commands += commands.size();
  usage_.bytes_sent += bytes;
  link_->post(commands, prefix, bytes, std::move(on_replies));
}

void VirtualLine::post(std::span<const Args> commands, std::string_view prefix) {
  if (state_ != State::ready) return;
  send(commands, prefix, [this](std::vector<Reply>&& replies) {
    for (Reply& reply : replies) {
      if (listener_.on_push) listener_.on_push(std::move(reply));
    }
  });
}

void VirtualLine::request(Args args, std::string_view prefix, OnReply on_reply) {
  send({&args, 1}, prefix,
       [on_reply = std::move(on_reply)](std::vector<Reply>&& replies) { on_reply(replies.front()); });
}

// ---- connecting ----

void VirtualLine::connect() {
  if (state_ == State::idle) start_connecting();
  if (state_ == State::connecting || state_ == State::reading_answer) attempt_.wait(kWaitingForReply);
  if (state_ == State::ready) return;
  throw RedisError(RedisError::Kind::unavailable, fmt::format("not connected to Redis: {}", last_failure_));
}

// It takes its turn at the process like a command.
void VirtualLine::start_connecting() {
  const TimePoint now = scheduler_.now();
  state_ = State::connecting;
  give_up_at_ = now + deadline_;
  answer_at_ = cpu_.send_commands(now, 1) + server_.draw_round_trip();
  scheduler_.arm(*this, std::min(answer_at_, give_up_at_));
}

void VirtualLine::hear_answer() {
  const TimePoint now = scheduler_.now();
  if (now < answer_at_) return lose("no answer within the deadline");
  if (!server_.accepts()) return lose("connection refused");
  if (server_.stalled_until() > now) {
    answer_at_ = server_.stalled_until() + server_.draw_one_way();
    return scheduler_.arm(*this, std::min(answer_at_, give_up_at_));
  }
  const TimePoint read = cpu_.read_replies(now, 1);
  if (read <= now) return become_ready();
  state_ = State::reading_answer;
  scheduler_.arm(*this, read);
}

void VirtualLine::become_ready() {
  if (!server_.accepts()) return lose("connection refused");
  link_ = server_.open_link(
      prefix_, usage_, cpu_,
      [this](Reply&& push) {
        if (listener_.on_push) listener_.on_push(std::move(push));
      },
      [this](const std::string& why) { lose(why); });
  state_ = State::ready;
  backoff_ = kFirstBackoff;
  last_failure_.clear();
  if (listener_.on_ready) listener_.on_ready();
  attempt_.wake_all();
}

void VirtualLine::lose(const std::string& why) {
  const bool was_ready = state_ == State::ready;
  last_failure_ = why;
  link_.reset();
  state_ = State::backing_off;
  scheduler_.arm(*this, scheduler_.now() + backoff_);
  backoff_ = std::min(2 * backoff_, kLongestBackoff);
  attempt_.wake_all();
  if (was_ready && listener_.on_lost) listener_.on_lost();
}

void VirtualLine::on_due() noexcept {
  switch (state_) {
    case State::backing_off:
      return start_connecting();
    case State::connecting:
      return hear_answer();
    case State::reading_answer:
      return become_ready();
    case State::idle:
    case State::ready:
      return;
  }
}

}  // namespace stampede::redis

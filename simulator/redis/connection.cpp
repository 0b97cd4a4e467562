#include "simulator/redis/connection.h"

#include <fmt/format.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <utility>

namespace stampede::redis {

namespace {

constexpr std::size_t kReadBytes = 128 * 1024;

// Beyond this the output is sent at once, so that the server has work while fibers still produce more.
constexpr std::size_t kFlushBytes = 64 * 1024;

// hiredis moves all bytes that are left to the front for each kilobyte of replies, so it gets little at a time.
constexpr std::size_t kParseBytes = 8 * 1024;

std::string_view explain(RedisError::Kind kind) {
  switch (kind) {
    case RedisError::Kind::unavailable:
      return "not connected to Redis";
    case RedisError::Kind::lost:
      return "the connection to Redis was lost before the reply came";
    case RedisError::Kind::timed_out:
      return "no reply from Redis within the deadline";
    default:
      return "Redis error";
  }
}

// A server that does not know AUTH quotes the arguments in its error.
std::string without(const std::string& secret, std::string text) {
  if (secret.empty()) return text;
  constexpr std::string_view kStars = "***";
  for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += kStars.size()) {
    text.replace(at, secret.size(), kStars);
  }
  return text;
}

}  // namespace

Connection::Connection(runtime::Scheduler& scheduler, runtime::Reactor& reactor, ConnectionSettings settings,
                       measure::RedisUsage& usage)
    : scheduler_(scheduler),
      reactor_(reactor),
      settings_(std::move(settings)),
      usage_(usage),
      delayed_(scheduler, [this](std::string_view bytes) { parse_in_parts(bytes); }),
      attempt_(scheduler),
      backoff_(settings_.first_backoff) {
  if (settings_.faults != nullptr) settings_.faults->add(*this);
}

Connection::~Connection() {
  disarm();
  if (settings_.faults != nullptr) settings_.faults->remove(*this);
  if (socket_) reactor_.remove(socket_->descriptor(), *this);
  reactor_.forget(*this);
  for (const Pending& pending : pending_) {
    if (pending.waiter == nullptr) continue;
    pending.waiter->state = Waiter::State::closed;
    scheduler_.wake(*pending.waiter->fiber);
  }
}

// ---- commands ----

Reply Connection::call(Args args, std::string_view prefix, std::optional<Duration> deadline) {
  require_ready();
  append_command(output_, args, prefix);
  Reply reply;
  await(std::span(&reply, 1), deadline);
  return reply;
}

std::vector<Reply> Connection::call_all(std::span<const std::vector<Arg>> commands, std::string_view prefix) {
  require_ready();
  for (const std::vector<Arg>& command : commands) append_command(output_, command, prefix);
  std::vector<Reply> replies(commands.size());
  await(replies, std::nullopt);
  return replies;
}

void Connection::post(std::span<const Args> commands, std::string_view prefix) {
  if (state_ != State::ready) return;
  for (const Args command : commands) append_command(output_, command, prefix);
  usage_.commands += commands.size();
  want_flush();
}

void Connection::request(Args args, std::string_view prefix, OnReply on_reply) {
  append_command(output_, args, prefix);
  ++usage_.commands;
  Pending& pending = pending_.emplace_back();
  pending.replies_left = 1;
  pending.on_reply = std::move(on_reply);
  want_flush();
}

void Connection::require_ready() {
  scheduler_.throw_if_cancelled();  // the dead send nothing
  if (state_ == State::ready) return;
  ++usage_.commands;
  ++usage_.errors;
  fail(RedisError::Kind::unavailable, last_failure_);
}

void Connection::fail(RedisError::Kind kind, const std::string& message) {
  throw RedisError(kind, fmt::format("{} ({}){}{}", explain(kind), settings_.endpoint.display(),
                                     message.empty() ? "" : ": ", message));
}

void Connection::await(std::span<Reply> replies, std::optional<Duration> own_deadline) {
  usage_.commands += replies.size();
  Waiter waiter{.fiber = &scheduler_.current(), .replies = replies};
  const std::uint64_t sequence = first_sequence_ + pending_.size();
  const TimePoint deadline = scheduler_.now() + own_deadline.value_or(settings_.deadline);
  pending_.push_back({&waiter, replies.size(), deadline, own_deadline.has_value()});
  if (!own_deadline && !is_armed()) scheduler_.arm(*this, deadline);
  want_flush();
  suspend_until_settled(waiter, sequence, own_deadline ? std::optional(deadline) : std::nullopt);

  // First, as the connection is gone then.
  if (waiter.state == Waiter::State::closed) {
    throw RedisError(RedisError::Kind::lost, "the connection to Redis was closed before the reply came");
  }
  if (waiter.state == Waiter::State::answered) return;
  usage_.errors += replies.size() - waiter.received;
  if (waiter.state == Waiter::State::timed_out) fail(RedisError::Kind::timed_out, {});
  fail(RedisError::Kind::lost, last_failure_);
}

void Connection::suspend_until_settled(Waiter& waiter, std::uint64_t sequence, std::optional<TimePoint> own_deadline) {
  struct Forget {
    Connection& connection;
    std::uint64_t sequence;
    const Waiter& waiter;
    ~Forget() {
      if (waiter.state == Waiter::State::waiting) connection.forget(sequence);
    }
  } forget_if_cancelled{*this, sequence, waiter};
  while (waiter.state == Waiter::State::waiting) {
    const auto wake = scheduler_.suspend("a reply from Redis", own_deadline);
    if (wake == runtime::Scheduler::Wake::timed_out && waiter.state == Waiter::State::waiting) {
      forget(sequence);
      waiter.state = Waiter::State::timed_out;
    }
  }
}

void Connection::forget(std::uint64_t sequence) noexcept {
  if (sequence >= first_sequence_) pending_[sequence - first_sequence_].waiter = nullptr;
}

std::string Connection::trouble() const {
  if (losses_ == 0) return {};
  return fmt::format("the connection to {} was lost{}: {}", settings_.endpoint.display(),
                     losses_ == 1 ? std::string() : fmt::format(" {} times", losses_), last_loss_);
}

// ---- connecting ----

void Connection::connect() {
  if (state_ == State::idle) start_connecting();
  if (state_ == State::connecting || state_ == State::handshaking) attempt_.wait("the connection to Redis");
  if (state_ != State::ready) fail(RedisError::Kind::unavailable, last_failure_);
}

void Connection::start_connecting() noexcept {
  if (settings_.faults != nullptr && settings_.faults->refuses) return lose(ConnectionFaults::kCutOff);
  try {
    socket_.emplace(settings_.endpoint);
    reactor_.add(socket_->descriptor(), *this, EPOLLOUT);
    state_ = State::connecting;
    scheduler_.arm(*this, scheduler_.now() + settings_.deadline);
  } catch (const std::exception& error) {
    socket_.reset();
    lose(error.what());
  }
}

void Connection::finish_connecting() noexcept {
  const std::string error = socket_->connect_error();
  if (!error.empty()) return lose(error);
  try {
    parser_ = std::make_unique<ReplyParser>();
    reactor_.change(socket_->descriptor(), *this, EPOLLIN);
    state_ = State::handshaking;
    send_handshake();
  } catch (const std::exception& failure) {
    lose(failure.what());
  }
}

void Connection::send_handshake() {
  const Endpoint& endpoint = settings_.endpoint;
  const auto append = [&](std::initializer_list<Arg> args) {
    append_command(output_, Args(args.begin(), args.size()), {});
    ++handshake_replies_left_;
  };
  handshake_replies_left_ = 0;
  if (!endpoint.user.empty()) {
    append({"AUTH", endpoint.user, endpoint.password});
  } else if (!endpoint.password.empty()) {
    append({"AUTH", endpoint.password});
  }
  if (endpoint.database != 0) append({"SELECT", endpoint.database});
  append({"PING"});  // also tells whether the server is still loading, or wants a password
  want_flush();
}

void Connection::on_handshake_reply(const Reply& reply) noexcept {
  if (reply.type == Reply::Type::error) return lose(without(settings_.endpoint.password, reply.text));
  const bool is_last = --handshake_replies_left_ == 0;
  // Servers of other kinds (POP3, say) also greet with "+OK".
  if (reply.type != Reply::Type::status || reply.text != (is_last ? "PONG" : "OK")) {
    return lose(fmt::format("the server is not Redis: its answer to {} was something else than {}",
                            is_last ? "PING" : "AUTH or SELECT", is_last ? "PONG" : "OK"));
  }
  if (!is_last) return;
  state_ = State::ready;
  backoff_ = settings_.first_backoff;
  last_failure_.clear();
  disarm();
  if (listener_.on_ready) listener_.on_ready();
  attempt_.wake_all();
}

void Connection::lose(const std::string& why) noexcept {
  const bool was_ready = state_ == State::ready;
  if (was_ready && (settings_.faults == nullptr || !settings_.faults->losses_are_meant)) {
    ++losses_;
    last_loss_ = why;
  }
  delayed_.clear();
  last_failure_ = why;
  if (socket_) reactor_.remove(socket_->descriptor(), *this);
  socket_.reset();
  output_.clear();
  output_sent_ = 0;
  writable_wanted_ = false;
  const std::deque<Pending> lost = std::exchange(pending_, {});
  first_sequence_ += lost.size();
  expired_ = 0;
  for (const Pending& pending : lost) {
    if (pending.waiter == nullptr) continue;
    pending.waiter->state = Waiter::State::lost;
    scheduler_.wake(*pending.waiter->fiber);
  }
  state_ = State::backing_off;
  scheduler_.arm(*this, scheduler_.now() + backoff_);
  backoff_ = std::min(2 * backoff_, settings_.longest_backoff);
  attempt_.wake_all();
  if (was_ready && listener_.on_lost) listener_.on_lost();
}

// ---- input and output ----

void Connection::want_flush() {
  if (writable_wanted_) return;  // it goes out when there is room
  if (output_.size() - output_sent_ >= kFlushBytes) {
    flush();
  } else if (!std::exchange(flush_wanted_, true)) {
    reactor_.flush_soon(*this);
  }
}

bool Connection::flush() noexcept {
  flush_wanted_ = false;
  if (!socket_ || state_ == State::connecting) return false;
  while (output_sent_ < output_.size()) {
    const Socket::Transfer sent = socket_->send(output_.data() + output_sent_, output_.size() - output_sent_);
    if (sent.outcome == Socket::Outcome::closed) {
      lose_after_last_words(sent.reason);
      return true;
    }
    if (sent.outcome == Socket::Outcome::would_block) break;
    output_sent_ += sent.bytes;
    usage_.bytes_sent += sent.bytes;
  }
  drop_sent_output();
  const bool all_sent = output_.empty();
  if (writable_wanted_ == all_sent) {
    writable_wanted_ = !all_sent;
    reactor_.change(socket_->descriptor(), *this, writable_wanted_ ? EPOLLIN | EPOLLOUT : EPOLLIN);
  }
  return false;
}

void Connection::drop_sent_output() noexcept {
  // Under steady load it may never be empty, so the first half goes as soon as it is sent.
  if (output_sent_ < output_.size() - output_sent_) return;
  output_.erase(0, output_sent_);
  output_sent_ = 0;
}

void Connection::lose_after_last_words(const std::string& why) noexcept {
  // Replies that came before the end still count, and a refusal (too many clients, say) tells more than `why`.
  while (socket_ && receive()) {
  }
  if (socket_) lose(why);
}

void Connection::on_io(std::uint32_t events) noexcept {
  if (state_ == State::connecting) return finish_connecting();
  if ((events & EPOLLOUT) != 0U) flush();
  if (socket_ && (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0U) receive();
}

// True: there may be more.
bool Connection::receive() noexcept {
  static thread_local std::array<char, kReadBytes> buffer;
  const Socket::Transfer received = socket_->receive(buffer.data(), buffer.size());
  if (received.outcome == Socket::Outcome::would_block) return false;
  if (received.outcome == Socket::Outcome::closed) {
    lose(received.reason);
    return false;
  }
  usage_.bytes_received += received.bytes;
  take_in({buffer.data(), received.bytes});
  return true;
}

void Connection::parse_in_parts(std::string_view bytes) noexcept {
  for (; socket_ && !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kParseBytes))) {
    parse(bytes.substr(0, kParseBytes));
  }
}

void Connection::parse(std::string_view bytes) noexcept {
  parser_->feed(bytes.data(), bytes.size());
  Reply reply;
  while (socket_) {
    const ReplyParser::Outcome outcome = parser_->next(reply);
    if (outcome == ReplyParser::Outcome::incomplete) return;
    if (outcome == ReplyParser::Outcome::protocol_error) {
      return lose(fmt::format("the server does not speak the Redis protocol: {}", parser_->error()));
    }
    deliver(std::move(reply));
  }
}

void Connection::deliver(Reply&& reply) noexcept {
  if (state_ == State::handshaking) return on_handshake_reply(reply);
  if (pending_.empty()) {
    if (listener_.on_push) return listener_.on_push(std::move(reply));
    // Later replies would be taken for answers to the wrong commands.
    return lose(fmt::format("the server sent a reply that nobody had asked for: {}", reply.text));
  }
  const Pending& pending = pending_.front();
  if (pending.waiter == nullptr) {
    if (const OnReply on_reply = count_off_reply()) on_reply(reply);
    return;
  }
  Waiter& waiter = *pending.waiter;
  waiter.replies[waiter.received++] = std::move(reply);
  if (pending.replies_left == 1) {
    waiter.state = Waiter::State::answered;
    scheduler_.wake(*waiter.fiber);
  }
  count_off_reply();
}

Connection::OnReply Connection::count_off_reply() noexcept {
  Pending& pending = pending_.front();
  if (--pending.replies_left > 0) return nullptr;
  OnReply on_reply = std::move(pending.on_reply);
  pending_.pop_front();
  ++first_sequence_;
  if (expired_ > 0) --expired_;
  return on_reply;
}

void Connection::on_due() noexcept {
  if (state_ == State::backing_off) return start_connecting();
  if (state_ != State::ready) return lose("no answer within the deadline");
  expire_pending();
}

void Connection::expire_pending() noexcept {
  const TimePoint now = scheduler_.now();
  for (; expired_ < pending_.size(); ++expired_) {
    Pending& pending = pending_[expired_];
    if (pending.waiter == nullptr || pending.fiber_keeps_deadline) continue;
    if (pending.deadline > now) return scheduler_.arm(*this, pending.deadline);
    pending.waiter->state = Waiter::State::timed_out;
    scheduler_.wake(*std::exchange(pending.waiter, nullptr)->fiber);
  }
}

}  // namespace stampede::redis

#include "simulator/redis/virtual_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "simulator/redis/server_connection.h"
#include "simulator/redis/virtual_server_parts.h"
#include "simulator/redis/wire_size.h"

namespace stampede::redis {

VirtualServer::VirtualServer(runtime::Scheduler& scheduler, ServiceTimes times, DrawDelay one_way_delay,
                             model::ServerSettings model)
    : scheduler_(scheduler),
      times_(std::move(times)),
      draw_delay_(std::move(one_way_delay)),
      unix_time_at_zero_(scheduler.driver().unix_time_at_zero()),
      model_(model,
             [this](model::ClientId client, Reply&& reply) { deliveries_.emplace_back(client, std::move(reply)); }) {}

VirtualServer::~VirtualServer() = default;

std::unique_ptr<VirtualServer::Link> VirtualServer::open_link(std::string_view prefix, measure::RedisUsage& usage,
                                                              runtime::ProcessCpu& cpu, OnPush on_push,
                                                              OnLost on_lost) {
  Connection& connection = connections_.emplace_back();
  connection.client = model_.connect();
  connection.prefix = prefix;
  connection.usage = &usage;
  connection.cpu = &cpu;
  connection.on_push = std::move(on_push);
  connection.on_lost = std::move(on_lost);
  return std::make_unique<Link>(*this, connection);
}

TimePoint VirtualServer::execution_time() const { return std::max(scheduler_.now(), busy_until_); }

Duration VirtualServer::unix_time(TimePoint time) const { return unix_time_at_zero_ + time.time_since_epoch(); }

VirtualServer::Message& VirtualServer::new_message(Connection& connection) {
  Message* message = nullptr;
  if (free_.empty()) {
    message = &messages_.emplace_back(*this);
  } else {
    message = free_.back();
    free_.pop_back();
  }
  message->connection = &connection;
  message->is_being_read = false;
  return *message;
}

void VirtualServer::recycle(Message& message) {
  message.disarm();
  if (Waiter* const waiter = std::exchange(message.waiter, nullptr)) {
    waiter->outcome = message.connection->open ? Link::Outcome::lost : Link::Outcome::closed;
    waiter->message = nullptr;
    scheduler_.wake(*waiter->fiber);
  }
  message.stage = Message::Stage::unused;
  if (!message.own_words.empty()) message.own_words.clear();
  if (message.on_replies) message.on_replies = nullptr;
  if (!message.kept_replies.empty()) message.kept_replies.clear();
  free_.push_back(&message);
}

void VirtualServer::send(Message& message, std::uint64_t bytes, std::size_t commands) {
  Connection& connection = *message.connection;
  message.stage = Message::Stage::travelling;
  message.bytes_sent = bytes;
  message.replies = commands;
  ++connection.travelling;
  const TimePoint sent = connection.cpu->send_commands(scheduler_.now(), commands);
  connection.last_arrival = std::max(connection.last_arrival, sent + draw_delay_());
  arm_next(message, connection.last_arrival);
}

void VirtualServer::arm_next(Message& message, TimePoint due) {
  message.due_at = due;
  scheduler_.arm(message, message.waiter != nullptr ? std::min(due, message.waiter->deadline) : due);
}

void VirtualServer::proceed(Message& message) {
  using Stage = Message::Stage;
  const bool waits_at_server = message.stage == Stage::held || message.stage == Stage::blocked;
  if (waits_at_server || scheduler_.now() < message.due_at) {  // the waiter's deadline
    if (message.waiter != nullptr) {
      scheduler_.wake(*message.waiter->fiber);
      message.leave_waiter();
    }
    if (!waits_at_server) arm_next(message, message.due_at);
  } else if (message.stage == Stage::travelling) {
    arrive(message);
  } else if (message.stage == Stage::end) {
    end_at_client(message);
  } else {
    reach_client(message);
  }
}

void VirtualServer::arrive(Message& message) {
  Connection& connection = *message.connection;
  --connection.travelling;
  if (connection.closed) return recycle(message);
  if (connection.blocked == nullptr) return execute(message);
  message.stage = Message::Stage::held;
  connection.held.push_back(&message);
  if (message.waiter != nullptr) scheduler_.arm(message, message.waiter->deadline);
}

void VirtualServer::fill_words(Args args, std::string_view prefix) {
  words_.clear();
  if (own_texts_.size() < args.size()) own_texts_.resize(args.size());
  for (std::size_t i = 0; i < args.size(); ++i) {
    std::string& own = own_texts_[i];
    if (args[i].is_number()) {
      const fmt::format_int number(args[i].number());
      own.assign(number.data(), number.size());
    } else if (args[i].is_key()) {
      own.assign(prefix).append(args[i].text());
    } else {
      words_.push_back(args[i].text());
      continue;
    }
    words_.push_back(own);
  }
}

// What it cost.
Duration VirtualServer::execute_one(Message& message, std::size_t index, TimePoint start, bool& blocked) {
  if (message.waiter != nullptr) {
    fill_words(message.waiter->commands[index], message.connection->prefix);
  } else {
    words_.assign(message.own_words[index].begin(), message.own_words[index].end());
  }
  log_.add(static_cast<std::uint64_t>(start.time_since_epoch().count()));
  log_.add(message.connection->client);
  for (const std::string_view word : words_) log_.add(word);
  std::optional<Reply> reply = model_.execute(message.connection->client, words_, unix_time(start));
  Duration cost = times_.of_command(words_[0]);
  blocked = !reply;
  if (on_command_) on_command_(*message.connection->cpu, words_, reply ? &*reply : nullptr, start);
  if (reply) {
    const std::uint64_t bytes = wire_size_bytes(*reply);
    message.bytes_received += bytes;
    cost += times_.of_bytes(bytes);
    if (message.waiter != nullptr) {
      message.waiter->replies[index] = *std::move(reply);
    } else if (message.on_replies) {
      message.kept_replies.push_back(*std::move(reply));
    }
  }
  return cost;
}

// What waits on a connection is read at once, and answered at once.
Duration VirtualServer::time_to_read(Connection& connection, TimePoint start) {
  if (scheduler_.now() <= connection.read_at) return Duration::zero();
  connection.read_at = start;
  return times_.socket;
}

void VirtualServer::execute(Message& message) {
  const TimePoint start = execution_time();
  busy_until_ = start + time_to_read(*message.connection, start) + times_.of_bytes(message.bytes_sent);
  message.bytes_received = 0;
  bool blocked = false;
  const std::size_t commands = message.command_count();
  for (std::size_t i = 0; i < commands; ++i) busy_until_ += execute_one(message, i, busy_until_, blocked);
  if (blocked) {
    message.stage = Message::Stage::blocked;
    message.connection->blocked = &message;
    if (message.waiter != nullptr) scheduler_.arm(message, message.waiter->deadline);
    await_unblock();
  } else {
    send_back(message, busy_until_);
  }
  if (!deliveries_.empty()) forward_deliveries();
  if (!message.connection->open) close_when_read(*message.connection);
}

// A server reads all that was sent before the connection was closed, unless a command that blocks is before it.
void VirtualServer::close_when_read(Connection& connection) {
  if (connection.closed || (connection.travelling > 0 && connection.blocked == nullptr)) return;
  connection.closed = true;
  model_.disconnect(connection.client);
  if (connection.blocked != nullptr) recycle(*std::exchange(connection.blocked, nullptr));
  for (Message* held : connection.held) recycle(*held);
  connection.held.clear();
}

void VirtualServer::send_back(Message& message, TimePoint from) {
  Connection& connection = *message.connection;
  connection.last_reply = std::max(connection.last_reply, from + draw_delay_() + added_delay_);
  message.left_server_at = from;
  if (message.stage != Message::Stage::push) message.stage = Message::Stage::returning;
  arm_next(message, connection.last_reply);
}

// A process that has other things to do reads it when they are done.
void VirtualServer::reach_client(Message& message) {
  if (message.connection->open && !std::exchange(message.is_being_read, true)) {
    const TimePoint now = scheduler_.now();
    const TimePoint read = message.connection->cpu->read_replies(now, message.replies);
    if (read > now) return arm_next(message, read);
  }
  deliver(message);
}

void VirtualServer::deliver(Message& message) {
  Connection& connection = *message.connection;
  if (connection.open) connection.usage->bytes_received += message.bytes_received;
  if (message.stage == Message::Stage::push) {
    Reply pushed = std::move(message.pushed);
    recycle(message);
    if (connection.open && connection.on_push) connection.on_push(std::move(pushed));
    return;
  }
  if (Waiter* const waiter = std::exchange(message.waiter, nullptr)) {
    waiter->outcome = Link::Outcome::answered;
    waiter->message = nullptr;
    scheduler_.wake(*waiter->fiber);
  }
  const OnReplies on_replies = std::exchange(message.on_replies, nullptr);
  std::vector<Reply> replies = std::exchange(message.kept_replies, {});
  recycle(message);
  if (connection.open && on_replies) on_replies(std::move(replies));
}

// Commands that were held up behind a blocked one cause deliveries of their own: those come after all earlier ones.
void VirtualServer::forward_deliveries() {
  if (forwarding_) return;
  forwarding_ = true;
  while (!deliveries_.empty() || !to_resume_.empty()) {
    std::vector<std::pair<model::ClientId, Reply>> deliveries;
    deliveries.swap(deliveries_);
    for (auto& [client, reply] : deliveries) forward(client, std::move(reply));
    std::vector<Connection*> connections;
    connections.swap(to_resume_);
    for (Connection* const connection : connections) resume(*connection);
  }
  forwarding_ = false;
  await_unblock();
}

void VirtualServer::forward(model::ClientId client, Reply&& reply) {
  Connection& connection = connections_[client - 1];
  const std::uint64_t bytes = wire_size_bytes(reply);
  busy_until_ = execution_time() + times_.of_bytes(bytes);
  if (connection.blocked != nullptr && !model_.is_blocked(client)) {
    Message& message = *std::exchange(connection.blocked, nullptr);
    message.bytes_received = bytes;
    if (message.waiter != nullptr) message.waiter->replies[0] = std::move(reply);
    send_back(message, busy_until_);
    to_resume_.push_back(&connection);
  } else {
    Message& push = new_message(connection);
    push.stage = Message::Stage::push;
    push.replies = 1;
    push.pushed = std::move(reply);
    push.bytes_received = bytes;
    send_back(push, busy_until_);
  }
}

void VirtualServer::resume(Connection& connection) {
  while (connection.blocked == nullptr && !connection.held.empty()) {
    Message& next = *connection.held.front();
    connection.held.pop_front();
    execute(next);
  }
}

void VirtualServer::await_unblock() {
  const std::optional<Duration> next = model_.next_unblock();
  if (!next) return disarm();
  scheduler_.arm(*this, std::max(scheduler_.now(), TimePoint(*next - unix_time_at_zero_)));
}

void VirtualServer::on_due() noexcept {
  model_.unblock_due(unix_time(execution_time()));
  forward_deliveries();
}

VirtualServer::Link::~Link() {
  connection_.open = false;
  server_.close_when_read(connection_);
}

VirtualServer::Link::Outcome VirtualServer::Link::exchange(std::span<const Args> commands, std::uint64_t bytes,
                                                           std::span<Reply> replies, TimePoint deadline) {
  runtime::Scheduler& scheduler = server_.scheduler_;
  Message& message = server_.new_message(connection_);
  Waiter waiter{.fiber = &scheduler.current(),
                .message = &message,
                .commands = commands,
                .replies = replies,
                .deadline = deadline};
  message.waiter = &waiter;
  server_.send(message, bytes, commands.size());
  // A fiber that is cancelled leaves its commands behind.
  const struct LeaveAtEnd {
    Waiter& waiter;
    ~LeaveAtEnd() {
      if (waiter.message != nullptr) waiter.message->leave_waiter();
    }
  } leave_at_end{waiter};
  while (waiter.message != nullptr) scheduler.suspend(kWaitingForReply);
  return waiter.outcome;
}

void VirtualServer::Link::post(std::span<const Args> commands, std::string_view prefix, std::uint64_t bytes,
                               OnReplies on_replies) {
  Message& message = server_.new_message(connection_);
  for (const Args command : commands) message.add_own_words(command, prefix);
  message.on_replies = std::move(on_replies);
  server_.send(message, bytes, commands.size());
}

}  // namespace stampede::redis

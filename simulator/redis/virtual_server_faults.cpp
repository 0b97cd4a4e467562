// What goes wrong on purpose at the modelled server.
#include <algorithm>

#include "simulator/redis/virtual_server.h"
#include "simulator/redis/virtual_server_parts.h"

namespace stampede::redis {

// What was queued when it began, and so had its reply's time already, gets that much later as well.
void VirtualServer::stall(Duration length) {
  const TimePoint now = scheduler_.now();
  stalled_until_ = now + length;
  busy_until_ = execution_time() + length;
  for (Message& message : messages_) {
    if (!message.is_on_its_way_back() || message.left_server_at <= now) continue;
    message.left_server_at += length;
    arm_next(message, message.due_at + length);
    message.connection->last_reply = std::max(message.connection->last_reply, message.due_at);
  }
}

// What had left the server still comes, and then the client hears that the connection is gone.
std::size_t VirtualServer::die() {
  const TimePoint now = scheduler_.now();
  is_alive_ = false;
  busy_until_ = now;
  model_.forget_all();
  std::vector<Connection*> broken;
  for (Connection& connection : connections_) {
    if (connection.closed) continue;
    connection.closed = true;
    model_.disconnect(connection.client);
    connection.blocked = nullptr;
    connection.held.clear();
    connection.last_reply = now;
    if (connection.open && connection.on_lost) broken.push_back(&connection);
  }
  for (Message& message : messages_) {
    using Stage = Message::Stage;
    const bool was_at_server = message.stage == Stage::held || message.stage == Stage::blocked;
    if (was_at_server || (message.is_on_its_way_back() && message.left_server_at > now)) {
      message.disarm();
      message.stage = Stage::swallowed;
      message.on_replies = nullptr;
      if (message.waiter == nullptr) recycle(message);
    } else if (message.is_on_its_way_back()) {
      message.connection->last_reply = std::max(message.connection->last_reply, message.due_at);
    }
  }
  for (Connection* const connection : broken) {
    Message& end = new_message(*connection);
    end.stage = Message::Stage::end;
    arm_next(end, std::max(connection->last_reply, now + draw_delay_()));
  }
  await_unblock();
  return broken.size();
}

void VirtualServer::end_at_client(Message& message) {
  Connection* const connection = message.connection;
  recycle(message);
  if (connection->open) break_at_client({&connection, 1}, "the server has closed the connection");
}

std::size_t VirtualServer::cut_off() {
  is_cut_off_ = true;
  std::vector<Connection*> broken;
  for (Connection& connection : connections_) {
    if (connection.open && connection.on_lost) broken.push_back(&connection);
  }
  break_at_client(broken, "the scenario says that Redis cannot be reached now");
  return broken.size();
}

void VirtualServer::break_at_client(std::span<Connection* const> connections, const std::string& why) {
  for (Connection* const connection : connections) {
    connection->open = false;
    connection->is_breaking = true;
  }
  for (Message& message : messages_) {
    if (message.waiter == nullptr || !message.connection->is_breaking) continue;
    Waiter& waiter = *message.waiter;
    message.leave_waiter();
    waiter.outcome = Link::Outcome::lost;
    scheduler_.wake(*waiter.fiber);
    if (message.stage == Message::Stage::swallowed) {
      recycle(message);
    } else if (message.stage == Message::Stage::held || message.stage == Message::Stage::blocked) {
      message.disarm();
    } else {
      arm_next(message, message.due_at);  // no longer at the waiter's deadline
    }
  }
  for (Connection* const connection : connections) {
    connection->is_breaking = false;
    close_when_read(*connection);
    if (connection->on_lost) connection->on_lost(why);
  }
}

Reply VirtualServer::Link::execute_at_once(Args args) {
  return server_.execute_at_once(connection_.client, args, connection_.prefix);
}

Reply VirtualServer::execute_at_once(model::ClientId client, Args args, std::string_view prefix) {
  const TimePoint time = execution_time();
  fill_words(args, prefix);
  log_.add(static_cast<std::uint64_t>(time.time_since_epoch().count()));
  log_.add(client);
  for (const std::string_view word : words_) log_.add(word);
  Reply reply = model_.execute(client, words_, unix_time(time)).value();
  if (!deliveries_.empty()) forward_deliveries();
  return reply;
}

}  // namespace stampede::redis

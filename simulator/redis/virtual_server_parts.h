// What the modelled server keeps of connections and messages; for its own sources.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "simulator/redis/virtual_server.h"

namespace stampede::redis {

// A fiber that waits for replies, on its own stack.
struct VirtualServer::Waiter {
  runtime::Fiber* fiber = nullptr;
  Message* message = nullptr;  // empty: nothing will come any more
  std::span<const Args> commands;
  std::span<Reply> replies;
  TimePoint deadline;
  Link::Outcome outcome = Link::Outcome::timed_out;
};

struct VirtualServer::Connection {
  model::ClientId client = 0;
  std::string_view prefix;
  measure::RedisUsage* usage = nullptr;
  runtime::ProcessCpu* cpu = nullptr;
  OnPush on_push;
  OnLost on_lost;
  bool open = true;     // at the client's side
  bool closed = false;  // at the server's
  bool is_breaking = false;
  std::uint64_t travelling = 0;
  TimePoint read_at = TimePoint::min();  // when the server reads it; what is there by then is read together
  TimePoint last_arrival;                // what is sent later does not arrive earlier, in either direction
  TimePoint last_reply;
  Message* blocked = nullptr;
  std::deque<Message*> held;  // arrived while a command before them blocks
};

// Commands on their way to the server, and their replies on the way back; or a push.
struct VirtualServer::Message final : runtime::Timer {
  // Swallowed: its reply never comes, as the server has died. End: the client hears that the connection is gone.
  enum class Stage { unused, travelling, held, blocked, returning, push, swallowed, end };

  explicit Message(VirtualServer& of_server) : server(&of_server) {}
  void on_due() noexcept override { server->proceed(*this); }

  // Whoever waited is gone, and with it the commands' words: keep them, as the server will execute them all the same.
  void leave_waiter() {
    if (has_commands()) {
      for (const Args command : waiter->commands) add_own_words(command, connection->prefix);
    }
    waiter->message = nullptr;
    waiter = nullptr;
  }

  void add_own_words(Args command, std::string_view prefix) {
    server->fill_words(command, prefix);
    own_words.emplace_back(server->words_.begin(), server->words_.end());
  }

  bool has_commands() const { return stage == Stage::travelling || stage == Stage::held; }
  bool is_on_its_way_back() const { return stage == Stage::returning || stage == Stage::push; }
  std::size_t command_count() const { return waiter != nullptr ? waiter->commands.size() : own_words.size(); }

  VirtualServer* server;
  Connection* connection = nullptr;
  Waiter* waiter = nullptr;
  Stage stage = Stage::unused;
  bool is_being_read = false;  // at the client, whose process gets round to it at due_at
  std::size_t replies = 0;     // or commands, on the way there
  TimePoint due_at;            // arrival at its end, whatever the waiter's deadline
  TimePoint left_server_at;    // on its way back
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::vector<std::vector<std::string>> own_words;
  OnReplies on_replies;  // where no fiber waits
  std::vector<Reply> kept_replies;
  Reply pushed;
};

}  // namespace stampede::redis

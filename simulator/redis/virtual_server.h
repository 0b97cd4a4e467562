// A modelled Redis in virtual time: messages are under way for a while, one thread works on commands in the order of
// their arrival, and replies return in order on each connection.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "simulator/measure/event_hash.h"
#include "simulator/measure/redis_usage.h"
#include "simulator/redis/model/server.h"
#include "simulator/redis/service_times.h"
#include "simulator/runtime/process_cpu.h"
#include "simulator/runtime/scheduler.h"

namespace stampede::redis {

class VirtualServer final : private runtime::Timer {
 public:
  // How long one message is under way; drawn anew for each.
  using DrawDelay = std::function<Duration()>;

  VirtualServer(runtime::Scheduler& scheduler, ServiceTimes times, DrawDelay one_way_delay,
                model::ServerSettings model);
  ~VirtualServer() override;
  VirtualServer(const VirtualServer&) = delete;
  VirtualServer& operator=(const VirtualServer&) = delete;

  model::Server& model() { return model_; }
  // Over all commands so far: when each was executed, for whom, and its words.
  const measure::EventHash& log() const { return log_; }
  // Is told of every command when it is executed: by a client of which process, with what reply (null: it blocks).
  using OnCommand = std::function<void(const runtime::ProcessCpu& cpu, std::span<const std::string_view> words,
                                       const Reply* reply, TimePoint at)>;
  void watch(OnCommand on_command) { on_command_ = std::move(on_command); }

  // A connection, as its client holds it. Without `on_lost` it is not part of what is simulated, and never cut off.
  // Closes when destroyed; what is under way to the server is executed all the same.
  class Link;
  // `on_push` receives what was not asked for; called on the scheduler's stack. `prefix` stands in front of every key
  // and channel. `usage` counts the bytes that reach the client, whether somebody still waits for them or not; `cpu` is
  // that of the client's process. They and `prefix` outlive the link.
  using OnPush = std::function<void(Reply&&)>;
  // The connection is broken, and the link is of no more use; it may be destroyed from within.
  using OnLost = std::function<void(const std::string& why)>;
  using OnReplies = std::function<void(std::vector<Reply>&&)>;
  std::unique_ptr<Link> open_link(std::string_view prefix, measure::RedisUsage& usage, runtime::ProcessCpu& cpu,
                                  OnPush on_push = {}, OnLost on_lost = {});

  Duration draw_one_way() { return draw_delay_(); }
  // One message each way.
  Duration draw_round_trip() { return draw_delay_() + draw_delay_() + added_delay_; }

  // ---- what goes wrong on purpose ----

  // Whether a connection can be made, and until when whoever tries has to wait for an answer.
  bool accepts() const { return is_alive_ && !is_cut_off_; }
  TimePoint stalled_until() const { return stalled_until_; }

  // Every reply and message takes so much longer from now on.
  void delay_replies(Duration delay) { added_delay_ = delay; }
  // Nothing is done for this time.
  void stall(Duration length);
  // Keys, scripts and connections are gone, and what was not answered yet never is. How many connections broke.
  std::size_t die();
  void start_anew() { is_alive_ = true; }
  // All connections break at once at the clients' end; what was sent is executed all the same. How many broke.
  std::size_t cut_off();
  void let_back() { is_cut_off_ = false; }

  bool is_alive() const { return is_alive_; }

 private:
  struct Waiter;
  struct Connection;
  struct Message;

  TimePoint execution_time() const;
  Duration unix_time(TimePoint time) const;

  Message& new_message(Connection& connection);
  void send(Message& message, std::uint64_t bytes, std::size_t commands);
  void recycle(Message& message);
  void arm_next(Message& message, TimePoint due);
  void proceed(Message& message);
  void arrive(Message& message);
  Duration time_to_read(Connection& connection, TimePoint start);
  void execute(Message& message);
  Duration execute_one(Message& message, std::size_t index, TimePoint start, bool& blocked);
  void fill_words(Args args, std::string_view prefix);
  void send_back(Message& message, TimePoint from);
  void reach_client(Message& message);
  void deliver(Message& message);
  void forward_deliveries();
  void forward(model::ClientId client, Reply&& reply);
  void resume(Connection& connection);
  void close_when_read(Connection& connection);
  void await_unblock();
  Reply execute_at_once(model::ClientId client, Args args, std::string_view prefix);
  void end_at_client(Message& message);
  void break_at_client(std::span<Connection* const> connections, const std::string& why);
  void on_due() noexcept override;

  runtime::Scheduler& scheduler_;
  ServiceTimes times_;
  DrawDelay draw_delay_;
  Duration unix_time_at_zero_;
  std::vector<std::pair<model::ClientId, Reply>> deliveries_;
  model::Server model_;
  TimePoint busy_until_;
  std::deque<Connection> connections_;  // by client id, from 1
  std::deque<Message> messages_;
  std::vector<Message*> free_;
  std::vector<std::string_view> words_;
  std::vector<std::string> own_texts_;  // of numbers and keys among the words
  std::vector<Connection*> to_resume_;
  bool forwarding_ = false;
  Duration added_delay_{};
  TimePoint stalled_until_;
  bool is_alive_ = true;
  bool is_cut_off_ = false;
  measure::EventHash log_;
  OnCommand on_command_;
};

class VirtualServer::Link {
 public:
  Link(VirtualServer& server, Connection& connection) : server_(server), connection_(connection) {}
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // Lost: the connection broke. Closed: by the destruction of the link.
  enum class Outcome { answered, timed_out, lost, closed };
  // Sends the commands, contiguous, and suspends the calling fiber until all replies are there or the deadline has
  // passed. `bytes` is what they take on the wire. A command that blocks must be alone.
  Outcome exchange(std::span<const Args> commands, std::uint64_t bytes, std::span<Reply> replies, TimePoint deadline);

  // Without a way to go and without taking time, for whoever is not part of what is simulated. Precondition: the server
  // is alive, and the command does not block.
  Reply execute_at_once(Args args);

  // Sends the commands, contiguous, and does not wait: the handler is called with all replies, or not at all. `prefix`
  // takes the place of the link's own.
  void post(std::span<const Args> commands, std::string_view prefix, std::uint64_t bytes, OnReplies on_replies);

 private:
  VirtualServer& server_;
  Connection& connection_;
};

}  // namespace stampede::redis

// One connection to a Redis server, shared by many fibers. Commands of all fibers that are ready leave in one
// write; replies are matched in order. Deadlines are per command and leave the connection alone. After a loss it
// reconnects with backoff, and commands fail at once until then.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/measure/redis_usage.h"
#include "simulator/redis/connection_faults.h"
#include "simulator/redis/delayed_input.h"
#include "simulator/redis/endpoint.h"
#include "simulator/redis/line.h"
#include "simulator/redis/resp.h"
#include "simulator/redis/socket.h"
#include "simulator/runtime/reactor.h"
#include "simulator/runtime/scheduler.h"
#include "simulator/runtime/waiting.h"

namespace stampede::redis {

struct ConnectionSettings {
  Endpoint endpoint;
  Duration deadline = std::chrono::seconds(1);  // per command
  Duration first_backoff = std::chrono::milliseconds(5);
  Duration longest_backoff = std::chrono::milliseconds(500);
  ConnectionFaults* faults = nullptr;  // outlive the connection; null: nothing goes wrong on purpose
};

class Connection final : public Line,
                         private ConnectionFaults::Breakable,
                         private runtime::Reactor::IoHandler,
                         private runtime::Reactor::Flushable,
                         private runtime::Timer {
 public:
  Connection(runtime::Scheduler& scheduler, runtime::Reactor& reactor, ConnectionSettings settings,
             measure::RedisUsage& usage);
  // Fibers that still wait for a reply get RedisError (lost).
  ~Connection() override;

  void connect() override;

  // Suspends until the reply is there. Throws RedisError (unavailable, lost, timed_out); an error reply is
  // returned as such. `deadline` replaces the connection's own, for commands that block at the server.
  Reply call(Args args, std::string_view prefix, std::optional<Duration> deadline = std::nullopt);

  // Commands that must be contiguous; one reply each.
  std::vector<Reply> call_all(std::span<const std::vector<Arg>> commands, std::string_view prefix);

  void post(std::span<const Args> commands, std::string_view prefix) override;
  void request(Args args, std::string_view prefix, OnReply on_reply) override;
  void listen(Listener listener) override { listener_ = std::move(listener); }
  bool is_ready() const override { return state_ == State::ready; }
  const Endpoint& endpoint() const { return settings_.endpoint; }
  // How often an established connection was lost, though nobody meant it.
  std::uint64_t losses() const { return losses_; }
  std::string trouble() const override;

 private:
  enum class State { idle, connecting, handshaking, ready, backing_off };

  // A fiber that waits, on its own stack.
  struct Waiter {
    runtime::Fiber* fiber = nullptr;
    std::span<Reply> replies;
    std::size_t received = 0;
    enum class State { waiting, answered, lost, timed_out, closed } state = State::waiting;
  };

  // A sent command (or several). Outlives a waiter that has given up.
  struct Pending {
    Waiter* waiter = nullptr;
    std::size_t replies_left = 0;
    TimePoint deadline;
    bool fiber_keeps_deadline = false;  // it is not the connection's usual one, hence not in the order of sending
    OnReply on_reply{};                 // where nobody waits
  };

  void await(std::span<Reply> replies, std::optional<Duration> own_deadline);
  void suspend_until_settled(Waiter& waiter, std::uint64_t sequence, std::optional<TimePoint> own_deadline);
  void forget(std::uint64_t sequence) noexcept;
  void require_ready();
  [[noreturn]] void fail(RedisError::Kind kind, const std::string& message);

  void start_connecting() noexcept;
  void finish_connecting() noexcept;
  void send_handshake();
  void on_handshake_reply(const Reply& reply) noexcept;
  void lose(const std::string& why) noexcept;
  bool break_off(const std::string& why) noexcept override;

  void want_flush();
  bool flush() noexcept override;
  void drop_sent_output() noexcept;
  void lose_after_last_words(const std::string& why) noexcept;
  void on_io(std::uint32_t events) noexcept override;
  bool receive() noexcept;
  void take_in(std::string_view bytes) noexcept;
  void parse_in_parts(std::string_view bytes) noexcept;
  void parse(std::string_view bytes) noexcept;
  void deliver(Reply&& reply) noexcept;
  // One more has come for the oldest commands. Whom to tell of it, if it was their last.
  OnReply count_off_reply() noexcept;
  void on_due() noexcept override;
  void expire_pending() noexcept;

  runtime::Scheduler& scheduler_;
  runtime::Reactor& reactor_;
  ConnectionSettings settings_;
  measure::RedisUsage& usage_;
  Listener listener_;

  State state_ = State::idle;
  std::optional<Socket> socket_;
  std::unique_ptr<ReplyParser> parser_;
  DelayedInput delayed_;
  runtime::WaitQueue attempt_;
  std::string last_failure_;
  Duration backoff_;
  std::size_t handshake_replies_left_ = 0;
  std::uint64_t losses_ = 0;
  std::string last_loss_;

  std::string output_;
  std::size_t output_sent_ = 0;
  bool flush_wanted_ = false;
  bool writable_wanted_ = false;

  std::deque<Pending> pending_;
  std::uint64_t first_sequence_ = 0;  // of pending_.front()
  std::size_t expired_ = 0;           // at the front of pending_: the timer has nothing to do with these any more
};

}  // namespace stampede::redis

// A connection to the modelled server, as its client has it: lost and repaired as one to a real server is.
#pragma once

#include <memory>
#include <string>

#include "simulator/redis/line.h"
#include "simulator/redis/virtual_server.h"
#include "simulator/runtime/waiting.h"

namespace stampede::redis {

class VirtualLine final : public Line, private runtime::Timer {
 public:
  // `deadline` per command; `cpu` is that of the client's process. They and `prefix` outlive the line.
  VirtualLine(runtime::Scheduler& scheduler, VirtualServer& server, Duration deadline, std::string_view prefix,
              measure::RedisUsage& usage, runtime::ProcessCpu& cpu);

  void connect() override;
  void post(std::span<const Args> commands, std::string_view prefix) override;
  void request(Args args, std::string_view prefix, OnReply on_reply) override;
  void listen(Listener listener) override { listener_ = std::move(listener); }
  bool is_ready() const override { return state_ == State::ready; }
  std::string trouble() const override { return {}; }  // what is lost here is lost on purpose

  // Commands that must be contiguous, one reply each, under the line's prefix. Suspends. Throws RedisError
  // (unavailable, lost, timed_out).
  void exchange(std::span<const Args> commands, std::span<Reply> replies, Duration deadline);

 private:
  enum class State { idle, connecting, reading_answer, ready, backing_off };

  void send(std::span<const Args> commands, std::string_view prefix, VirtualServer::OnReplies on_replies);
  void start_connecting();
  void hear_answer();
  void become_ready();
  void lose(const std::string& why);
  void on_due() noexcept override;

  runtime::Scheduler& scheduler_;
  VirtualServer& server_;
  Duration deadline_;
  std::string_view prefix_;
  measure::RedisUsage& usage_;
  runtime::ProcessCpu& cpu_;
  Listener listener_;
  std::unique_ptr<VirtualServer::Link> link_;
  State state_ = State::idle;
  runtime::WaitQueue attempt_;
  TimePoint answer_at_;
  TimePoint give_up_at_;
  Duration backoff_;
  std::string last_failure_;
};

}  // namespace stampede::redis

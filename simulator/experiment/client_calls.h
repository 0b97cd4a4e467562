// Clients that try again: what each asks for, attempt after attempt, until it is answered or has had enough. They need
// no fibers; every attempt is a request like any other.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "simulator/experiment/request.h"
#include "simulator/experiment/run_context.h"

namespace stampede::experiment {

class ClientCalls {
 public:
  // Sends one request.
  using Send = std::function<void(const measure::RequestFacts& facts, Client* client)>;

  // Precondition: the scenario's clients try again.
  ClientCalls(RunContext& context, Send send);
  ClientCalls(const ClientCalls&) = delete;
  ClientCalls& operator=(const ClientCalls&) = delete;

  // `client`, which may be empty, is told the outcome of the last attempt.
  void begin(const measure::RequestFacts& first, Client* client);

  bool none_open() const { return open_ == 0; }
  // No more attempts: who waits to make one has failed.
  void stop();

 private:
  class Call final : public Client, private runtime::Timer {
   public:
    explicit Call(ClientCalls& all) : all_(all) {}
    void on_outcome(const Ending& ending, TimePoint now) noexcept override;

   private:
    friend class ClientCalls;
    void on_due() noexcept override;
    void end(const Ending& ending, TimePoint now) noexcept;

    ClientCalls& all_;
    Client* client_ = nullptr;
    std::uint64_t number_ = 0;
    TimePoint first_intended_;
    measure::RequestFacts attempt_;  // the latest one, or the next one while that is not yet due
  };

  bool wants_retry(const Ending& ending, std::uint32_t attempt) const;
  Duration backoff_after(std::uint32_t attempt, std::uint64_t call) const;

  RunContext& context_;
  const scenario::Retries& retries_;
  Send send_;
  std::deque<Call> calls_;
  std::vector<Call*> free_;
  std::uint64_t begun_ = 0;
  std::uint64_t open_ = 0;
  bool stopped_ = false;
};

}  // namespace stampede::experiment

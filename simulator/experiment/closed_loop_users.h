// Users of a closed loop: each waits for its answer, thinks, and asks again. They need no fibers, so that a million
// of them cost little, and none of their time counts as the system's.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>

#include "simulator/experiment/request.h"
#include "simulator/measure/random_stream.h"
#include "simulator/scenario/scenario.h"

namespace stampede::experiment {

class ClosedLoopUsers {
 public:
  // Which key is asked for at a time since the start of the load.
  using Pick = std::function<std::uint64_t(Duration at)>;
  // Sends a request for the key on behalf of the user.
  using Send = std::function<void(std::uint64_t key, TimePoint intended, TimePoint now, Client& user)>;

  // Users of equal number think equally long in all runs of a seed, whatever they are answered. `index`: which of the
  // scenario's loads this is.
  ClosedLoopUsers(runtime::Scheduler& scheduler, const scenario::ClosedLoop& loop, std::uint64_t seed,
                  std::uint64_t index, Pick pick, Send send);
  ClosedLoopUsers(const ClosedLoopUsers&) = delete;
  ClosedLoopUsers& operator=(const ClosedLoopUsers&) = delete;

  void start(TimePoint load_start);
  void stop() { stopped_ = true; }
  bool are_done() const { return active_ == 0; }

 private:
  class User final : public Client, private runtime::Timer {
   public:
    User(ClosedLoopUsers& all, std::uint64_t number) : all_(all), number_(number) {}
    void ask_at(TimePoint intended);
    void on_outcome(const Ending& ending, TimePoint now) noexcept override;

   private:
    void on_due() noexcept override;
    friend class ClosedLoopUsers;
    ClosedLoopUsers& all_;
    std::uint64_t number_;
    std::uint64_t thoughts_ = 0;
    TimePoint last_intended_;
  };

  void send(User& user, TimePoint intended, TimePoint now);
  Duration think(std::uint64_t user, std::uint64_t turn) const;

  runtime::Scheduler& scheduler_;
  const scenario::ClosedLoop& loop_;
  const std::uint64_t seed_;
  const std::uint64_t index_;
  Pick pick_;
  Send send_;
  TimePoint load_start_;
  TimePoint end_;
  std::deque<User> users_;
  std::uint64_t active_ = 0;
  bool sending_ = false;
  bool stopped_ = false;
};

}  // namespace stampede::experiment

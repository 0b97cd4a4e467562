// Who on this node waits until something happens on another one, by name; a published message wakes them. Messages can
// be lost, so nobody should wait for one alone.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "strategies/environment.h"

namespace stampede {

class WakeUps {
 private:
  struct Room {
    std::unique_ptr<WaitList> list;
    std::uint64_t messages = 0;
    std::size_t seats = 0;
  };
  // Shared with the subscription, which can outlive the strategy.
  using Rooms = std::map<std::string, Room, std::less<>>;

 public:
  // Somebody who may have to wait. To miss nothing, take it before the look that shows whether to wait.
  class Seat {
   public:
    Seat(const WakeUps& wake_ups, const std::string& name);
    ~Seat();
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

    std::uint64_t messages() const { return room_->second.messages; }

    // Returns at once if there was a message since there had been so many. False: the time was up.
    bool wait(std::uint64_t messages_seen, Duration timeout);

   private:
    std::shared_ptr<Rooms> rooms_;
    Rooms::iterator room_;
  };

  WakeUps(Environment& environment, RedisKey channel)
      : redis_(environment.redis), waiting_(environment.waiting), channel_(std::move(channel)) {}

  // Once, before the first seat is taken.
  void subscribe();

  // Wakes all, on every node.
  void publish(const std::string& name);

 private:
  Redis& redis_;
  Waiting& waiting_;
  const RedisKey channel_;
  const std::shared_ptr<Rooms> rooms_ = std::make_shared<Rooms>();
};

}  // namespace stampede

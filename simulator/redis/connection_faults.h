// What goes wrong on purpose at our end of a run's connections to a real server: whatever the server is, nobody else
// notices it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "simulator/redis/message_loss.h"
#include "strategies/time.h"

namespace stampede::redis {

class ConnectionFaults {
 public:
  // A connection that can be broken.
  class Breakable {
   public:
    virtual ~Breakable() = default;
    // True: it was usable until now.
    virtual bool break_off(const std::string& why) noexcept = 0;
  };

  static constexpr const char* kCutOff = "the scenario says that Redis cannot be reached now";

  explicit ConnectionFaults(measure::RandomStream random) : message_loss(random) {}

  void add(Breakable& connection) { connections_.push_back(&connection); }
  void remove(const Breakable& connection) { std::erase(connections_, &connection); }

  // How many were usable.
  std::size_t break_all(const std::string& why) {
    std::size_t broken = 0;
    for (Breakable* const connection : connections_) broken += connection->break_off(why) ? 1 : 0;
    return broken;
  }

  Duration delay{};               // of what is received
  bool refuses = false;           // to connect
  bool losses_are_meant = false;  // no sign of trouble
  MessageLoss message_loss;

 private:
  std::vector<Breakable*> connections_;
};

}  // namespace stampede::redis

// What can be done on purpose to a Redis server, and to a run's connections to it. One implementation for each world.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "simulator/redis/message_loss.h"
#include "strategies/redis.h"

namespace stampede::redis {

// It could not be done; the message says why.
class ServerFaultError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What all keys may take.
struct MemoryLimit {
  std::optional<double> share;  // of what they take now; empty: `bytes`
  std::uint64_t bytes = 0;
  bool evicts = true;  // beyond that; false: writes are refused
};

// All may suspend, and throw ServerFaultError and RedisError. What is returned was seen, as counts with their names.
class ServerFaults {
 public:
  using Seen = std::map<std::string, std::int64_t>;

  virtual ~ServerFaults() = default;

  // Under the run's prefix. Its commands count as nobody's, and no fault of the connections concerns it.
  virtual Redis& control() = 0;

  // Each reply and message comes so much later. Zero: no more.
  virtual void slow_down(Duration delay) = 0;

  // The server does nothing, for this time, until resume().
  virtual Seen stall(Duration length) = 0;
  virtual Seen resume() = 0;

  // The server dies, and all connections with it. It starts anew, empty.
  virtual Seen kill() = 0;
  virtual Seen start_anew() = 0;

  // All connections break, and none can be made, until let_back().
  virtual Seen cut_off() = 0;
  virtual void let_back() = 0;

  virtual Seen limit_memory(const MemoryLimit& limit) = 0;
  virtual Seen lift_memory_limit() = 0;

  // Of client-side caching: the readers of more keys than that are not remembered.
  virtual Seen limit_tracking(std::uint64_t tracked_keys) = 0;
  virtual Seen lift_tracking_limit() = 0;

  virtual MessageLoss& message_loss() = 0;
};

}  // namespace stampede::redis

// What a run has asked of Redis so far. The client (or the model) counts; the harness samples.
#pragma once

#include <cstdint>

namespace stampede::measure {

// Cumulative. A pipeline of n commands counts n; MULTI and EXEC count one each.
struct RedisUsage {
  std::uint64_t commands = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t errors = 0;  // commands that got no reply or an error reply
  bool operator==(const RedisUsage&) const = default;

  RedisUsage& operator+=(const RedisUsage& other) {
    commands += other.commands;
    bytes_sent += other.bytes_sent;
    bytes_received += other.bytes_received;
    errors += other.errors;
    return *this;
  }
};

}  // namespace stampede::measure

// What commands cost the one thread of a modelled Redis.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "strategies/time.h"

namespace stampede::redis {

struct ServiceTimes {
  Duration command = std::chrono::microseconds(1);
  std::map<std::string, Duration, std::less<>> of_commands;  // upper-case names, for those that differ
  Duration socket{};  // to read a connection and to write to it, whatever number of commands waits there
  std::optional<std::uint64_t> bandwidth_bytes_per_s;  // empty: bytes cost nothing

  Duration of_command(std::string_view name) const {
    if (of_commands.empty()) return command;
    const auto found = of_commands.find(name);
    return found == of_commands.end() ? command : found->second;
  }

  Duration of_bytes(std::uint64_t bytes) const {
    if (!bandwidth_bytes_per_s) return Duration::zero();
    // In floating point only where whole nanoseconds would not fit (replies beyond 18 GB).
    constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;
    const std::uint64_t bytes_per_s = *bandwidth_bytes_per_s;
    return Duration(bytes / bytes_per_s * kNanosecondsPerSecond +
                    bytes % bytes_per_s * kNanosecondsPerSecond / bytes_per_s);
  }
};

}  // namespace stampede::redis

// The commands that strategies use, each as a crowd would send it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "strategies/redis.h"

namespace stampede::calibration {

struct MeasuredCommand {
  std::string name;
  std::function<void(std::size_t)> prepare;  // by each member of the crowd before it counts; empty: nothing
  std::function<void(std::size_t)> send;     // one command, or one transaction
};

// For members 0 to `crowd` - 1. `value` is what is stored; both must outlive the commands.
std::vector<MeasuredCommand> measured_commands(Redis& redis, const std::string& value, std::size_t crowd);

// Stores what the commands read. Suspends.
void prepare_data(Redis& redis, const std::string& value);

// Keys to read: of the value, and of one byte.
const RedisKey& stored_key();
const RedisKey& small_key();

}  // namespace stampede::calibration

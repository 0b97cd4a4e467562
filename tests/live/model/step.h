// What the model and a real server are given alike: commands on several connections, and pauses.
#pragma once

#include <string>
#include <vector>

namespace stampede::redis::model {

constexpr std::size_t kConnections = 4;

struct Step {
  std::size_t connection = 0;
  // "$ID2" stands for the id of connection 2.
  std::vector<std::string> words;
  // Time passes after it was executed: it sets an expiry or a time-out of a few milliseconds.
  bool pauses = false;
};

using Sequence = std::vector<Step>;

// One line for each step, as a person can type it into a redis-cli of that connection.
std::string as_script(const Sequence& sequence);

}  // namespace stampede::redis::model

// Runs sequences on the model and on a real server, in lock-step, and finds the first difference.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "real_server.h"
#include "simulator/redis/model/server.h"
#include "step.h"

namespace stampede::redis::model {

struct Divergence {
  std::size_t step;        // of the sequence; one of a few that were executed together
  std::size_t connection;  // that got the different replies
  std::string model;
  std::string real;
};

// May change what the model replied to a command: for tests of the tests.
using Tamper = std::function<void(Words words, Reply& reply)>;

class Differential {
 public:
  explicit Differential(Tamper tamper = {}) : tamper_(std::move(tamper)) {}

  std::optional<Divergence> run(const Sequence& sequence);
  std::uint64_t commands() const { return commands_; }

 private:
  RealServer real_;
  Tamper tamper_;
  std::uint64_t commands_ = 0;
};

}  // namespace stampede::redis::model

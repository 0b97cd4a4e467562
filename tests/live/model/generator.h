// Random sequences of commands: all types on few keys, so that they meet; now and then something wrong.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "step.h"

namespace stampede::redis::model {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : state_(seed) {}

  // `with_pauses`: some keys expire and some blocked clients give up. Slow, as time must pass.
  Sequence sequence(std::size_t steps, bool with_pauses);

 private:
  std::uint64_t below(std::uint64_t limit);
  bool chance(unsigned percent) { return below(100) < percent; }
  std::string_view any(const std::vector<std::string_view>& words) { return words[below(words.size())]; }

  Step step(std::size_t connection, bool with_pauses);
  std::vector<std::string> from_template(std::string_view text);
  std::string placeholder(char kind);
  std::vector<std::string> script_call();
  void spoil(std::vector<std::string>& words);
  std::string remaining_seconds();

  std::uint64_t state_;
  unsigned expiries_ = 0;  // so far in this sequence
  bool in_transaction_[kConnections] = {};
};

}  // namespace stampede::redis::model

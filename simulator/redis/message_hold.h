// Messages to subscribers, and invalidations to those who have tracked, that wait until their process goes on.
#pragma once

#include <functional>
#include <utility>
#include <vector>

namespace stampede::redis {

class MessageHold {
 public:
  void begin() { is_on_ = true; }
  // Hands over what has come meanwhile, in that order.
  void end() {
    is_on_ = false;
    for (const auto& hand_over : std::exchange(held_, {})) hand_over();
  }

  bool is_on() const { return is_on_; }
  void keep(std::function<void()> hand_over) { held_.push_back(std::move(hand_over)); }

 private:
  bool is_on_ = false;
  std::vector<std::function<void()>> held_;
};

}  // namespace stampede::redis

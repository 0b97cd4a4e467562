// Bytes that are handed on later than they came, in their order.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "simulator/runtime/scheduler.h"

namespace stampede::redis {

class DelayedInput final : private runtime::Timer {
 public:
  // `hand_on` is called on the scheduler's stack, and may clear this.
  DelayedInput(runtime::Scheduler& scheduler, std::function<void(std::string_view)> hand_on)
      : scheduler_(scheduler), hand_on_(std::move(hand_on)) {}

  bool is_empty() const { return waiting_.empty(); }
  void add(std::string_view bytes, Duration delay);
  void clear();

 private:
  struct Piece {
    TimePoint due;
    std::string bytes;
  };
  void on_due() noexcept override;

  runtime::Scheduler& scheduler_;
  std::function<void(std::string_view)> hand_on_;
  std::deque<Piece> waiting_;
};

}  // namespace stampede::redis

// See the header.
#include "simulator/redis/delayed_input.h"

#include <algorithm>
#include <utility>

namespace stampede::redis {

void DelayedInput::add(std::string_view bytes, Duration delay) {
  TimePoint due = scheduler_.now() + delay;
  if (!waiting_.empty()) due = std::max(due, waiting_.back().due);
  waiting_.push_back({due, std::string(bytes)});
  if (!is_armed()) scheduler_.arm(*this, due);
}

void DelayedInput::clear() {
  waiting_.clear();
  disarm();
}

void DelayedInput::on_due() noexcept {
  while (!waiting_.empty() && waiting_.front().due <= scheduler_.now()) {
    const Piece piece = std::move(waiting_.front());
    waiting_.pop_front();
    hand_on_(piece.bytes);
  }
  if (!waiting_.empty()) scheduler_.arm(*this, waiting_.front().due);
}

}  // namespace stampede::redis

// What goes wrong on purpose at a connection.
#include "simulator/redis/connection_faults.h"

#include "simulator/redis/connection.h"

namespace stampede::redis {

bool Connection::break_off(const std::string& why) noexcept {
  const bool was_ready = state_ == State::ready;
  if (socket_) lose(why);
  return was_ready;
}

void Connection::take_in(std::string_view bytes) noexcept {
  const Duration delay = settings_.faults == nullptr ? Duration::zero() : settings_.faults->delay;
  if (delay == Duration::zero() && delayed_.is_empty()) return parse_in_parts(bytes);
  delayed_.add(bytes, delay);
}

}  // namespace stampede::redis

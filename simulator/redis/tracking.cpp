// See the header.
#include "simulator/redis/tracking.h"

#include <string>

namespace stampede::redis {

std::vector<Arg> tracking_command(std::int64_t listener, TrackedWrites writes) {
  std::vector<Arg> command{"CLIENT", "TRACKING", "ON", "REDIRECT", listener};
  if (writes == TrackedWrites::of_others) command.emplace_back("NOLOOP");
  return command;
}

void tell_invalidation(const Reply& push, std::string_view prefix, const Redis::InvalidationHandler& handler) {
  // Not as_string(): a handler must not throw, and a broken server may send anything.
  if (push.type != Reply::Type::array || push.elements.size() != 3) return;
  if (push.elements[0].text != "message" || push.elements[1].text != kInvalidationChannel) return;
  const Reply& told = push.elements[2];
  if (told.is_nil()) return handler(std::nullopt);
  for (const Reply& name : told.elements) {
    if (name.text.starts_with(prefix)) handler(RedisKey{name.text.substr(prefix.size())});
  }
}

}  // namespace stampede::redis

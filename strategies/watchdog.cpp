// The renewing fiber.
#include "strategies/watchdog.h"

namespace stampede {
namespace {

// A renewal that Redis did not answer may have been done or not: the next one will show.
bool is_still_ours(Lock& lock, Duration ttl) {
  try {
    return lock.renew(ttl);
  } catch (const RedisError&) {
    return true;
  }
}

}  // namespace

Watchdog::Watchdog(Environment& environment, const Lock& lock, Duration ttl) : work_(std::make_shared<Work>()) {
  work_->end = environment.waiting.make_list();
  environment.fibers.spawn([work = work_, lock = Lock(lock), ttl]() mutable { renew_until_end(*work, lock, ttl); });
}

Watchdog::~Watchdog() {
  work_->has_ended = true;
  work_->end->wake_all();
}

void Watchdog::renew_until_end(Work& work, Lock& lock, Duration ttl) {
  while (!work.has_ended) {
    if (work.end->wait(ttl / 3) || work.has_ended) return;
    if (!is_still_ours(lock, ttl)) return;
  }
}

}  // namespace stampede

// Fencing: every acquisition of a lock gets a higher number, and a store with a lower one than the last is refused. So
// a holder who was paused for longer than its lock lived cannot overwrite what a later holder has stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "strategies/lock.h"

namespace stampede {

extern const Script kAcquireWithFence;     // lock, fence; token, ttl, how long fences are kept -> 0: taken; the number
extern const Script kDrawFence;            // fence; how long fences are kept -> the number
extern const Script kStoreIfNotFencedOff;  // value, fence; number, value, ttl -> 1: stored
extern const Script kInvalidateAndFenceOff;  // value, fence

// In Redis a fence is a hash with the highest number `issued` and the lowest that may still store.
class Fencing {
 public:
  struct Held {
    Lock lock;
    std::int64_t number = 0;
  };

  explicit Fencing(Environment& environment) : redis_(environment.redis), random_(environment.random) {}

  // Empty: somebody else has the lock.
  std::optional<Held> try_acquire(const RedisKey& lock, const Key& key, Duration ttl);

  // Without a lock.
  std::int64_t draw(const Key& key);

  // False: a later number has stored, or the key was invalidated since this one was issued.
  bool store(const Key& key, std::int64_t number, std::string_view bytes, Duration ttl);

  void invalidate(const Key& key);

 private:
  Redis& redis_;
  Random& random_;
};

}  // namespace stampede

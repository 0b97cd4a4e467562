// What Redis keeps of a key under leases: its value, the lease that somebody has on it, and a stale copy of the value.
#pragma once

#include <optional>
#include <string>

#include "strategies/environment.h"

namespace stampede {

// All work on value, lease and stale copy, in this order.
extern const Script kLookOrLease;          // token, interval -> 0 and the value; 1: leased; 2 and the stale copy
extern const Script kStoreIfLeased;        // token, value, ttl, whether the interval is kept -> 1: stored
extern const Script kInvalidateWithLease;  // how long to keep a stale copy, whether the interval is kept

// The entry's side of the protocol; each member that says nothing else is one script, that is, one atomic step and one
// round trip.
class LeaseEntry {
 public:
  struct Settings {
    Duration interval{};
    // Whether the next lease has to wait for the interval's end even if this one has been used or invalidated.
    bool keeps_interval = false;
    Duration stale_for{};  // zero: an invalidation leaves no stale copy
  };
  enum class Outcome { value, leased, held_off };
  struct Look {
    Outcome outcome = Outcome::held_off;
    std::optional<Value> value;  // held_off: the stale copy, if there is one
  };

  LeaseEntry(Redis& redis, const Settings& settings) : redis_(redis), settings_(settings) {}

  // Where there is no value and nobody has the lease, the token gets it.
  Look look(const Key& key, const std::string& token);

  // False: the token has no lease any more, because of an invalidation or because it expired; nothing is stored.
  bool store(const Key& key, const std::string& token, const Value& value, Duration ttl);

  // For a lease that will not be used: the next reader gets one at once.
  void give_back(const Key& key, const std::string& token);

  // Whoever computes from what was there before will not be able to store it.
  void invalidate(const Key& key);

  // The same, and no stale copy is left: two steps.
  void remove(const Key& key);

  // GET of the value.
  std::optional<Value> peek(const Key& key);

 private:
  Redis& redis_;
  const Settings settings_;
};

}  // namespace stampede

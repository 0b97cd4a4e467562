// How the strategies that keep stored items renew them: on a fiber or by the caller, one computation at a time on a
// node or on all nodes, with a pause after a failure.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "strategies/failure_pauses.h"
#include "strategies/flights.h"
#include "strategies/stored_items.h"

namespace stampede {

class Recomputations {
 public:
  struct Settings {
    std::function<Lifespan()> next_lifespan;
    Duration pause_after_failure{};
    std::optional<Duration> lock_ttl;  // empty: one on each node; else one on all nodes, behind a lock in Redis
    bool store_unwaited = true;        // whether a fiber stores what nobody waits for any more
  };

  Recomputations(Environment& environment, Settings settings);

  StoredItems& items() { return items_; }

  // Whether the last try failed just now, so that whoever has something to answer had better not try again.
  bool is_paused(const Key& key) { return pauses_.is_paused(key, environment_.clock.now()); }

  // On a fiber, if none is under way on this node; does not suspend. What cannot be stored still is the outcome. There
  // is none if the lock was taken.
  std::shared_ptr<Flight> start(const Key& key);

  // By the caller, who waits for the one that is under way on this node, if any. What cannot be stored is an error, for
  // all who wait, as it is where each computes alone.
  Answer share(const Key& key);
  // By the caller and for the caller, whatever is under way.
  Answer compute_alone(const Key& key) { return compute_by_caller(key, nullptr); }

  // DEL. What is under way on this node is not stored, and nobody joins it any more; compute_alone() takes no notice.
  void invalidate(const Key& key);

  // SET PX of what the application has written itself; for the rest as an invalidation.
  void set(const Key& key, const Value& value);

 private:
  void fly(const Key& key, const std::shared_ptr<Flight>& flight);
  Answer compute_in_background(const Key& key, const Flight& flight);
  std::optional<Answer> compute_under_lock(const Key& key, const Flight& flight);
  Answer compute_by_caller(const Key& key, const Flight* flight);
  TimedComputation compute(const Key& key);
  // The error, if it could not be stored.
  std::optional<Answer> try_store(const Key& key, const TimedComputation& computed);

  Environment& environment_;
  const std::optional<Duration> lock_ttl_;
  const bool store_unwaited_;
  StoredItems items_;
  FailurePauses pauses_;
  Flights flights_;
};

}  // namespace stampede

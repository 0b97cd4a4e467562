// All that a strategy may use. One environment per node (and one for each background worker process);
// everything in it outlives the strategy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strategies/answer.h"
#include "strategies/call.h"
#include "strategies/fibers.h"
#include "strategies/parameters.h"
#include "strategies/redis.h"
#include "strategies/rows.h"
#include "strategies/time.h"
#include "strategies/waiting.h"

namespace stampede {

// The expensive thing behind the cache; for a layer that is not the lowest, the layer below it.
class Origin {
 public:
  virtual ~Origin() = default;

  // Suspends the calling fiber for as long as the computation takes. Never throws for a failed computation.
  virtual Computation compute(const Key& key) = 0;
};

// A task queue with workers of its own, such as Celery with Redis as its broker.
class BackgroundQueue {
 public:
  virtual ~BackgroundQueue() = default;

  // One LPUSH. Later some background worker calls Strategy::run_task(key) on its own strategy instance.
  // Throws RedisError if the broker cannot be reached.
  virtual void enqueue(const Key& key) = 0;
};

// What only the strategy itself can count.
enum class Event { local_hit, local_eviction, hit_callback, miss_callback };

class EventCounter {
 public:
  virtual ~EventCounter() = default;
  virtual void count(Event event) = 0;
};

// How the application labels its keys.
class Labels {
 public:
  virtual ~Labels() = default;
  virtual std::string tag(const Key& key) const = 0;
  // The names under which the application invalidates this key together with others.
  virtual std::vector<std::string> invalidation_keys(const Key& key) const = 0;
  // What the key stands for, so that a strategy can make a key of its own of it, as call_keys.h does. nullptr: the
  // application itself has given the key its name.
  virtual const Call* call(const Key& /*key*/) const { return nullptr; }
};

// A stream of its own for every node, derived from the run's seed.
class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t bits() = 0;                                            // uniform over all 64-bit values
  double uniform() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }  // [0, 1)
};

// The promise that the scenario gives to its clients; each strategy maps it to its own parameters.
struct Freshness {
  Duration fresh_for{};
  Duration keep_for{};
};

// Where the calling fiber runs.
class Placement {
 public:
  virtual ~Placement() = default;
  virtual std::size_t node() const = 0;
  // The worker slot that the calling fiber occupies on this node; 0 for a fiber that is no worker.
  virtual std::size_t current_worker() const = 0;
};

struct Environment {
  Redis& redis;
  Origin& origin;  // what this strategy stands on: the origin itself, or the layer below
  Origin& source;  // the origin with the guards right above it, for a layer that goes round those between
  Rows& rows;
  Clock& clock;
  Waiting& waiting;
  Fibers& fibers;
  BackgroundQueue& background;
  EventCounter& events;
  const Labels& labels;
  Random& random;
  const Placement& placement;
  Freshness freshness;
  Parameters parameters;
};

}  // namespace stampede

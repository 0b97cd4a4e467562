// The items of a strategy in Redis, each under the name of its key: read, computed, written, deleted.
#pragma once

#include <functional>
#include <optional>

#include "strategies/environment.h"
#include "strategies/stored_item.h"

namespace stampede {

struct Lifespan {
  Duration fresh_for{};
  Duration keep_for{};  // then Redis forgets it
};

struct TimedComputation {
  Computation computation;
  Duration took{};
};

class StoredItems {
 public:
  // Asked for a lifespan at each write.
  StoredItems(Environment& environment, std::function<Lifespan()> next_lifespan);

  // GET
  std::optional<StoredItem> read(const Key& key);
  // The same for whoever does not care how old it is; an empty answer if there is none.
  Answer peek(const Key& key);
  TimedComputation compute(const Key& key);
  // SET PX. Precondition: the computation is ok().
  void store(const Key& key, const TimedComputation& computed);
  // DEL
  void erase(const Key& key);

  // Below zero: it is fresh for as long.
  Duration stale_for(const StoredItem& item) { return clock_.unix_time() - item.fresh_until; }
  bool is_fresh(const StoredItem& item) { return stale_for(item) < Duration::zero(); }

 private:
  Redis& redis_;
  Origin& origin_;
  Clock& clock_;
  std::function<Lifespan()> next_lifespan_;
};

}  // namespace stampede

#include "strategies/stored_items.h"

#include <utility>

namespace stampede {

StoredItems::StoredItems(Environment& environment, std::function<Lifespan()> next_lifespan)
    : redis_(environment.redis),
      origin_(environment.origin),
      clock_(environment.clock),
      next_lifespan_(std::move(next_lifespan)) {}

std::optional<StoredItem> StoredItems::read(const Key& key) {
  const auto text = redis_.get(RedisKey{key.name});
  if (!text) return std::nullopt;
  return decode_stored_item(*text);
}

Answer StoredItems::peek(const Key& key) {
  std::optional<StoredItem> item = read(key);
  return item ? Answer::of(std::move(item->value)) : Answer::empty();
}

TimedComputation StoredItems::compute(const Key& key) {
  const TimePoint began = clock_.now();
  Computation computation = origin_.compute(key);
  return {std::move(computation), clock_.now() - began};
}

void StoredItems::store(const Key& key, const TimedComputation& computed) {
  const Lifespan lifespan = next_lifespan_();
  const StoredItem item{.fresh_until = clock_.unix_time() + lifespan.fresh_for,
                        .computed_in = computed.took,
                        .value = computed.computation.value()};
  redis_.set_px(RedisKey{key.name}, encode(item), lifespan.keep_for);
}

void StoredItems::erase(const Key& key) { redis_.del(RedisKey{key.name}); }

}  // namespace stampede

// The list of strategies. A new one needs one line in built_in().
#include "strategies/registry.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "strategies/built_in.h"

namespace stampede {

Registry Registry::built_in() {
  Registry registry;
  registry.add(no_cache_info());
  registry.add(plain_ttl_info());
  registry.add(mutex_stale_info());
  registry.add(async_refresh_info());
  registry.add(retry_wait_info());
  registry.add(tag_invalidation_info());
  registry.add(local_lru_info());
  registry.add(early_expiration_info());
  registry.add(lease_info());
  registry.add(lock_and_wait_info());
  return registry;
}

void Registry::add(StrategyInfo info) {
  if (find(info.name) != nullptr) throw std::invalid_argument("there are two strategies named " + info.name);
  strategies_.push_back(std::move(info));
}

const StrategyInfo* Registry::find(std::string_view name) const& {
  const auto found = std::find_if(strategies_.begin(), strategies_.end(),
                                  [name](const StrategyInfo& info) { return info.name == name; });
  return found == strategies_.end() ? nullptr : &*found;
}

}  // namespace stampede

#include "strategies/registry.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "strategies/built_in.h"

namespace stampede {

Registry Registry::built_in() {
  Registry registry;
#define STAMPEDE_ADD_STRATEGY(name) registry.add(name##_info());
  STAMPEDE_BUILT_IN_STRATEGIES(STAMPEDE_ADD_STRATEGY)
#undef STAMPEDE_ADD_STRATEGY
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

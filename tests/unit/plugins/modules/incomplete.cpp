// Well described, but with instances that cannot be made.
#include "described.h"

namespace {

using namespace stampede;

StrategyInfo creates_nothing() {
  StrategyInfo info = described("creates_nothing");
  info.create = [](Environment& /*environment*/) { return nullptr; };
  return info;
}

StrategyInfo asks_for_more() {
  StrategyInfo info = described("asks_for_more");
  info.create = [](Environment& environment) {
    static_cast<void>(environment.parameters.duration("ttl"));
    return std::make_unique<Empty>();
  };
  return info;
}

}  // namespace

STAMPEDE_PLUGIN(creates_nothing, asks_for_more);

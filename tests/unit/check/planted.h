// Strategies with an error in them: each breaks one promise, and only if things happen in an unlucky order.
#pragma once

#include <vector>

#include "strategies/registry.h"

namespace stampede::check {

struct Planted {
  StrategyInfo strategy;
  GuaranteeKind breaks = GuaranteeKind::one_computation;
};

std::vector<Planted> planted_errors();

}  // namespace stampede::check

// From raw counts to the metrics of the registry.
#pragma once

#include <map>
#include <string>

#include "simulator/measure/tally.h"

namespace stampede::measure {

using Metrics = std::map<std::string, double>;

// Every name is in the registry. A metric without a value (a quantile of nothing) is absent.
Metrics metrics_of(const Tally& tally);

}  // namespace stampede::measure

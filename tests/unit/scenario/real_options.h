// The catalogue of strategies and metrics that the program ships, for tests of the files that it ships.
#pragma once

#include <vector>

#include "simulator/measure/metric_registry.h"
#include "simulator/scenario/load.h"

namespace stampede::scenario {

inline LoadOptions real_options() {
  static const Registry registry = Registry::built_in();
  static const std::vector<std::string_view> metrics = [] {
    std::vector<std::string_view> names;
    for (const measure::MetricInfo& metric : measure::all_metrics()) names.push_back(metric.name);
    return names;
  }();
  return {registry, metrics, {}, {}};
}

}  // namespace stampede::scenario

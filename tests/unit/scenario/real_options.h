// The catalogue of strategies that the program ships, for tests of the files that it ships.
#pragma once

#include <array>

#include "simulator/scenario/load.h"

namespace stampede::scenario {

inline LoadOptions real_options() {
  static const Registry registry = Registry::built_in();
  static constexpr std::array<std::string_view, 2> metrics = {"latency_ms.p99", "requests"};
  return {registry, metrics, {}, {}};
}

}  // namespace stampede::scenario

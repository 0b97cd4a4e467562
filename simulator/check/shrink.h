// Makes a failing case smaller while it goes on failing: fewer requests, nodes, keys and faults, less that varies.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "simulator/check/case.h"

namespace stampede::check {

struct ShrinkLimits {
  // Whether a scenario file could say it; what cannot be written down is of no use.
  std::function<bool(const scenario::Scenario&)> can_be_said = [](const scenario::Scenario&) { return true; };
  std::uint64_t tries_max = 20'000;
};

struct Shrunk {
  Case small;
  Outcome outcome;
  std::uint64_t tries = 0;
};

// Precondition: the case breaks the guarantee. All parameters are given in the result, which is repeatable by its seed.
// Throws experiment::Interrupted.
Shrunk shrink(const Case& failing, const StrategyInfo& strategy, const std::string& guarantee,
              const runtime::Interrupt& interrupt, const ShrinkLimits& limits = {});

// How many requests a load of bursts alone has; empty for any other.
std::optional<std::uint64_t> requests_in(const scenario::Scenario& scenario);

}  // namespace stampede::check

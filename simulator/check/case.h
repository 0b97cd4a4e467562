// A case: one strategy with its parameters, in one scenario, and what comes of trying it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "simulator/check/history.h"
#include "simulator/check/judge.h"
#include "simulator/runtime/interrupt.h"
#include "simulator/scenario/scenario.h"
#include "strategies/registry.h"

namespace stampede::check {

struct Case {
  scenario::Scenario scenario;  // with the seed, and with the choice as its only strategy
  scenario::StrategyChoice choice;
};

// Everything drawn from the seed.
Case random_case(const StrategyInfo& strategy, std::uint64_t seed);
// This scenario with that seed; the parameters that it does not give are drawn.
Case case_in(const scenario::Scenario& scenario, const StrategyInfo& strategy,
             const std::map<std::string, std::string>& given, std::uint64_t seed);

struct Outcome {
  std::vector<Judgement> judgements;
  History history;
  std::string fingerprint;
};

// Throws experiment::Interrupted.
Outcome try_case(const Case& tried, const StrategyInfo& strategy, const runtime::Interrupt& interrupt);

}  // namespace stampede::check

// Holds a run against what was promised for it, and against what holds for every strategy.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/result/result.h"
#include "simulator/check/history.h"
#include "simulator/scenario/scenario.h"
#include "strategies/registry.h"

namespace stampede::check {

enum class Verdict {
  held,  // and was put to the test
  broken,
  excluded,    // the promise is not made for such a run
  not_tested,  // nothing happened in which it could have broken
};

// Of one promise in one run.
struct Judgement {
  std::string guarantee;  // the name of its kind, or "accounting", "own_values", "comes_to_rest", "same_twice"
  Verdict verdict = Verdict::held;
  // If it was broken: in what way, in a sentence; when; and of which key, if of one.
  std::string what = {};
  TimePoint at{};
  std::optional<std::uint64_t> key = std::nullopt;
};

// The promises first, in the order in which they are declared, then what holds for all.
std::vector<Judgement> judge(const scenario::Scenario& scenario, const StrategyInfo& strategy,
                             const Parameters& parameters, const History& history, const reports::RunResult& run);

// Nullptr: it was not broken.
const Judgement* broken(std::span<const Judgement> judgements, std::string_view guarantee);

}  // namespace stampede::check

#include "simulator/check/shrink.h"

#include <algorithm>
#include <utility>

#include "simulator/check/simpler.h"

namespace stampede::check {

namespace {

using scenario::Scenario;

class Shrinking {
 public:
  Shrinking(const Case& failing, const StrategyInfo& strategy, const std::string& guarantee,
            const runtime::Interrupt& interrupt, const ShrinkLimits& limits)
      : best_(failing), strategy_(strategy), guarantee_(guarantee), interrupt_(interrupt), limits_(limits) {
    best_.choice.given.clear();
    for (const auto& [name, value] : best_.choice.parameters.all()) best_.choice.given[name] = to_text(value);
    best_.scenario.strategies = {best_.choice};
    outcome_ = try_case(best_, strategy_, interrupt_);
  }

  Shrunk run() {
    while (simplify()) {
    }
    for (const bool of_one_key : {true, false}) {
      if (make_arrivals_explicit(of_one_key)) break;
    }
    while (simplify()) {
    }
    return {.small = std::move(best_), .outcome = std::move(outcome_), .tries = tries_};
  }

 private:
  // The very same seed first; as draws depend on what was left out, another one may show it again.
  bool accept(const Scenario& candidate, std::uint64_t seeds) {
    if (candidate.load.empty() || candidate == best_.scenario || !limits_.can_be_said(candidate)) return false;
    Case tried{candidate, best_.choice};
    const std::uint64_t first = candidate.seed;
    for (std::uint64_t i = 0; i < seeds && tries_ < limits_.tries_max; ++i) {
      tried.scenario.seed = i == 0 ? first : i;
      ++tries_;
      Outcome outcome = try_case(tried, strategy_, interrupt_);
      if (broken(outcome.judgements, guarantee_) == nullptr) continue;
      best_ = std::move(tried);
      outcome_ = std::move(outcome);
      return true;
    }
    return false;
  }

  // One step, if one is possible; the others were meant for what there was before. Goes on where the last one was, as
  // what did not go there rarely goes now.
  bool simplify() {
    const std::vector<Step> steps = steps_for(best_.scenario);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const std::size_t index = (next_step_ + i) % steps.size();
      Scenario candidate = best_.scenario;
      steps[index](candidate);
      if (!accept(candidate, kSeedsOfStep)) continue;
      next_step_ = index;
      return true;
    }
    return false;
  }

  bool make_arrivals_explicit(bool of_one_key) {
    const Judgement* const judgement = broken(outcome_.judgements, guarantee_);
    if (of_one_key && !judgement->key) return false;
    const auto key = of_one_key ? judgement->key : std::nullopt;
    return accept(with_explicit_arrivals(best_.scenario, outcome_.history, key), kSeedsOfArrivals);
  }

  static constexpr std::uint64_t kSeedsOfStep = 4;
  static constexpr std::uint64_t kSeedsOfArrivals = 200;

  Case best_;
  Outcome outcome_;
  const StrategyInfo& strategy_;
  const std::string& guarantee_;
  const runtime::Interrupt& interrupt_;
  const ShrinkLimits& limits_;
  std::uint64_t tries_ = 0;
  std::size_t next_step_ = 0;
};

}  // namespace

Shrunk shrink(const Case& failing, const StrategyInfo& strategy, const std::string& guarantee,
              const runtime::Interrupt& interrupt, const ShrinkLimits& limits) {
  return Shrinking(failing, strategy, guarantee, interrupt, limits).run();
}

std::optional<std::uint64_t> requests_in(const Scenario& scenario) {
  std::uint64_t requests = 0;
  for (const scenario::Load& load : scenario.load) {
    const auto* const burst = std::get_if<scenario::Burst>(&load);
    if (burst == nullptr) return std::nullopt;
    requests += burst->requests;
  }
  return requests;
}

}  // namespace stampede::check

// Tries one case after another, on all cores, and counts which promises held. What comes of it does not depend on how
// many are tried at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "simulator/check/case.h"

namespace stampede::check {

// One strategy to be tried.
struct Quarry {
  std::string name;       // with its scenario, if it is to be tried in one
  std::string arguments;  // of the command line, to try it again
  std::string strategy_argument;
  StrategyInfo strategy;
  std::function<Case(std::uint64_t seed)> make;
};

// Of one promise of one strategy.
struct Tally {
  std::uint64_t held = 0;
  std::uint64_t broken = 0;
  std::uint64_t excluded = 0;
  std::uint64_t not_tested = 0;
  std::optional<std::uint64_t> first_broken;  // the lowest seed
  std::string what;                           // of that

  std::uint64_t tested() const { return held + broken; }
};

struct HuntPlan {
  std::vector<Quarry> quarries;
  std::uint64_t first_seed = 0;
  std::uint64_t seeds = 1000;  // of each quarry
  std::size_t jobs = 1;
  std::function<bool()> is_time_up = [] { return false; };  // no further seed is begun then; from any thread
};

struct HuntProgress {
  std::uint64_t runs = 0;
  std::uint64_t total = 0;
  std::uint64_t broken = 0;  // promises, each once
};

struct HuntResult {
  // By quarry, in the order of the plan; then by guarantee, in the order in which they are judged.
  std::vector<std::vector<std::pair<std::string, Tally>>> tallies;
  std::uint64_t runs = 0;
  std::uint64_t seeds = 0;  // that all quarries have been through
  bool interrupted = false;
};

// All quarries with one seed, then with the next, so that whatever ends the hunt, all have been through as many.
// `on_progress` is called on the calling thread some times per second. Throws what a run throws, but for what its
// judgement says.
HuntResult hunt(const HuntPlan& plan, const runtime::Interrupt& interrupt,
                const std::function<void(const HuntProgress&)>& on_progress = {});

}  // namespace stampede::check

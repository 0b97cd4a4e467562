#include "tests/laws/fingerprints.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "simulator/scenario/strategy_list.h"
#include "strategies/layers.h"

namespace stampede::laws {

namespace {

constexpr const char* kAbout = "about";
constexpr const char* kExplanation =
    "Fingerprints of virtual runs, which every build has to reproduce. Write them anew only after a deliberate change "
    "of what strategies, model, workload or scenarios do, with STAMPEDE_WRITE_FINGERPRINTS=1 build/tests/laws_test "
    "--gtest_filter=GoldenFingerprints.*, and say in the commit what changed. A difference that nobody meant is a bug.";

// Those that the scenario does not list itself, with their default parameters.
void add_missing_strategies(scenario::Scenario& scenario) {
  const Registry registry = Registry::built_in();
  for (const StrategyInfo& info : registry.all()) {
    scenario::StrategyChoice choice = choice_of(info, {}, scenario.freshness);
    const bool listed = std::any_of(scenario.strategies.begin(), scenario.strategies.end(),
                                    [&](const auto& other) { return scenario::is_same(other, choice); });
    if (!listed) scenario.strategies.push_back(std::move(choice));
  }
}

}  // namespace

std::vector<scenario::Scenario> golden_scenarios() {
  std::vector<scenario::Scenario> scenarios{
      shipped("cold-cache-1000", {}),
      shipped("hot-key-expiry", {"load[0].for=3s"}),
      shipped("writes-and-invalidations", {"load[0].for=4s"}),
      shipped("steady-hits", {"load[0].for=1s"}),
  };
  for (scenario::Scenario& scenario : scenarios) add_missing_strategies(scenario);
  return scenarios;
}

reports::RunResult run_choice(const scenario::Scenario& scenario, const scenario::StrategyChoice& choice,
                              std::uint32_t repetition) {
  const Registry registry = Registry::built_in();
  return run_virtually(scenario, *find_strategy_or_stack(registry, choice.name), choice, repetition);
}

Fingerprints compute_fingerprints() {
  Fingerprints fingerprints;
  for (const scenario::Scenario& scenario : golden_scenarios()) {
    for (const scenario::StrategyChoice& choice : scenario.strategies) {
      fingerprints[scenario.name][choice.label()] = run_choice(scenario, choice).fingerprint;
    }
  }
  return fingerprints;
}

Fingerprints read_fingerprints(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  nlohmann::json json = nlohmann::json::parse(file);
  json.erase(kAbout);
  return json.get<Fingerprints>();
}

void write_fingerprints(const std::string& path, const Fingerprints& fingerprints) {
  nlohmann::json json(fingerprints);
  json[kAbout] = kExplanation;
  std::ofstream file(path);
  file << json.dump(2) << '\n';
  if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace stampede::laws

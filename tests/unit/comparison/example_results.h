// Results with chosen figures, and how to hold one against another.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "reports/comparison/compare.h"

namespace stampede::reports {

using Metrics = std::map<std::string, double>;

inline RunResult made_run(const std::string& label, const std::string& world, std::uint32_t repetition,
                          Metrics metrics) {
  RunResult run;
  run.label = label;
  run.strategy = label.substr(0, label.find(':'));
  run.world = world;
  run.repetition = repetition;
  run.seed = 42 + repetition;
  run.parameters = {{"ttl", "1min"}};
  run.metrics = std::move(metrics);
  if (world == "virtual") run.fingerprint = "f" + std::to_string(repetition);
  return run;
}

inline Result made_result(std::vector<RunResult> runs, const std::string& scenario = "cold") {
  Result result;
  result.context = {"0.1.0", "abc", "Release", "g++ 12.2.0", "host", 2, "7.0.15", "2026-01-02T03:04:05Z", "run"};
  result.scenario_name = scenario;
  result.scenario_json = R"({"name":"cold","summary":"s","origin":{"compute_time":"1s"},"network":{"x":1},)"
                         R"("load":[{"burst":1000},{"burst":5}],"client":{"timeout":null},"seed":42})";
  result.runs = std::move(runs);
  return result;
}

inline Comparison held_against(const Result& baseline, const Result& head, const ComparisonSettings& settings = {}) {
  const ComparedFile before{"baseline.json", &baseline};
  const ComparedFile after{"head.json", &head};
  return compare(std::span(&before, 1), std::span(&after, 1), settings);
}

// So many live repetitions; each metric's values go up by a thousandth of it from one to the next.
inline std::vector<RunResult> live_runs(const std::string& label, const Metrics& metrics, std::uint32_t count = 9) {
  std::vector<RunResult> runs;
  for (std::uint32_t i = 0; i < count; ++i) {
    Metrics own = metrics;
    for (auto& [name, value] : own) value *= 1 + 0.001 * i;
    runs.push_back(made_run(label, "live", i, std::move(own)));
  }
  return runs;
}

inline const StrategyComparison& only_strategy(const Comparison& comparison) {
  return comparison.scenarios.at(0).strategies.at(0);
}

inline const MetricComparison* find_metric_in(const StrategyComparison& strategy, const std::string& metric) {
  for (const MetricComparison& each : strategy.metrics) {
    if (each.metric == metric) return &each;
  }
  return nullptr;
}

inline Verdict verdict_of(const StrategyComparison& strategy, const std::string& metric) {
  const MetricComparison* const found = find_metric_in(strategy, metric);
  return found == nullptr ? Verdict::unchanged : found->verdict;
}

}  // namespace stampede::reports

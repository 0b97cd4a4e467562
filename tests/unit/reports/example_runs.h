// Runs with chosen figures, for tables and remarks.
#pragma once

#include <map>
#include <string>

#include "reports/result/result.h"

namespace stampede::reports {

// 1000 requests; all that is not stale, empty or an error was answered fresh.
inline RunResult example_run(const std::string& label, std::map<std::string, double> metrics) {
  RunResult run;
  run.label = label;
  run.strategy = label.substr(0, label.find(':'));
  run.world = "live";
  run.seed = 42;
  const std::map<std::string, double> defaults = {{"requests", 1000},
                                                  {"latency_ms.p50", 1002},
                                                  {"latency_ms.p99", 1005.3},
                                                  {"latency_ms.max", 1010},
                                                  {"recomputations.total", 1},
                                                  {"recomputations.peak", 1},
                                                  {"recomputations.stampede_max", 1},
                                                  {"recomputations.redundant", 0},
                                                  {"answers.stale", 0},
                                                  {"answers.empty", 0},
                                                  {"redis.commands_per_request", 2}};
  metrics.insert(defaults.begin(), defaults.end());
  double fresh = metrics["requests"] - metrics["answers.stale"] - metrics["answers.empty"];
  for (const auto& [name, value] : metrics) {
    fresh -= name.starts_with("errors.") ? value : 0;
  }
  metrics["answers.fresh"] = fresh;
  run.metrics = std::move(metrics);
  return run;
}

inline RunResult herd_run(const std::string& label) {
  return example_run(label, {{"recomputations.total", 1000},
                             {"recomputations.peak", 1000},
                             {"recomputations.stampede_max", 1000},
                             {"recomputations.redundant", 999}});
}

inline RunResult bound_run(std::map<std::string, double> metrics = {}) {
  RunResult run = example_run("ideal", std::move(metrics));
  run.bound = true;
  return run;
}

inline RunResult not_valid(RunResult run) {
  run.valid = false;
  run.warnings.push_back({"generator_late", "The load generator was late. Lower the rate."});
  return run;
}

}  // namespace stampede::reports

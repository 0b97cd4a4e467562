// Small sweeps for tests.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "simulator/sweep/plan.h"
#include "simulator/sweep/vary.h"
#include "strategies/registry.h"

namespace stampede::sweep {

// Exponential times, so that seeds differ.
inline constexpr std::string_view kScenario = R"({"name": "small", "load": [{"poisson": 100, "for": "300ms"}],
    "topology": {"nodes": 2, "workers": 8}, "origin": {"compute_time": {"exponential": {"mean": "10ms"}}},
    "freshness": {"fresh_for": "50ms", "keep_for": "1s"}, "strategies": ["plain_ttl", "mutex_stale"]})";

inline const Registry& registry() {
  static const Registry all = Registry::built_in();
  return all;
}

inline PlanResult plan_of(const std::vector<std::string>& vary, std::uint32_t seeds = 2,
                          const std::vector<std::string>& set = {}, const std::vector<std::string>& strategies = {},
                          std::string_view text = kScenario) {
  static constexpr std::array<std::string_view, 1> kMetrics = {"requests"};
  VaryResult parsed = parse_vary(vary);
  EXPECT_EQ(parsed.problems, "");
  return make_plan(text, "small.json",
                   {.registry = registry(), .metric_names = kMetrics, .set = set, .strategies = strategies},
                   {.vary = std::move(parsed.vary), .seeds = seeds});
}

inline Plan good_plan(const std::vector<std::string>& vary, std::uint32_t seeds = 2,
                      const std::vector<std::string>& set = {}) {
  PlanResult result = plan_of(vary, seeds, set);
  EXPECT_EQ(result.problems, "");
  return result.plan.value();
}

}  // namespace stampede::sweep

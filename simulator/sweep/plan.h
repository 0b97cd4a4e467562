// What a sweep will run: every combination of the varied values as a checked scenario of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/result/result.h"
#include "simulator/scenario/load.h"
#include "simulator/scenario/scenario.h"

namespace stampede::sweep {

// More combinations than that are a slip of the keyboard: their results would not fit into any memory.
inline constexpr std::size_t kPointsMax = 1'000'000;

struct Point {
  std::vector<reports::Setting> settings;
  scenario::Scenario scenario;
};

// One run: this point, its strategy of this index, this repetition.
struct PlannedRun {
  std::size_t point = 0;
  std::size_t choice = 0;
  std::uint32_t repetition = 0;
};

struct Plan {
  scenario::Scenario base;  // without what is varied
  reports::Sweep sweep;
  std::vector<Point> points;
  std::vector<PlannedRun> runs;  // in the order of the result
};

struct PlanResult {
  std::optional<Plan> plan;  // there if and only if there are no problems
  std::string problems;      // of all points, each once, with the --vary that it comes from
};

// `text` is the scenario file's; `options.set` applies to all points. Its entry "repetitions" is replaced by `seeds`.
PlanResult make_plan(std::string_view text, const std::string& source, const scenario::LoadOptions& options,
                     const reports::Sweep& sweep);

}  // namespace stampede::sweep

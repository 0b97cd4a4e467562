// The scenario is read once for each point, so that a point is checked exactly as `run --set` would check it.
#include "simulator/sweep/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "simulator/scenario/write.h"
#include "simulator/sweep/grid.h"
#include "simulator/sweep/plan_problems.h"

namespace stampede::sweep {
namespace {

// What is inside another path's value is set after it, or it would be lost.
std::vector<std::string> overrides(const scenario::LoadOptions& options, std::vector<reports::Setting> settings) {
  std::stable_sort(settings.begin(), settings.end(), [](const reports::Setting& left, const reports::Setting& right) {
    return left.path.size() < right.path.size();
  });
  std::vector<std::string> set = options.set;
  for (const reports::Setting& setting : settings) set.push_back(fmt::format("{}={}", setting.path, setting.value));
  return set;
}

std::string problems_with(const reports::Sweep& sweep) {
  std::string problems;
  for (const reports::Variation& variation : sweep.vary) {
    if (variation.path == "repetitions") {
      problems += "--vary repetitions: each point runs with as many seeds as --seeds says\n";
    } else if (variation.path == "ideal") {
      problems += "--vary ideal: a sweep runs it only where the list of strategies names it\n";
    }
  }
  if (Grid(sweep.vary).point_count(kPointsMax + 1) > kPointsMax) {
    problems +=
        fmt::format("--vary: more than {} combinations of values; choose fewer values, or wider steps\n", kPointsMax);
  }
  return problems;
}

// Values that change nothing: a path whose value something else overrides, or the same value in two notations. The
// table would show a difference that there is not.
void find_values_without_effect(const Plan& plan, const Grid& grid, PlanProblems& problems) {
  std::vector<std::map<std::string, std::size_t>> seen(plan.sweep.vary.size());  // per axis: text -> value's index
  for (std::size_t point = 0; point < plan.points.size(); ++point) {
    const std::vector<std::size_t> at = grid.at(point);
    const auto varied =
        static_cast<std::size_t>(std::count_if(at.begin(), at.end(), [](auto index) { return index > 0; }));
    if (varied > 1) continue;
    const std::string text = scenario::to_json_text(plan.points[point].scenario);
    for (std::size_t axis = 0; axis < at.size(); ++axis) {
      if (varied == 1 && at[axis] == 0) continue;
      const auto [same, is_new] = seen[axis].emplace(text, at[axis]);
      if (is_new) continue;
      const reports::Variation& variation = plan.sweep.vary[axis];
      problems.add(point, {variation.path,
                           fmt::format("{} gives the same scenario as {}; is it the same value, or does --strategy or "
                                       "another --vary replace it?",
                                       variation.values[at[axis]], variation.values[same->second])});
    }
  }
}

void add_runs(Plan& plan) {
  for (std::size_t point = 0; point < plan.points.size(); ++point) {
    for (std::size_t choice = 0; choice < plan.points[point].scenario.strategies.size(); ++choice) {
      for (std::uint32_t repetition = 0; repetition < plan.sweep.seeds; ++repetition) {
        plan.runs.push_back({point, choice, repetition});
      }
    }
  }
}

}  // namespace

PlanResult make_plan(std::string_view text, const std::string& source, const scenario::LoadOptions& options,
                     const reports::Sweep& sweep) {
  PlanResult result;
  scenario::LoadOptions base_options = options;
  base_options.set.push_back(fmt::format("repetitions={}", sweep.seeds));
  const scenario::LoadResult base = scenario::load_scenario_text(text, source, base_options);
  result.problems = scenario::problems_text(base) + problems_with(sweep);
  if (!base.scenario && base.problems.front().path.starts_with("line ")) return result;  // no JSON
  if (Grid(sweep.vary).point_count(kPointsMax + 1) > kPointsMax) return result;

  Plan plan{.base = base.scenario.value_or(scenario::Scenario()), .sweep = sweep, .points = {}, .runs = {}};
  const Grid grid(plan.sweep.vary);
  PlanProblems problems(plan.sweep.vary);
  bool all_loaded = true;
  for (std::size_t point = 0; point < grid.point_count(kPointsMax); ++point) {
    scenario::LoadOptions point_options = base_options;
    std::vector<reports::Setting> settings = grid.settings(point);
    point_options.set = overrides(base_options, settings);
    scenario::LoadResult loaded = scenario::load_scenario_text(text, source, point_options);
    for (const scenario::Problem& problem : loaded.problems) {
      const bool is_in_base = std::find(base.problems.begin(), base.problems.end(), problem) != base.problems.end();
      if (!is_in_base) problems.add(point, problem);
    }
    all_loaded = all_loaded && loaded.scenario.has_value();
    if (all_loaded) plan.points.push_back({std::move(settings), std::move(*loaded.scenario)});
  }
  if (all_loaded) find_values_without_effect(plan, grid, problems);
  result.problems += problems.text(source);
  if (!result.problems.empty()) return result;
  add_runs(plan);
  result.plan = std::move(plan);
  return result;
}

}  // namespace stampede::sweep

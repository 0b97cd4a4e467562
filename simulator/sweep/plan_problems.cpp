// To blame is what all points with the problem have in common, and others have not.
#include "simulator/sweep/plan_problems.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

namespace stampede::sweep {
namespace {

constexpr std::size_t kShown = 40;

// "origin" and "origin.capacity", either way round.
bool is_near(std::string_view path, std::string_view other) {
  if (path.size() > other.size()) return is_near(other, path);
  return !path.empty() && other.starts_with(path) &&
         (other.size() == path.size() || other[path.size()] == '.' || other[path.size()] == '[');
}

}  // namespace

void PlanProblems::add(std::size_t point, const scenario::Problem& problem) {
  const std::vector<std::size_t> at = grid_.at(point);
  const auto [place, is_new] = index_.try_emplace({problem.path, problem.message}, seen_.size());
  if (is_new) {
    seen_.push_back({problem, at, std::vector<bool>(at.size(), true)});
    return;
  }
  Seen& seen = seen_[place->second];
  for (std::size_t axis = 0; axis < at.size(); ++axis) {
    if (at[axis] != seen.first[axis]) seen.is_common[axis] = false;
  }
}

std::string PlanProblems::origin(const Seen& seen) const {
  std::vector<std::string> values;
  std::vector<std::string> near;
  for (std::size_t axis = 0; axis < vary_.size(); ++axis) {
    const reports::Variation& variation = vary_[axis];
    const bool is_only_value = variation.values.size() == 1;
    if (seen.is_common[axis] && (!is_only_value || is_near(variation.path, seen.problem.path))) {
      values.push_back(fmt::format("{}={}", variation.path, variation.values[seen.first[axis]]));
    }
    if (is_near(variation.path, seen.problem.path)) near.push_back(variation.path);
  }
  if (!values.empty()) return fmt::format("{}", fmt::join(values, " and "));
  if (!near.empty()) return fmt::format("{}", fmt::join(near, " and "));
  std::vector<std::string_view> all;
  for (const reports::Variation& variation : vary_) all.emplace_back(variation.path);
  return fmt::format("{}", fmt::join(all, " and "));
}

std::string PlanProblems::text(const std::string& source) const {
  std::string text;
  for (std::size_t i = 0; i < seen_.size() && i < kShown; ++i) {
    const scenario::Problem& problem = seen_[i].problem;
    const bool is_place = !problem.path.empty() && problem.path != "--set";
    text += fmt::format("{}: --vary {}: {}{}{}\n", source, origin(seen_[i]), is_place ? problem.path : "",
                        is_place ? ": " : "", problem.message);
  }
  if (seen_.size() > kShown) text += fmt::format("and {} more of this kind\n", seen_.size() - kShown);
  return text;
}

}  // namespace stampede::sweep

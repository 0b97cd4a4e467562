// The collection of problems.
#include "simulator/scenario/problems.h"

#include <algorithm>

namespace stampede::scenario {
namespace {

bool at_or_below(std::string_view place, std::string_view path) {
  if (!place.starts_with(path)) return false;
  return place.size() == path.size() || path.empty() || place[path.size()] == '.' || place[path.size()] == '[';
}

}  // namespace

bool Problems::touch(std::string_view path) const {
  // A problem above counts as well: where "load" is no array, nothing can be said about "load[0]".
  return std::any_of(problems_.begin(), problems_.end(), [&](const Problem& problem) {
    return at_or_below(problem.path, path) || (!problem.path.empty() && at_or_below(path, problem.path));
  });
}

}  // namespace stampede::scenario

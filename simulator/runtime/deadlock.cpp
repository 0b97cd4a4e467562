#include "simulator/runtime/deadlock.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "simulator/runtime/scheduler.h"

namespace stampede::runtime {

std::string who_waits_for_what(const Scheduler& scheduler, const std::function<bool(const Fiber&)>& counts) {
  std::map<std::pair<std::string, std::string>, std::size_t> kinds;
  scheduler.for_each_suspended([&](const Fiber& fiber) {
    if (counts(fiber)) ++kinds[{fiber.name(), fiber.waiting_for()}];
  });
  std::vector<std::pair<std::size_t, std::string>> clauses;
  for (const auto& [kind, count] : kinds) {
    const std::string what = kind.first + (count == 1 ? " waits for " : " wait for ") + kind.second;
    clauses.emplace_back(count, std::to_string(count) + " x " + what);
  }
  std::stable_sort(clauses.begin(), clauses.end(), [](const auto& l, const auto& r) { return l.first > r.first; });
  std::string text;
  for (const auto& [count, clause] : clauses) text.append(text.empty() ? "" : "; ").append(clause);
  return text;
}

}  // namespace stampede::runtime

// The strategies that no other one beats in everything.
#pragma once

#include <vector>

#include "reports/chart/subject.h"

namespace stampede::reports {

// On the front: no other strategy is at least as good in recomputations, p99 latency, stale and outdated answers and in
// requests without a value, and better in one of them. Bounds, runs that are not valid, and counts that are only lower
// bounds are not compared.
std::vector<bool> pareto_front(const std::vector<Subject>& subjects);

// The same for rows of costs, all of them better when less: true for those that no other dominates.
std::vector<bool> undominated(const std::vector<std::vector<double>>& costs);

}  // namespace stampede::reports

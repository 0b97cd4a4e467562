// Everything that is wrong with the points of a sweep: each problem once, with the varied values that it comes from.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "simulator/scenario/problems.h"
#include "simulator/sweep/grid.h"

namespace stampede::sweep {

class PlanProblems {
 public:
  explicit PlanProblems(const std::vector<reports::Variation>& vary) : vary_(vary), grid_(vary) {}

  // Points in ascending order.
  void add(std::size_t point, const scenario::Problem& problem);

  // One line each; the first ones, and how many more there are.
  std::string text(const std::string& source) const;

 private:
  struct Seen {
    scenario::Problem problem;
    std::vector<std::size_t> first;  // the indices of the first point that has it
    std::vector<bool> is_common;     // per axis: all points that have it share the value
  };

  std::string origin(const Seen& seen) const;

  const std::vector<reports::Variation>& vary_;
  Grid grid_;
  std::vector<Seen> seen_;
  std::map<std::pair<std::string, std::string>, std::size_t> index_;  // in seen_
};

}  // namespace stampede::sweep

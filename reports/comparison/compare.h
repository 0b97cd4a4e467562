// Comparing two sets of results: a baseline and a head.
#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

#include "reports/comparison/comparison.h"
#include "reports/result/result.h"

namespace stampede::reports {

struct ComparedFile {
  std::string file;  // as messages name it
  const Result* result = nullptr;
};

struct ComparisonSettings {
  // Of live runs, valid ones, on each side.
  std::size_t repetitions_min = 9;
  // How often, at most, two live results of the same thing show any regression or improvement at all.
  double significance = 0.05;
  // Live results of different machines or builds are compared, although the machine may be what differs.
  bool across_machines = false;
};

// It cannot be told which results belong together; the message says which.
class ComparisonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Results of scenarios with the same name belong together, live runs and virtual ones each for themselves, and in them
// the runs of the same strategy with the same parameters.
//
// Virtual: runs of the same seed are compared exactly. A metric with a better direction that got worse in any of them
// is a regression.
// Live: a metric is a regression if it got worse, significantly so, and by more than its noise floor. Significance is
// that of the exact rank test, corrected for all metrics of all strategies in the result by the method of Holm (S.
// Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6 (1979)).
// Metrics that are the same in all runs cannot differ by chance, and are not counted among them.
Comparison compare(std::span<const ComparedFile> baseline, std::span<const ComparedFile> head,
                   const ComparisonSettings& settings = {});

}  // namespace stampede::reports

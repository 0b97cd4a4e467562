// What a comparison of two results says: for each scenario and world, strategy and metric.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/result/result.h"
#include "reports/statistics/median.h"

namespace stampede::reports {

enum class Verdict {
  regression,
  improvement,
  changed,  // but neither better nor worse, or nobody can tell which
  unchanged,
  not_judged,  // too few runs have a value
};

struct Figure {
  double value = 0;                  // virtual: of one run; live: the median over the repetitions
  std::optional<Interval> interval;  // live: of the median, 95 %
  bool at_least = false;             // counting stopped while work was going on
};

// What speaks for a change between live runs, in which chance has its part.
struct Evidence {
  double p_value = 1;   // two-sided, exact up to kExactValuesMax repetitions
  double p_holm = 1;    // the same, corrected for all metrics that were tested beside it
  double effect = 0.5;  // how probable it is that a repetition of the head has the larger value
  double floor = 0;     // a smaller change of the median is no change, in the metric's unit
};

struct MetricComparison {
  std::string metric;
  Verdict verdict = Verdict::unchanged;
  std::optional<Figure> baseline;  // empty: the metric has no value there
  std::optional<Figure> head;
  std::optional<Evidence> evidence;  // live
  std::string note;                  // "in 3 of 5 runs, most with seed 44"

  // (head - baseline) / baseline; empty where that says nothing.
  std::optional<double> relative_change() const;
};

enum class Status {
  identical,         // virtual: the same fingerprints and metrics
  compared,          // as far as `reason` does not say otherwise
  not_judged,        // there are runs on both sides, but `reason`
  other_scenario,    // ... of scenarios that differ
  only_in_baseline,  // nothing to compare with
  only_in_head,
};

struct RunCount {
  std::size_t all = 0;
  std::size_t valid = 0;
  bool operator==(const RunCount&) const = default;
};

struct StrategyComparison {
  std::string label;  // printable; with the point of a sweep
  Status status = Status::compared;
  std::string reason;                // a sentence: why it was not judged, or not all of it; empty: all was
  std::vector<std::string> remarks;  // sentences: what else is to be known
  RunCount baseline;
  RunCount head;
  std::vector<MetricComparison> metrics;  // virtual: those that changed; live: all that have a better direction
  std::size_t metrics_compared = 0;
};

struct ScenarioComparison {
  std::string scenario;
  std::string world;
  std::string baseline_file;  // empty: the scenario is in the head only
  std::string head_file;
  std::vector<std::string> remarks;  // sentences: what differs around the runs
  std::vector<StrategyComparison> strategies;
};

struct Comparison {
  std::vector<ScenarioComparison> scenarios;
};

// Names that come with a result: printable, and cut in the middle beyond so many columns.
std::string short_name(const std::string& name, std::size_t width_max = 100);

// Over everything.
struct ComparisonTally {
  std::size_t regressions = 0;  // metrics
  std::size_t improvements = 0;
  std::size_t changed = 0;
  std::size_t compared = 0;    // strategies, identical ones included
  std::size_t identical = 0;   // strategies
  std::size_t not_judged = 0;  // strategies of the baseline, or parts of them
  std::size_t new_ones = 0;    // strategies
  bool have_counterparts = false;
};
ComparisonTally tally_of(std::span<const ScenarioComparison> scenarios);
std::size_t count_of(const StrategyComparison& strategy, Verdict verdict);

enum class Outcome {
  no_regression,
  regression,
  not_all_judged,      // nothing that could be judged got worse
  nothing_to_compare,  // the results do not belong together
};
Outcome outcome_of(const Comparison& comparison);

// "1 regression, 2 improvements in 9 strategies; 1 not judged"
std::string summary_of(const ComparisonTally& tally);

}  // namespace stampede::reports

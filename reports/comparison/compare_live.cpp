// Runs with chance: what is shown is what chance would hardly bring about.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/comparison/compare_runs.h"
#include "reports/comparison/noise_floor.h"
#include "reports/result/strategy_row.h"
#include "reports/statistics/mann_whitney.h"

namespace stampede::reports {
namespace {

using Runs = std::vector<const RunResult*>;

Runs valid_runs(const RunGroup& group) {
  Runs runs;
  std::copy_if(group.runs.begin(), group.runs.end(), std::back_inserter(runs),
               [](const RunResult* run) { return run->valid; });
  return runs;
}

std::vector<double> values_of(const Runs& runs, const std::string& metric) {
  std::vector<double> values;
  for (const RunResult* run : runs) {
    if (const auto found = run->metrics.find(metric); found != run->metrics.end()) values.push_back(found->second);
  }
  return values;
}

std::optional<Figure> figure_of(const Runs& runs, const std::string& metric) {
  const std::vector<double> values = values_of(runs, metric);
  if (values.empty()) return std::nullopt;
  const bool at_least =
      std::any_of(runs.begin(), runs.end(), [&](const RunResult* run) { return is_lower_bound(*run, metric); });
  return Figure{median(values), median_interval(values), at_least};
}

// What happened in a few repetitions of the head and in none of the baseline, and is no regression for being rare.
std::string rare_harm(const std::string& metric, const std::vector<double>& before, const std::vector<double>& after) {
  if (!is_rare_harm(metric)) return {};
  const auto happened = [](double value) { return value > 0; };
  if (std::any_of(before.begin(), before.end(), happened)) return {};
  const auto times = std::count_if(after.begin(), after.end(), happened);
  if (times == 0) return {};
  return fmt::format("up to {:g} in {} of {} repetitions, in none of the baseline",
                     *std::max_element(after.begin(), after.end()), times, after.size());
}

// The verdict is left to judge_live(), but for what needs no test.
MetricComparison tested(const std::string& name, const Runs& baseline, const Runs& head, std::size_t repetitions_min) {
  MetricComparison metric;
  metric.metric = name;
  metric.baseline = figure_of(baseline, name);
  metric.head = figure_of(head, name);
  const std::vector<double> before = values_of(baseline, name);
  const std::vector<double> after = values_of(head, name);
  if (before.size() < repetitions_min || after.size() < repetitions_min) {
    metric.verdict = Verdict::not_judged;
    metric.note = fmt::format("{} of {} and {} of {} repetitions have a value", before.size(), baseline.size(),
                              after.size(), head.size());
    return metric;
  }
  const RankTest test = mann_whitney(before, after);
  metric.note = rare_harm(name, before, after);
  if (!metric.note.empty()) metric.verdict = Verdict::changed;
  if (!test.constant) {
    metric.evidence = Evidence{test.p_value, 1, effect_size(before, after), noise_floor(name, metric.baseline->value)};
  }
  return metric;
}

std::string too_few(const StrategyComparison& comparison, std::size_t repetitions_min) {
  const auto side = [](const RunCount& count) {
    return count.valid == count.all ? std::to_string(count.all) : fmt::format("{} of {}", count.valid, count.all);
  };
  const bool all_valid =
      comparison.baseline.valid == comparison.baseline.all && comparison.head.valid == comparison.head.all;
  return fmt::format(
      "Too few repetitions to judge: {} valid in the baseline and {} in the head, {} are needed on each side ({}).",
      side(comparison.baseline), side(comparison.head), repetitions_min,
      all_valid ? fmt::format("run --repetitions {}", repetitions_min)
                : std::string("run more, or on a machine that does nothing else"));
}

// Nothing of it stands in the way of a comparison, but all of it is to be known.
std::vector<std::string> remarks_on(const StrategyComparison& comparison, const RunGroup& baseline,
                                    const RunGroup& head) {
  std::vector<std::string> remarks;
  const auto not_valid = [](const RunCount& count) { return count.all - count.valid; };
  if (not_valid(comparison.baseline) + not_valid(comparison.head) > 0) {
    remarks.push_back(fmt::format("{} of {} runs of the baseline and {} of {} of the head are not valid, and left out.",
                                  not_valid(comparison.baseline), comparison.baseline.all, not_valid(comparison.head),
                                  comparison.head.all));
  } else if (comparison.baseline.all != comparison.head.all) {
    remarks.push_back(
        fmt::format("{} repetitions in the baseline, {} in the head.", comparison.baseline.all, comparison.head.all));
  }
  const auto first_seed = [](const RunGroup& group) {
    const auto first = std::min_element(group.runs.begin(), group.runs.end(),
                                        [](const auto* left, const auto* right) { return left->seed < right->seed; });
    return (*first)->seed;
  };
  // The further ones follow from the first.
  if (first_seed(baseline) != first_seed(head)) {
    remarks.push_back(fmt::format("The seeds differ (from {} and from {}): other requests and compute times.",
                                  first_seed(baseline), first_seed(head)));
  }
  return remarks;
}

// The method of Holm: each p-value times the number of those that are not smaller, and none below a smaller one's.
void correct(std::vector<Evidence*>& tests) {
  std::stable_sort(tests.begin(), tests.end(),
                   [](const Evidence* left, const Evidence* right) { return left->p_value < right->p_value; });
  double largest = 0;
  for (std::size_t i = 0; i < tests.size(); ++i) {
    largest = std::max(largest, std::min(1.0, tests[i]->p_value * static_cast<double>(tests.size() - i)));
    tests[i]->p_holm = largest;
  }
}

void judge_metric(double significance, MetricComparison& metric) {
  if (!metric.evidence || metric.evidence->p_holm > significance) return;
  const double change = metric.head->value - metric.baseline->value;
  if (std::abs(change) <= metric.evidence->floor) return;
  metric.verdict = judge(direction_of(metric.metric, /*bound=*/false), *metric.baseline, *metric.head);
  // What is judged needs no hint that it is rare.
  metric.note = metric.verdict == Verdict::changed ? "a lower bound: whether it is more cannot be told" : "";
}

// With so many metrics at once, even the clearest difference may be too little for so few repetitions.
void remark_on_power(double significance, std::size_t repetitions_min, std::size_t tests,
                     ScenarioComparison& comparison) {
  std::size_t fewest = 0;
  for (const StrategyComparison& strategy : comparison.strategies) {
    if (strategy.status != Status::compared) continue;
    const std::size_t own = std::min(strategy.baseline.valid, strategy.head.valid);
    fewest = fewest == 0 ? own : std::min(fewest, own);
  }
  const auto enough = [&](std::size_t repetitions) {
    return least_p_value(repetitions, repetitions) * static_cast<double>(tests) <= significance;
  };
  if (fewest == 0 || enough(fewest)) return;
  std::size_t needed = repetitions_min;
  while (!enough(needed)) ++needed;
  comparison.remarks.push_back(fmt::format(
      "{} metrics were tested at once: with {} repetitions not even the clearest change is significant. Take {}.",
      tests, fewest, needed));
}

}  // namespace

StrategyComparison compare_live(const RunGroup& baseline, const RunGroup& head, std::size_t repetitions_min) {
  StrategyComparison comparison;
  comparison.label = head.label;
  const Runs before = valid_runs(baseline);
  const Runs after = valid_runs(head);
  comparison.baseline = {baseline.runs.size(), before.size()};
  comparison.head = {head.runs.size(), after.size()};
  if (before.size() < repetitions_min || after.size() < repetitions_min) {
    comparison.status = Status::not_judged;
    comparison.reason = too_few(comparison, repetitions_min);
    return comparison;
  }
  comparison.status = Status::compared;
  comparison.remarks = remarks_on(comparison, baseline, head);
  Runs both = before;
  both.insert(both.end(), after.begin(), after.end());
  for (const std::string& name : metric_names(both)) {
    if (direction_of(name, head.runs.front()->bound) == measure::Better::neither) continue;
    comparison.metrics.push_back(tested(name, before, after, repetitions_min));
    comparison.metrics_compared += comparison.metrics.back().verdict == Verdict::not_judged ? 0 : 1;
  }
  return comparison;
}

void judge_live(double significance, std::size_t repetitions_min, ScenarioComparison& comparison) {
  std::vector<Evidence*> tests;
  for (StrategyComparison& strategy : comparison.strategies) {
    for (MetricComparison& metric : strategy.metrics) {
      if (metric.evidence) tests.push_back(&*metric.evidence);
    }
  }
  correct(tests);
  for (StrategyComparison& strategy : comparison.strategies) {
    for (MetricComparison& metric : strategy.metrics) judge_metric(significance, metric);
  }
  if (!tests.empty()) remark_on_power(significance, repetitions_min, tests.size(), comparison);
}

}  // namespace stampede::reports

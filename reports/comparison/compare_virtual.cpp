// Runs without chance: every difference is one.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "reports/comparison/compare_runs.h"

namespace stampede::reports {
namespace {

struct Pair {
  const RunResult* baseline = nullptr;
  const RunResult* head = nullptr;
};

std::optional<Figure> figure_of(const RunResult& run, const std::string& metric) {
  const auto found = run.metrics.find(metric);
  if (found == run.metrics.end()) return std::nullopt;
  return Figure{found->second, std::nullopt, is_lower_bound(run, metric)};
}

struct Difference {
  MetricComparison metric;
  std::uint64_t seed = 0;
  double size = 0;  // relative
};

std::optional<Difference> difference_of(const Pair& pair, const std::string& name) {
  Difference difference;
  difference.seed = pair.head->seed;
  MetricComparison& metric = difference.metric;
  metric.metric = name;
  metric.baseline = figure_of(*pair.baseline, name);
  metric.head = figure_of(*pair.head, name);
  if (!metric.baseline && !metric.head) return std::nullopt;
  if (!metric.baseline || !metric.head) {
    // Absent is neither good nor bad: where it matters, a count that is never absent tells.
    metric.verdict = Verdict::changed;
    difference.size = std::numeric_limits<double>::infinity();
    return difference;
  }
  if (metric.baseline->value == metric.head->value) return std::nullopt;
  metric.verdict = judge(direction_of(name, pair.head->bound), *metric.baseline, *metric.head);
  difference.size = std::abs(metric.relative_change().value_or(std::numeric_limits<double>::infinity()));
  return difference;
}

// What the worst of them says, and how many there are.
MetricComparison taken_together(std::vector<Difference> differences, std::size_t pairs) {
  std::stable_sort(differences.begin(), differences.end(), [](const Difference& left, const Difference& right) {
    return std::pair(left.metric.verdict, -left.size) < std::pair(right.metric.verdict, -right.size);
  });
  MetricComparison metric = differences.front().metric;
  if (metric.baseline && metric.head && metric.verdict == Verdict::changed &&
      (metric.baseline->at_least || metric.head->at_least)) {
    metric.note = "a lower bound: whether it is more cannot be told";
  }
  if (pairs == 1) return metric;
  const auto alike =
      static_cast<std::size_t>(std::count_if(differences.begin(), differences.end(), [&](const Difference& other) {
        return other.metric.verdict == metric.verdict;
      }));
  if (!metric.note.empty()) metric.note += "; ";
  metric.note += fmt::format("in {} of {} runs, most with seed {}", alike, pairs, differences.front().seed);
  if (alike < differences.size()) metric.note += fmt::format("; otherwise in {}", differences.size() - alike);
  return metric;
}

std::vector<Pair> pairs_of(const RunGroup& baseline, const RunGroup& head) {
  std::vector<Pair> pairs;
  std::vector<const RunResult*> left = head.runs;
  for (const RunResult* run : baseline.runs) {
    const auto same =
        std::find_if(left.begin(), left.end(), [&](const RunResult* other) { return other->seed == run->seed; });
    if (same == left.end()) continue;
    pairs.push_back({run, *same});
    left.erase(same);
  }
  return pairs;
}

std::string seeds_text(const RunGroup& group) {
  std::vector<std::string> seeds;
  constexpr std::size_t kShown = 6;
  for (const RunResult* run : group.runs) seeds.push_back(std::to_string(run->seed));
  if (seeds.size() > kShown) {
    seeds.resize(kShown);
    seeds.emplace_back("...");
  }
  return fmt::format("{}", fmt::join(seeds, ", "));
}

// About runs that are not compared; empty: all are.
std::string what_is_left_out(const RunGroup& baseline, const RunGroup& head, std::size_t pairs, std::size_t not_valid) {
  std::string text;
  if (pairs < baseline.runs.size()) {
    text = fmt::format("Of {} runs in the baseline {} have one of the same seed in the head (seeds {}, and {}).",
                       baseline.runs.size(), pairs, seeds_text(baseline), seeds_text(head));
  }
  if (not_valid > 0) {
    text += fmt::format("{}{} of {} pairs of runs are not valid on both sides, and are left out.",
                        text.empty() ? "" : " ", not_valid, pairs);
  }
  return text;
}

}  // namespace

StrategyComparison compare_virtual(const RunGroup& baseline, const RunGroup& head) {
  StrategyComparison comparison;
  comparison.label = head.label;
  std::vector<Pair> pairs = pairs_of(baseline, head);
  const std::size_t all_pairs = pairs.size();
  std::erase_if(pairs, [](const Pair& pair) { return !pair.baseline->valid || !pair.head->valid; });
  if (all_pairs < head.runs.size()) {
    comparison.remarks.push_back(fmt::format("{} of {} runs in the head have no counterpart of the same seed.",
                                             head.runs.size() - all_pairs, head.runs.size()));
  }
  comparison.reason = what_is_left_out(baseline, head, all_pairs, all_pairs - pairs.size());
  if (pairs.empty()) {
    comparison.status = Status::not_judged;
    return comparison;
  }
  std::vector<const RunResult*> runs;
  bool same_fingerprints = true;
  for (const Pair& pair : pairs) {
    runs.push_back(pair.baseline);
    runs.push_back(pair.head);
    same_fingerprints = same_fingerprints && pair.baseline->fingerprint == pair.head->fingerprint;
  }
  for (const std::string& name : metric_names(runs)) {
    std::vector<Difference> differences;
    for (const Pair& pair : pairs) {
      if (auto difference = difference_of(pair, name)) differences.push_back(*std::move(difference));
    }
    ++comparison.metrics_compared;
    if (!differences.empty()) comparison.metrics.push_back(taken_together(std::move(differences), pairs.size()));
  }
  comparison.status = same_fingerprints && comparison.metrics.empty() ? Status::identical : Status::compared;
  return comparison;
}

}  // namespace stampede::reports

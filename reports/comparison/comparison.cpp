// Counting, and what follows from it.
#include "reports/comparison/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/result/display_text.h"

namespace stampede::reports {
namespace {

std::string counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count == 0 ? "no" : std::to_string(count), count == 1 ? one : many);
}

}  // namespace

std::optional<double> MetricComparison::relative_change() const {
  if (!baseline || !head || baseline->value == 0) return std::nullopt;
  return (head->value - baseline->value) / std::abs(baseline->value);
}

std::string short_name(const std::string& name, std::size_t width_max) {
  std::string text = printable(name);
  if (display_width(text) <= width_max) return text;
  constexpr std::size_t kEnd = 20;
  const std::string beginning = wrap(text, width_max - kEnd - 3).front();
  // From the end, whole characters: printable text is UTF-8.
  std::size_t from = text.size();
  for (std::size_t columns = 0; from > 0 && columns < kEnd;) {
    do --from;
    while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xc0U) == 0x80);
    columns = display_width(std::string_view(text).substr(from));
  }
  return fmt::format("{}...{}", beginning, text.substr(from));
}

std::size_t count_of(const StrategyComparison& strategy, Verdict verdict) {
  return static_cast<std::size_t>(std::count_if(strategy.metrics.begin(), strategy.metrics.end(),
                                                [&](const MetricComparison& each) { return each.verdict == verdict; }));
}

ComparisonTally tally_of(std::span<const ScenarioComparison> scenarios) {
  ComparisonTally tally;
  for (const ScenarioComparison& scenario : scenarios) {
    for (const StrategyComparison& strategy : scenario.strategies) {
      tally.regressions += count_of(strategy, Verdict::regression);
      tally.improvements += count_of(strategy, Verdict::improvement);
      tally.changed += count_of(strategy, Verdict::changed);
      const bool judged = strategy.status == Status::identical || strategy.status == Status::compared;
      tally.compared += judged ? 1 : 0;
      tally.identical += strategy.status == Status::identical ? 1 : 0;
      tally.new_ones += strategy.status == Status::only_in_head ? 1 : 0;
      const bool is_new = strategy.status == Status::only_in_head;
      tally.not_judged += !is_new && (!judged || !strategy.reason.empty()) ? 1 : 0;
      tally.have_counterparts = tally.have_counterparts || judged || strategy.status == Status::not_judged;
    }
  }
  return tally;
}

Outcome outcome_of(const Comparison& comparison) {
  const ComparisonTally tally = tally_of(comparison.scenarios);
  if (tally.regressions > 0) return Outcome::regression;
  if (!tally.have_counterparts) return Outcome::nothing_to_compare;
  return tally.not_judged > 0 ? Outcome::not_all_judged : Outcome::no_regression;
}

std::string summary_of(const ComparisonTally& tally) {
  std::string text;
  if (tally.compared == 0) {
    text = "nothing was compared";
  } else {
    text = fmt::format("{}, {} in {} compared", counted(tally.regressions, "regression", "regressions"),
                       counted(tally.improvements, "improvement", "improvements"),
                       counted(tally.compared, "strategy", "strategies"));
  }
  if (tally.identical > 0) text += fmt::format(", {} of them identical", tally.identical);
  if (tally.not_judged > 0) text += fmt::format("; {} not judged, or not all of it", tally.not_judged);
  if (tally.new_ones > 0) text += fmt::format("; {} new", tally.new_ones);
  return text;
}

}  // namespace stampede::reports

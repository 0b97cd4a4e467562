// The XML.
#include "reports/comparison/comparison_junit.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/comparison/change_text.h"
#include "reports/comparison/comparison_table.h"
#include "reports/comparison/escape.h"

namespace stampede::reports {
namespace {

enum class CaseResult { passed, failed, skipped };

CaseResult result_of(const StrategyComparison& strategy) {
  if (count_of(strategy, Verdict::regression) > 0) return CaseResult::failed;
  return strategy.reason.empty() ? CaseResult::passed : CaseResult::skipped;
}

std::string lines_of(const StrategyComparison& strategy, Verdict verdict) {
  std::string lines;
  for (const MetricComparison& metric : strategy.metrics) {
    if (metric.verdict == verdict) lines += xml_text(change_line(metric)) + "\n";
  }
  return lines;
}

std::string failure_message(const StrategyComparison& strategy) {
  const std::size_t count = count_of(strategy, Verdict::regression);
  const auto first = std::find_if(strategy.metrics.begin(), strategy.metrics.end(),
                                  [](const MetricComparison& metric) { return metric.verdict == Verdict::regression; });
  const std::string others = count == 1 ? std::string() : fmt::format(", and {} more", count - 1);
  return fmt::format("worse: {}{}", change_line(*first), others);
}

std::string system_out(const ScenarioComparison& scenario, const StrategyComparison& strategy) {
  std::string text;
  std::vector<std::string> sentences = scenario.remarks;
  sentences.insert(sentences.end(), strategy.remarks.begin(), strategy.remarks.end());
  sentences.push_back(strategy.reason);
  for (const std::string& sentence : sentences) {
    const bool is_shown_as_skipped = sentence == strategy.reason && result_of(strategy) == CaseResult::skipped;
    if (!sentence.empty() && !is_shown_as_skipped) text += xml_text(sentence) + "\n";
  }
  const auto section = [&](const char* title, Verdict verdict) {
    const std::string lines = lines_of(strategy, verdict);
    if (!lines.empty()) text += fmt::format("{}\n{}", title, lines);
  };
  section("improvements:", Verdict::improvement);
  section("changed, neither better nor worse for certain:", Verdict::changed);
  return text.empty() ? text : fmt::format("      <system-out>{}</system-out>\n", text);
}

std::string test_case(const ScenarioComparison& scenario, const StrategyComparison& strategy) {
  std::string text =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"0\">\n",
                  xml_text(fmt::format("{}.{}", scenario.scenario, scenario.world)), xml_text(strategy.label));
  const CaseResult result = result_of(strategy);
  if (result == CaseResult::failed) {
    text += fmt::format("      <failure type=\"regression\" message=\"{}\">{}</failure>\n",
                        xml_text(failure_message(strategy)), lines_of(strategy, Verdict::regression));
  } else if (result == CaseResult::skipped) {
    text += fmt::format("      <skipped message=\"{}\"/>\n", xml_text(strategy.reason));
  }
  return text + system_out(scenario, strategy) + "    </testcase>\n";
}

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t skipped = 0;

  void add(const ScenarioComparison& scenario) {
    for (const StrategyComparison& strategy : scenario.strategies) {
      const CaseResult result = result_of(strategy);
      ++tests;
      failures += result == CaseResult::failed ? 1 : 0;
      skipped += result == CaseResult::skipped ? 1 : 0;
    }
  }
  // To compare takes no time worth showing, but readers expect one.
  std::string attributes() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"0\"", tests, failures, skipped);
  }
};

}  // namespace

std::string comparison_junit(const Comparison& comparison) {
  Counts all;
  std::string suites;
  for (const ScenarioComparison& scenario : comparison.scenarios) {
    all.add(scenario);
    Counts own;
    own.add(scenario);
    suites += fmt::format("  <testsuite name=\"{}\" {}>\n", xml_text(title_of(scenario)), own.attributes());
    for (const StrategyComparison& strategy : scenario.strategies) suites += test_case(scenario, strategy);
    suites += "  </testsuite>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"stampede compare\" {}>\n{}</testsuites>\n",
      all.attributes(), suites);
}

}  // namespace stampede::reports

// Layout.
#include "reports/comparison/comparison_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "reports/comparison/change_text.h"
#include "reports/result/display_text.h"
#include "reports/table/sentence.h"

namespace stampede::reports {
namespace {

constexpr std::size_t kMetricWidthMax = 40;  // longer ones are no metrics of ours

using Cells = std::array<std::string, 6>;

struct Line {
  std::string text;  // in place of cells
  Cells cells;
};

struct Section {
  Verdict verdict;
  const char* title;
};
constexpr Section kSections[] = {{Verdict::regression, "REGRESSIONS"},
                                 {Verdict::improvement, "Improvements"},
                                 {Verdict::changed, "Changed, neither better nor worse for certain"}};

void add_strategy(const StrategyComparison& strategy, Verdict verdict, Intervals intervals, std::vector<Line>& lines) {
  bool first = true;
  for (const MetricComparison& metric : strategy.metrics) {
    if (metric.verdict != verdict) continue;
    if (std::exchange(first, false)) lines.push_back({short_name(strategy.label), {}});
    const ChangeText text = change_text(metric, intervals);
    lines.push_back({{},
                     {"  " + short_name(text.metric, kMetricWidthMax), text.baseline, text.head, text.change,
                      text.p_value, text.effect}});
    if (!text.note.empty()) lines.push_back({"    " + text.note, {}});
  }
}

std::vector<Line> section_lines(const ScenarioComparison& scenario, const Section& section, Intervals intervals) {
  std::vector<Line> lines;
  for (const StrategyComparison& strategy : scenario.strategies) {
    add_strategy(strategy, section.verdict, intervals, lines);
  }
  if (lines.empty()) return lines;
  const bool tested = std::any_of(lines.begin(), lines.end(), [](const Line& line) { return !line.cells[4].empty(); });
  Cells heading{section.title, "baseline", "head", "change", tested ? "p" : "", tested ? "effect" : ""};
  if (display_width(heading[0]) > 30) {
    lines.insert(lines.begin(), {{section.title, {}}, {{}, std::move(heading)}});
    lines[1].cells[0].clear();
  } else {
    lines.insert(lines.begin(), {{}, std::move(heading)});
  }
  lines.insert(lines.begin(), Line{});
  return lines;
}

std::array<std::size_t, 6> widths_of(const std::vector<Line>& lines) {
  std::array<std::size_t, 6> widths{};
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], display_width(line.cells[i]));
  }
  return widths;
}

std::size_t width_of(const std::vector<Line>& lines) {
  std::size_t sum = 0;
  for (const std::size_t width : widths_of(lines)) sum += width == 0 ? 0 : width + 2;
  return sum;
}

std::string render(const std::vector<Line>& lines) {
  const std::array<std::size_t, 6> widths = widths_of(lines);
  std::string text;
  for (const Line& line : lines) {
    std::string row = line.text.empty() ? pad_right(line.cells[0], widths[0]) : line.text;
    for (std::size_t i = 1; line.text.empty() && i < widths.size(); ++i) {
      if (widths[i] > 0) row += "  " + pad_left(line.cells[i], widths[i]);
    }
    text += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::vector<Line> change_lines(const ScenarioComparison& scenario, Intervals intervals) {
  std::vector<Line> lines;
  for (const Section& section : kSections) {
    const std::vector<Line> some = section_lines(scenario, section, intervals);
    lines.insert(lines.end(), some.begin(), some.end());
  }
  return lines;
}

std::string bullet(const std::string& sentence, std::size_t width) {
  std::string text;
  for (const std::string& line : wrap(printable(sentence), width - 2)) {
    text += fmt::format("{}{}\n", text.empty() ? "* " : "  ", line);
  }
  return text;
}

std::string scenario_text(const ScenarioComparison& scenario, std::size_t width, Intervals& intervals) {
  const std::string title = fmt::format("{}: {}", title_of(scenario), summary_of(tally_of(std::span(&scenario, 1))));
  std::string text = fmt::format("{}\n", fmt::join(wrap(title, width), "\n"));
  std::vector<Line> lines = change_lines(scenario, Intervals::shown);
  if (width_of(lines) > width + 2) {
    lines = change_lines(scenario, Intervals::left_out);
  } else {
    intervals = Intervals::shown;
  }
  text += render(lines);
  const Rest rest = rest_of(scenario);
  std::string below;
  for (const auto* sentences : {&scenario.remarks, &rest.remarks, &rest.not_judged, &rest.unchanged}) {
    for (const std::string& sentence : *sentences) below += bullet(sentence, width);
  }
  return below.empty() ? text : text + "\n" + below;
}

// "a and b: reason" for those that share the reason, in the order of their first.
class ByReason {
 public:
  void add(const std::string& reason, const std::string& label) {
    auto found = std::find_if(groups_.begin(), groups_.end(), [&](const auto& group) { return group.first == reason; });
    if (found == groups_.end()) found = groups_.insert(groups_.end(), {reason, {}});
    found->second.push_back(short_name(label));
  }
  void append_to(std::vector<std::string>& sentences) const {
    for (const auto& [reason, labels] : groups_) {
      sentences.push_back(fmt::format("{}: {}", names_text(labels), reason));
    }
  }

 private:
  std::vector<std::pair<std::string, std::vector<std::string>>> groups_;
};

bool nothing_to_show(const StrategyComparison& strategy) {
  return std::none_of(strategy.metrics.begin(), strategy.metrics.end(), [](const MetricComparison& metric) {
    return metric.verdict != Verdict::unchanged && metric.verdict != Verdict::not_judged;
  });
}

}  // namespace

std::string title_of(const ScenarioComparison& scenario) {
  return fmt::format("{}, {}", short_name(scenario.scenario), short_name(scenario.world));
}

Rest rest_of(const ScenarioComparison& scenario) {
  ByReason not_judged;
  ByReason remarks;
  ByReason unchanged;
  const bool live = scenario.world != "virtual";
  for (const StrategyComparison& strategy : scenario.strategies) {
    const bool reason_is_shared =
        std::find(scenario.remarks.begin(), scenario.remarks.end(), strategy.reason) != scenario.remarks.end();
    if (strategy.status == Status::only_in_head) {
      remarks.add(strategy.reason, strategy.label);
    } else if (!strategy.reason.empty()) {
      not_judged.add(reason_is_shared ? "not compared." : strategy.reason, strategy.label);
    }
    for (const std::string& remark : strategy.remarks) remarks.add(remark, strategy.label);
    if (strategy.status == Status::identical) {
      unchanged.add("identical.", strategy.label);
    } else if (strategy.status == Status::compared && nothing_to_show(strategy)) {
      unchanged.add(live ? "no change that is significant and beyond the noise floor."
                         : "all metrics are equal, though the runs went another way (their fingerprints differ).",
                    strategy.label);
    }
  }
  Rest rest;
  not_judged.append_to(rest.not_judged);
  remarks.append_to(rest.remarks);
  unchanged.append_to(rest.unchanged);
  return rest;
}

std::string comparison_table(const Comparison& comparison, std::size_t width) {
  std::string text;
  std::vector<const MetricComparison*> shown;
  Intervals intervals = Intervals::left_out;  // of all scenarios so far
  for (const ScenarioComparison& scenario : comparison.scenarios) {
    if (!text.empty()) text += "\n";
    text += scenario_text(scenario, width, intervals);
    for (const StrategyComparison& strategy : scenario.strategies) {
      for (const MetricComparison& metric : strategy.metrics) {
        const bool is_shown = metric.verdict != Verdict::unchanged && metric.verdict != Verdict::not_judged;
        if (is_shown) shown.push_back(&metric);
      }
    }
  }
  const std::vector<std::string> legend = legend_of(shown, intervals);
  for (std::size_t i = 0; i < legend.size(); ++i) {
    text += fmt::format("{}{}\n", i == 0 ? "\n" : "", fmt::join(wrap(legend[i], width), "\n"));
  }
  return text;
}

}  // namespace stampede::reports

// GitHub-flavoured Markdown, as GitLab understands it as well.
#include "reports/comparison/comparison_markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/comparison/change_text.h"
#include "reports/comparison/comparison_table.h"
#include "reports/comparison/escape.h"
#include "reports/result/display_text.h"

namespace stampede::reports {
namespace {

constexpr std::size_t kRowsMax = 40;       // of each table
constexpr std::size_t kSentencesMax = 20;  // of each list
constexpr std::size_t kNameMax = 60;

struct Row {
  const ScenarioComparison* scenario;
  const StrategyComparison* strategy;
  const MetricComparison* metric;
};

std::vector<Row> rows_with(const Comparison& comparison, Verdict verdict) {
  std::vector<Row> rows;
  for (const ScenarioComparison& scenario : comparison.scenarios) {
    for (const StrategyComparison& strategy : scenario.strategies) {
      for (const MetricComparison& metric : strategy.metrics) {
        if (metric.verdict == verdict) rows.push_back({&scenario, &strategy, &metric});
      }
    }
  }
  return rows;
}

std::string name(const std::string& text) { return markdown_code(short_name(text, kNameMax)); }

std::string table(const std::vector<Row>& rows) {
  const bool tested =
      std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.metric->evidence.has_value(); });
  const bool noted = std::any_of(rows.begin(), rows.end(), [](const Row& row) { return !row.metric->note.empty(); });
  std::string text = fmt::format("| scenario | world | strategy | metric | baseline | head | change |{}{}\n",
                                 tested ? " p | effect |" : "", noted ? " |" : "");
  text += fmt::format("| --- | --- | --- | --- | ---: | ---: | ---: |{}{}\n", tested ? " ---: | ---: |" : "",
                      noted ? " --- |" : "");
  for (std::size_t i = 0; i < std::min(rows.size(), kRowsMax); ++i) {
    const ChangeText change = change_text(*rows[i].metric, Intervals::shown);
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} |", name(rows[i].scenario->scenario),
                        markdown_text(short_name(rows[i].scenario->world)), name(rows[i].strategy->label),
                        name(change.metric), markdown_text(change.baseline), markdown_text(change.head),
                        markdown_text(change.change));
    if (tested) text += fmt::format(" {} | {} |", markdown_text(change.p_value), change.effect);
    if (noted) text += fmt::format(" {} |", markdown_text(change.note));
    text += "\n";
  }
  if (rows.size() > kRowsMax) text += fmt::format("\nand {} more\n", rows.size() - kRowsMax);
  return text;
}

std::string folded(const std::string& summary, const std::string& body) {
  return fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n", summary, body);
}

std::string list(const std::vector<std::string>& sentences) {
  std::string text;
  for (std::size_t i = 0; i < std::min(sentences.size(), kSentencesMax); ++i) {
    text += fmt::format("* {}\n", markdown_text(sentences[i]));
  }
  if (sentences.size() > kSentencesMax) text += fmt::format("* and {} more\n", sentences.size() - kSentencesMax);
  return text;
}

// Each with its scenario in front.
struct Sentences {
  std::vector<std::string> remarks;
  std::vector<std::string> not_judged;
  std::vector<std::string> unchanged;
};

Sentences sentences_of(const Comparison& comparison) {
  Sentences all;
  for (const ScenarioComparison& scenario : comparison.scenarios) {
    const auto add = [&](const std::vector<std::string>& from, std::vector<std::string>& to) {
      for (const std::string& sentence : from) to.push_back(fmt::format("{}: {}", title_of(scenario), sentence));
    };
    const Rest rest = rest_of(scenario);
    add(scenario.remarks, all.remarks);
    add(rest.remarks, all.remarks);
    add(rest.not_judged, all.not_judged);
    add(rest.unchanged, all.unchanged);
  }
  return all;
}

std::string counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

std::string comparison_markdown(const Comparison& comparison) {
  std::string text =
      fmt::format("**stampede compare: {}**\n", markdown_text(summary_of(tally_of(comparison.scenarios))));
  const std::vector<Row> regressions = rows_with(comparison, Verdict::regression);
  if (!regressions.empty()) text += fmt::format("\n{}", table(regressions));
  const Sentences sentences = sentences_of(comparison);
  if (!sentences.not_judged.empty()) text += fmt::format("\nNot judged:\n\n{}", list(sentences.not_judged));
  if (!sentences.remarks.empty()) text += fmt::format("\nTo be known:\n\n{}", list(sentences.remarks));
  if (const auto rows = rows_with(comparison, Verdict::improvement); !rows.empty()) {
    text += folded(counted(rows.size(), "improvement", "improvements"), table(rows));
  }
  if (const auto rows = rows_with(comparison, Verdict::changed); !rows.empty()) {
    text += folded(counted(rows.size(), "change", "changes") + ", neither better nor worse for certain", table(rows));
  }
  if (!sentences.unchanged.empty()) text += folded("What did not change", list(sentences.unchanged));
  std::vector<const MetricComparison*> shown;
  for (const Verdict verdict : {Verdict::regression, Verdict::improvement, Verdict::changed}) {
    for (const Row& row : rows_with(comparison, verdict)) shown.push_back(row.metric);
  }
  if (const auto legend = legend_of(shown, Intervals::shown); !legend.empty())
    text += folded("How to read this", list(legend));
  return text;
}

}  // namespace stampede::reports

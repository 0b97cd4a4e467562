// Layout; the figures are those of the summary table.
#include "reports/export/markdown.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/export/github_text.h"
#include "reports/result/strategy_row.h"
#include "reports/table/fault_line.h"
#include "reports/table/notable.h"
#include "reports/table/sweep_table.h"
#include "reports/table/table_figures.h"
#include "simulator/measure/human_units.h"

namespace stampede::reports {
namespace {

constexpr std::size_t kRemarksMax = 10;
constexpr std::size_t kAnyWidth = 1'000'000;  // Markdown wraps by itself

// The values of a metric in the repetitions that the row's median is taken from. Rows are in the order in which their
// labels and worlds first appear.
std::vector<std::vector<double>> values_of(const std::vector<RunResult>& runs, const std::vector<StrategyRow>& rows,
                                           const std::string& metric) {
  std::vector<std::pair<std::string, std::string>> names;
  std::vector<std::vector<double>> values(rows.size());
  for (const RunResult& run : runs) {
    const std::pair name(run.label, run.world);
    auto known = std::find(names.begin(), names.end(), name);
    if (known == names.end()) known = names.insert(known, name);
    const auto row = static_cast<std::size_t>(known - names.begin());
    const bool counts = run.valid || rows[row].not_valid == rows[row].repetitions;
    const auto found = run.metrics.find(metric);
    if (counts && found != run.metrics.end()) values[row].push_back(found->second);
  }
  return values;
}

// " (210 ms to 295 ms)"; empty where they do not lie apart.
template <typename Text>
std::string spread_text(const std::vector<double>& values, Text text_of) {
  if (values.size() < 2) return {};
  const auto [min, max] = std::minmax_element(values.begin(), values.end());
  const std::string least = text_of(*min);
  const std::string greatest = text_of(*max);
  return least == greatest ? std::string() : fmt::format(" ({} to {})", least, greatest);
}

struct TableColumn {
  std::string heading;
  std::vector<std::string> cells;
  bool is_number = true;
};

std::string heading_of(const Column& column) {
  std::string heading;
  for (const std::string* part : {&column.above, &column.group, &column.name}) {
    if (part->empty()) continue;
    heading += (heading.empty() || part->front() == '/' ? "" : " ") + *part;
  }
  return heading;
}

std::vector<TableColumn> figures_of(const std::vector<RunResult>& runs, const std::vector<StrategyRow>& rows) {
  std::vector<TableColumn> columns;
  for (const Column& column : figure_columns(rows)) {
    TableColumn made{heading_of(column), {}, true};
    std::vector<std::string> spreads(rows.size());
    const auto add_spreads = [&](const std::string& metric, auto text_of) {
      const auto values = values_of(runs, rows, metric);
      std::transform(values.begin(), values.end(), spreads.begin(),
                     [&](const std::vector<double>& of_row) { return spread_text(of_row, text_of); });
    };
    if (made.heading == "latency p99") add_spreads("latency_ms.p99", measure::human_milliseconds);
    if (made.heading == "recomputations total") add_spreads("recomputations.total", measure::human_count);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      made.cells.push_back(column.cells[row].number + column.cells[row].suffix + spreads[row]);
    }
    columns.push_back(std::move(made));
  }
  return columns;
}

std::string errors_cell(const StrategyRow& row) {
  std::vector<std::string> texts;
  for (const ErrorCount& error : errors_of(row)) {
    texts.push_back(measure::human_count(error.count) + " " + github_text(error.kind));
  }
  return texts.empty() ? "none" : fmt::format("{}", fmt::join(texts, ", "));
}

std::string label_cell(const StrategyRow& row, bool repetitions_differ) {
  std::string_view label = row.label;  // the mark of a bound stays out of the code
  constexpr std::string_view kBoundMark = " (bound)";
  const bool is_marked = row.is_bound && label.ends_with(kBoundMark);
  if (is_marked) label.remove_suffix(kBoundMark.size());
  std::string cell = github_code(label) + (is_marked ? std::string(kBoundMark) : "");
  if (row.not_valid == row.repetitions) return cell + " **not valid**";
  const std::size_t valid = row.repetitions - row.not_valid;
  if (row.not_valid > 0) return cell + fmt::format(" (median of {}, **{} not valid**)", valid, row.not_valid);
  return repetitions_differ && row.repetitions > 1 ? cell + fmt::format(" (median of {})", row.repetitions) : cell;
}

std::string render(const std::vector<TableColumn>& columns, std::size_t rows) {
  std::string heading = "|";
  std::string rule = "|";
  for (const TableColumn& column : columns) {
    heading += fmt::format(" {} |", column.heading);
    rule += column.is_number ? " ---: |" : " --- |";
  }
  std::string text = heading + "\n" + rule + "\n";
  for (std::size_t row = 0; row < rows; ++row) {
    text += "|";
    for (const TableColumn& column : columns) text += fmt::format(" {} |", column.cells[row]);
    text += "\n";
  }
  return text;
}

std::string table(const std::vector<RunResult>& runs, const std::vector<StrategyRow>& rows) {
  const bool differ = std::any_of(rows.begin(), rows.end(), [&rows](const StrategyRow& row) {
    return row.repetitions != rows.front().repetitions || row.not_valid > 0;
  });
  TableColumn labels{"strategy", {}, false};
  TableColumn errors{"errors", {}, false};
  for (const StrategyRow& row : rows) {
    labels.cells.push_back(label_cell(row, differ));
    errors.cells.push_back(errors_cell(row));
  }
  std::vector<TableColumn> columns{std::move(labels)};
  for (TableColumn& column : figures_of(runs, rows)) {
    for (std::string& cell : column.cells) {
      if (column.heading == "objectives" && cell.ends_with(" missed")) cell = fmt::format("**{}**", cell);
    }
    columns.push_back(std::move(column));
  }
  columns.insert(columns.end() - (columns.back().heading == "objectives" ? 1 : 0), std::move(errors));
  return render(columns, rows.size());
}

std::string legend(const std::vector<StrategyRow>& rows) {
  const auto any = [&rows](auto has) { return std::any_of(rows.begin(), rows.end(), has); };
  std::vector<std::string> sentences;
  if (any([](const StrategyRow& row) { return row.not_valid == row.repetitions; })) {
    sentences.emplace_back("**not valid**: the figures cannot be trusted.");
  }
  if (any([](const StrategyRow& row) { return row.is_bound; })) {
    sentences.emplace_back("(bound): no strategy, worked out by the harness, which knows the future.");
  }
  if (any([](const StrategyRow& row) { return row.cut_off(); })) {
    sentences.emplace_back("+: at least; work was still going on when counting stopped.");
  }
  if (any([](const StrategyRow& row) { return row.repetitions > 1; })) {
    sentences.emplace_back(
        "Each figure is the median of the valid repetitions, of errors that of the worst; in brackets the least and "
        "the greatest.");
  }
  return sentences.empty() ? std::string() : fmt::format("\n{}\n", fmt::join(sentences, " "));
}

std::string summary_of(const Result& result) {
  const auto scenario = nlohmann::json::parse(result.scenario_json, nullptr, /*allow_exceptions=*/false);
  if (!scenario.is_object() || !scenario.contains("summary") || !scenario["summary"].is_string()) return {};
  return scenario["summary"].get<std::string>();
}

// "stampede 0.1.0 (0123456), virtual time"
std::string origin_line(const Result& result) {
  const Context& context = result.context;
  std::string text = "stampede " + context.version;
  if (!context.git.empty()) text += fmt::format(" ({})", context.git);
  std::set<std::string> worlds;
  for (const RunResult& run : result.runs) worlds.insert(run.world);
  if (worlds.contains("virtual")) text += ", virtual time";
  if (worlds.contains("live")) {
    text += fmt::format(", {}live on {} with {} CPUs", worlds.size() > 1 ? "and " : "", context.host, context.cpus);
    if (!context.redis_version.empty()) text += fmt::format(" and Redis {}", context.redis_version);
  }
  return fmt::format("{}, {}\n", github_text(text), github_code(context.started_at));
}

std::string remarks(const std::vector<RunResult>& runs) {
  std::string text;
  const std::vector<Observation> all = observations(runs);
  for (std::size_t index = 0; index < std::min(all.size(), kRemarksMax); ++index) {
    text += fmt::format("{}* {}\n", index == 0 ? "\n" : "", github_text(all[index].text));
  }
  if (all.size() > kRemarksMax) text += fmt::format("* ({} more)\n", all.size() - kRemarksMax);
  return text;
}

std::string section(const Result& result) {
  const std::string name = result.scenario_name.empty() ? "(without a name)" : github_code(result.scenario_name);
  std::string text = fmt::format("### {}{}\n\n", result.sweep ? "Sweep of " : "", name);
  if (const std::string summary = summary_of(result); !summary.empty()) text += github_text(summary) + "\n\n";
  text += origin_line(result) + "\n";
  if (result.runs.empty()) return text + "**No run was finished.**\n";
  if (result.interrupted) text += "**Interrupted**: the runs that were finished are shown.\n\n";
  if (result.sweep) return text + github_block(sweep_table(result));
  const std::vector<StrategyRow> rows = rows_of(result.runs);
  text += table(result.runs, rows) + legend(rows);
  if (std::string faults = fault_line(result.runs, kAnyWidth); !faults.empty()) {
    faults.pop_back();  // the line's end
    text += "\n" + github_text(faults) + "\n";
  }
  return text + remarks(result.runs);
}

}  // namespace

std::string markdown(const NamedResults& results) {
  std::string text;
  for (const NamedResult& named : results) {
    if (!text.empty()) text += "\n";
    text += section(*named.result);
  }
  return text;
}

}  // namespace stampede::reports

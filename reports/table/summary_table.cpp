// Layout: the label, figures, errors by kind. A label or note too long for its column gets a line of its own above
// the figures; errors go below them where the terminal is too narrow for a column.
#include "reports/table/summary_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "reports/result/display_text.h"
#include "reports/result/strategy_row.h"
#include "reports/table/table_figures.h"
#include "reports/table/text_columns.h"
#include "simulator/measure/human_units.h"

namespace stampede::reports {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::string_view kLabelHeading = "strategy";
constexpr std::string_view kErrorsHeading = "errors";
constexpr std::size_t kErrorsMax = 18;  // "1.23 M cold_cache"
constexpr std::size_t kLabelsMin = 13;  // "async_refresh"; errors that leave less room go below
constexpr char kNotValidMark = '!';
constexpr std::string_view kRed = "\033[31m";
constexpr std::string_view kYellow = "\033[33m";
constexpr std::string_view kBold = "\033[1m";
constexpr std::string_view kReset = "\033[0m";

struct Line {
  std::string label;  // with its note: "a (not valid)", "a (median of 3)"
  bool trusted = true;
  std::vector<std::string> errors;
};

struct Notes {
  bool repetitions = false;  // they differ between rows
  bool marks = false;        // a mark in place of "(not valid)"
};

std::string note_of(const StrategyRow& row, const Notes& notes) {
  if (row.not_valid == row.repetitions) {
    return notes.marks ? fmt::format(" {}", kNotValidMark) : " (not valid)";
  }
  if (row.not_valid > 0) {
    return fmt::format(" (median of {}, {} not valid)", row.repetitions - row.not_valid, row.not_valid);
  }
  return notes.repetitions && row.repetitions > 1 ? fmt::format(" (median of {})", row.repetitions) : "";
}

Line line_of(const StrategyRow& row, const Notes& notes) {
  Line line{row.label + note_of(row, notes), row.not_valid == 0, {}};
  for (const ErrorCount& error : errors_of(row)) {
    line.errors.push_back(measure::human_count(error.count) + " " + printable(error.kind));
  }
  return line;
}

std::vector<Line> lines_of(const std::vector<StrategyRow>& rows, const Notes& notes) {
  std::vector<Line> lines;
  std::transform(rows.begin(), rows.end(), std::back_inserter(lines),
                 [&notes](const StrategyRow& row) { return line_of(row, notes); });
  return lines;
}

struct Layout {
  std::size_t width = 0;
  std::size_t label_max = 0;
  std::size_t label = 0;
  std::size_t errors_indent = 0;
  std::size_t errors = 0;
  bool errors_below = false;
};

std::size_t widest_error(const std::vector<Line>& lines) {
  std::size_t widest = kErrorsHeading.size();
  for (const Line& line : lines) {
    for (const std::string& error : line.errors) {
      widest = std::max(widest, std::min(kErrorsMax, display_width(error)));
    }
  }
  return widest;
}

Layout layout_of(const std::vector<Line>& lines, std::size_t figures, std::size_t width) {
  Layout layout;
  layout.width = width;
  const std::size_t for_errors = kGap + widest_error(lines);
  const bool none = std::all_of(lines.begin(), lines.end(), [](const Line& line) { return line.errors.empty(); });
  layout.errors_below = none || width < figures + for_errors + kLabelsMin;
  const std::size_t room = width - std::min(width, figures + (layout.errors_below ? 0 : for_errors));
  layout.label_max = room;
  layout.label = std::min(kLabelHeading.size(), room);
  for (const Line& line : lines) {
    if (const std::size_t wanted = display_width(line.label); wanted <= room) {
      layout.label = std::max(layout.label, wanted);
    }
  }
  layout.errors_indent = layout.errors_below ? kGap : layout.label + figures + kGap;
  layout.errors = width - layout.errors_indent;
  return layout;
}

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string coloured(std::string_view text, std::string_view colour, bool wanted) {
  return wanted && !text.empty() ? fmt::format("{}{}{}", colour, text, kReset) : std::string(text);
}

std::string heading(const TextColumns& figures, const Layout& layout, bool colour) {
  std::vector<std::string> lines = figures.heading();
  // Where labels have no room beside the figures, neither has their heading.
  const std::size_t labelled = layout.label < kLabelHeading.size() ? 0 : lines.size() - 1;
  std::string text;
  for (std::size_t index = 0; index < lines.size(); ++index) {
    std::string line = std::string(layout.label, ' ') + lines[index];
    if (index == labelled) {
      line.replace(0, kLabelHeading.size(), kLabelHeading);
    }
    if (index + 1 == lines.size() && !layout.errors_below) {
      line += std::string(kGap, ' ') + std::string(kErrorsHeading);
    }
    text += coloured(trimmed(std::move(line)), kBold, colour) + "\n";
  }
  return text;
}

// Kinds side by side while they fit, never torn apart unless one alone is too wide.
std::vector<std::string> error_lines(const Line& line, const Layout& layout) {
  if (line.errors.empty()) {
    return layout.errors_below ? std::vector<std::string>{} : std::vector<std::string>{"none"};
  }
  std::vector<std::string> lines;
  for (std::size_t index = 0; index < line.errors.size(); ++index) {
    std::string item = layout.errors_below && index == 0 ? fmt::format("{}: ", kErrorsHeading) : "";
    item += line.errors[index] + (index + 1 == line.errors.size() ? "" : ",");
    if (!lines.empty() && display_width(lines.back()) + 1 + display_width(item) <= layout.errors) {
      lines.back() += " " + item;
      continue;
    }
    for (std::string& piece : wrap(item, layout.errors)) {
      lines.push_back(std::move(piece));
    }
  }
  return lines;
}

std::string render(const Line& line, const std::string& figures, const Layout& layout, bool colour) {
  std::string text;
  std::string label = line.label;
  if (display_width(label) > layout.label) {
    for (const std::string& piece : wrap(label, layout.width)) {
      text += coloured(piece, kRed, colour && !line.trusted) + "\n";
    }
    label.clear();
  }
  const std::string gap(layout.label - display_width(label), ' ');
  text += coloured(label, kRed, colour && !line.trusted) + gap;
  const std::vector<std::string> errors = error_lines(line, layout);
  text += layout.errors_below ? trimmed(figures) + "\n" : figures;
  bool beside = !layout.errors_below;
  for (const std::string& piece : errors) {
    text += std::string(beside ? kGap : layout.errors_indent, ' ') +
            coloured(piece, kYellow, colour && !line.errors.empty()) + "\n";
    beside = false;
  }
  return text;
}

// Where the words would cost a row its single line, a mark and a legend say the same.
bool marks_save_lines(const std::vector<Line>& in_words, const std::vector<Line>& marked, const Layout& layout) {
  for (std::size_t index = 0; index < in_words.size(); ++index) {
    if (display_width(in_words[index].label) > layout.label_max &&
        display_width(marked[index].label) <= layout.label_max) {
      return true;
    }
  }
  return false;
}

std::string legend(const std::vector<StrategyRow>& rows, const Notes& notes) {
  std::string text;
  const auto any = [&rows](auto has) { return std::any_of(rows.begin(), rows.end(), has); };
  if (notes.marks) {
    text += fmt::format("{}  not valid: the figures cannot be trusted\n", kNotValidMark);
  }
  if (any([](const StrategyRow& row) { return row.is_bound; })) {
    text += kBoundLegend;
  }
  if (any([](const StrategyRow& row) { return row.cut_off(); })) {
    text += "+  at least: work was still going on when counting stopped\n";
  }
  if (!rows.empty() && !any([](const StrategyRow& row) { return !errors_of(row).empty(); })) {
    text += "No request failed.\n";
  }
  if (!rows.empty() && !notes.repetitions && rows.front().repetitions > 1) {
    text += fmt::format("Each figure is the median of {} repetitions, of errors that of the worst.\n",
                        rows.front().repetitions);
  }
  return text;
}

}  // namespace

std::string summary_table(const std::vector<RunResult>& runs, const TableStyle& style) {
  const std::vector<StrategyRow> rows = rows_of(runs);
  Notes notes;
  notes.repetitions = std::any_of(rows.begin(), rows.end(),
                                  [&](const StrategyRow& row) { return row.repetitions != rows.front().repetitions; });
  const TextColumns figures(figure_columns(rows));
  const std::size_t width = std::max(style.width, kTableWidthMin);
  std::vector<Line> lines = lines_of(rows, notes);
  Layout layout = layout_of(lines, figures.width(), width);
  std::vector<Line> marked = lines_of(rows, {notes.repetitions, true});
  if (marks_save_lines(lines, marked, layout)) {
    notes.marks = true;
    lines = std::move(marked);
    layout = layout_of(lines, figures.width(), width);
  }
  std::string text = heading(figures, layout, style.colour);
  for (std::size_t index = 0; index < lines.size(); ++index) {
    text += render(lines[index], figures.row(index), layout, style.colour);
  }
  return text + legend(rows, notes);
}

}  // namespace stampede::reports

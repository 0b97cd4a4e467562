// Layout: the varied values, the strategy, figures, errors. Where that is too wide, each strategy has a section of its
// own; where even the values are, points have numbers, which are explained below.
#include "reports/table/sweep_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "reports/result/display_text.h"
#include "reports/result/frontier.h"
#include "reports/result/sweep_rows.h"
#include "reports/table/sweep_figures.h"
#include "reports/table/sweep_remarks.h"
#include "reports/table/text_columns.h"

namespace stampede::reports {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::string_view kStrategy = "strategy";
constexpr std::string_view kErrors = "errors";
constexpr std::string_view kRed = "\033[31m";
constexpr std::string_view kBold = "\033[1m";
constexpr std::string_view kReset = "\033[0m";

struct Layout {
  bool has_marks = false;
  bool in_sections = false;
  bool has_numbers = false;
  std::size_t label = 0;  // width of the strategies' column; 0: there is none
  std::size_t errors = 0;
  std::vector<Column> settings;
  std::vector<Column> figures;
};

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string coloured(std::string text, std::string_view colour, bool wanted) {
  return wanted && !text.empty() ? fmt::format("{}{}{}", colour, text, kReset) : std::move(text);
}

std::vector<Column> setting_columns(const std::vector<SweepRow>& rows, const std::vector<std::string>& names) {
  std::vector<Column> columns;
  for (std::size_t axis = 0; axis < names.size(); ++axis) {
    Column column{"", names[axis], {}, {}};
    for (const SweepRow& row : rows) {
      column.cells.push_back({axis < row.settings.size() ? row.settings[axis] : "", ""});
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

std::vector<Column> number_column(const std::vector<SweepRow>& rows) {
  Column column{"", "point", {}, {}};
  for (const SweepRow& row : rows) {
    column.cells.push_back({fmt::format("#{}", row.point + 1), ""});
  }
  return {std::move(column)};
}

std::size_t widest_label(const std::vector<SweepRow>& rows) {
  std::size_t widest = kStrategy.size();
  for (const SweepRow& row : rows) {
    widest = std::max(widest, display_width(row.row.label));
  }
  return widest;
}

std::size_t widest_error(const std::vector<SweepRow>& rows) {
  std::size_t widest = 0;
  for (const SweepRow& row : rows) {
    if (!errors_of(row.row).empty()) {
      widest = std::max({widest, kErrors.size(), display_width(errors_text(row.row))});
    }
  }
  return widest;
}

bool is_one_strategy(const std::vector<SweepRow>& rows) {
  return std::all_of(rows.begin(), rows.end(),
                     [&](const SweepRow& row) { return row.row.label == rows.front().row.label; });
}

Layout layout_of(const std::vector<SweepRow>& rows, const std::vector<std::string>& names, std::size_t width) {
  Layout layout;
  layout.has_marks = std::any_of(rows.begin(), rows.end(), [](const SweepRow& row) { return row.row.not_valid > 0; });
  layout.errors = widest_error(rows);
  const std::vector<Column> figures = sweep_figures(rows);
  const auto fits = [&] {
    std::size_t others = (layout.has_marks ? kGap : 0) + TextColumns(layout.settings).width();
    others += layout.errors == 0 ? 0 : kGap + layout.errors;
    others += layout.label == 0 ? 0 : kGap + layout.label;
    layout.figures = figures;
    return drop_until_fits(layout.figures, width - std::min(width, others));
  };
  layout.settings = setting_columns(rows, names);
  layout.label = is_one_strategy(rows) ? 0 : widest_label(rows);
  layout.in_sections = layout.label == 0;
  if (fits()) {
    return layout;
  }
  layout.in_sections = true;
  layout.label = 0;
  if (!fits()) {
    layout.has_numbers = true;
    layout.settings = number_column(rows);
    fits();
  }
  return layout;
}

std::string heading(const Layout& layout, bool colour) {
  const std::vector<std::string> settings = TextColumns(layout.settings).heading();
  const std::vector<std::string> figures = TextColumns(layout.figures).heading();
  std::string text;
  for (std::size_t index = 0; index < figures.size(); ++index) {
    const bool is_last = index + 1 == figures.size();
    std::string line = std::string(layout.has_marks ? kGap : 0, ' ') + settings[index];
    if (layout.label > 0) {
      line += std::string(kGap, ' ') + pad_right(is_last ? kStrategy : "", layout.label);
    }
    line += figures[index];
    if (layout.errors > 0 && is_last) {
      line += std::string(kGap, ' ') + std::string(kErrors);
    }
    line = trimmed(std::move(line));
    if (!line.empty() || is_last) {
      text += coloured(std::move(line), kBold, colour) + "\n";
    }
  }
  return text;
}

std::vector<std::string> lines_of(const std::vector<SweepRow>& rows, const Layout& layout, bool colour) {
  const TextColumns settings(layout.settings);
  const TextColumns figures(layout.figures);
  std::vector<std::string> lines;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const StrategyRow& row = rows[index].row;
    const std::string_view mark = !layout.has_marks ? "" : row.not_valid > 0 ? "! " : "  ";
    const std::string label = layout.label == 0 ? "" : fmt::format("  {}", pad_right(row.label, layout.label));
    const std::string errors = layout.errors == 0 ? "" : fmt::format("  {}", errors_text(row));
    std::string line = fmt::format("{}{}{}{}{}", mark, settings.row(index), label, figures.row(index), errors);
    lines.push_back(coloured(trimmed(std::move(line)), kRed, colour && row.not_valid > 0) + "\n");
  }
  return lines;
}

std::string body(const std::vector<SweepRow>& rows, const Layout& layout, bool colour) {
  const std::vector<std::string> lines = lines_of(rows, layout, colour);
  std::string text;
  if (!layout.in_sections) {
    return fmt::format("{}", fmt::join(lines, ""));
  }
  std::vector<std::string> labels;
  for (const SweepRow& row : rows) {
    if (std::find(labels.begin(), labels.end(), row.row.label) == labels.end()) {
      labels.push_back(row.row.label);
    }
  }
  for (const std::string& label : labels) {
    text += coloured(label, kBold, colour) + "\n";
    for (std::size_t index = 0; index < rows.size(); ++index) {
      if (rows[index].row.label == label) {
        text += lines[index];
      }
    }
  }
  return text;
}

std::string numbers_explained(const std::vector<SweepRow>& rows, const std::vector<std::string>& names,
                              std::size_t width) {
  std::string text;
  std::size_t next = 0;
  for (const SweepRow& row : rows) {
    if (row.point < next) {
      continue;
    }
    next = row.point + 1;
    std::string line = fmt::format("#{}:", row.point + 1);
    for (std::size_t axis = 0; axis < names.size(); ++axis) {
      line += fmt::format(" {}={}", names[axis], row.settings[axis]);
    }
    for (const std::string& piece : wrap(line, width)) {
      text += piece + "\n";
    }
  }
  return text;
}

}  // namespace

std::string sweep_table(const Result& result, const TableStyle& style, std::size_t rows_max) {
  const std::size_t width = std::max(style.width, kTableWidthMin);
  const std::vector<Variation> vary = result.sweep ? result.sweep->vary : std::vector<Variation>();
  const std::vector<std::string> names = short_names(vary);
  const std::vector<SweepRow> rows = sweep_rows(result.runs);
  if (rows.empty()) {
    return {};
  }
  const std::size_t rows_of_first = static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [](const SweepRow& row) { return row.point == 0; }));
  const std::vector<bool> points =
      points_to_show(vary, rows.size() <= rows_max ? rows.size() : rows_max / rows_of_first);
  std::vector<bool> is_shown;
  std::vector<SweepRow> shown;
  for (const SweepRow& row : rows) {
    is_shown.push_back(row.point >= points.size() || points[row.point]);
    if (is_shown.back()) {
      shown.push_back(row);
    }
  }
  const Layout layout = layout_of(shown, names, width);
  std::string text = heading(layout, style.colour) + body(shown, layout, style.colour);
  if (layout.has_numbers) {
    text += numbers_explained(shown, names, width);
  }
  text += sweep_remarks(result, rows, is_shown, width);
  const std::string frontier = frontier_table(result, width);
  return frontier.empty() ? text : text + "\n" + frontier;
}

}  // namespace stampede::reports

// Widths and alignment.
#include "reports/table/text_columns.h"

#include <algorithm>
#include <utility>

#include "reports/result/display_text.h"

namespace stampede::reports {
namespace {

constexpr std::size_t kGap = 2;

// "--- latency ---"
std::string ruled(const std::string& name, std::size_t width) {
  const std::size_t left = width - std::min(width, display_width(name) + 2);
  if (left < 2) {
    return pad_left(name, width);
  }
  return std::string(left / 2, '-') + " " + name + " " + std::string(left - left / 2, '-');
}

}  // namespace

TextColumns::TextColumns(std::vector<Column> columns) : columns_(std::move(columns)), widths_(columns_.size()) {
  for (std::size_t index = 0; index < columns_.size(); ++index) {
    Widths& widths = widths_[index];
    for (const Cell& cell : columns_[index].cells) {
      widths.number = std::max(widths.number, display_width(cell.number));
      widths.suffix = std::max(widths.suffix, display_width(cell.suffix));
    }
    widths.whole = std::max(widths.number + widths.suffix, display_width(columns_[index].name));
  }
  // A group's name wider than its columns widens the first of them.
  for (std::size_t first = 0; first < columns_.size(); first = group_end(first)) {
    const std::size_t width = group_width(first, group_end(first));
    widths_[first].whole += std::max(width, display_width(columns_[first].group)) - width;
  }
}

std::size_t TextColumns::group_end(std::size_t first) const {
  std::size_t end = first + 1;
  while (end < columns_.size() && !columns_[first].group.empty() && columns_[end].group == columns_[first].group) {
    ++end;
  }
  return end;
}

std::size_t TextColumns::group_width(std::size_t first, std::size_t end) const {
  std::size_t width = (end - first - 1) * kGap;
  for (std::size_t index = first; index < end; ++index) {
    width += widths_[index].whole;
  }
  return width;
}

std::size_t TextColumns::width() const { return columns_.empty() ? 0 : kGap + group_width(0, columns_.size()); }

std::vector<std::string> TextColumns::heading() const {
  std::string above;
  std::string groups;
  std::string names;
  for (std::size_t first = 0; first < columns_.size(); first = group_end(first)) {
    const std::size_t end = group_end(first);
    const std::size_t width = group_width(first, end);
    const std::string& group = columns_[first].group;
    above += std::string(kGap, ' ') + pad_left(columns_[first].above, width);
    groups += std::string(kGap, ' ') + (end - first > 1 ? ruled(group, width) : pad_left(group, width));
    for (std::size_t index = first; index < end; ++index) {
      names += std::string(kGap, ' ') + pad_left(columns_[index].name, widths_[index].whole);
    }
  }
  return {above, groups, names};
}

std::string TextColumns::row(std::size_t index) const {
  std::string text;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const Cell& cell = columns_[column].cells.at(index);
    const Widths& widths = widths_[column];
    text += std::string(kGap, ' ') + pad_left(cell.number, widths.whole - widths.suffix) +
            pad_right(cell.suffix, widths.suffix);
  }
  return text;
}

}  // namespace stampede::reports

// Widths and escapes.
#include "reports/result/display_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace stampede::reports {
namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

// Precondition: text is not empty.
CodePoint first_code_point(std::string_view text) {
  const auto byte = [text](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1, true};
  }
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) {
    return {lead, 1, false};
  }
  char32_t value = lead & (0xffU >> (length + 1));
  for (std::size_t index = 1; index < length; ++index) {
    if ((byte(index) & 0xc0U) != 0x80) {
      return {lead, 1, false};
    }
    value = (value << 6U) | (byte(index) & 0x3fU);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < kLeast[length] || value > 0x10ffff || surrogate) {
    return {lead, 1, false};
  }
  return {value, length, true};
}

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t Size>
bool in(const Range (&ranges)[Size], char32_t value) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [value](const Range& range) { return value >= range.first && value <= range.last; });
}

// Control, bidirectional and invisible format characters, line separators, tags.
constexpr Range kEscaped[] = {{0x0, 0x1f},      {0x7f, 0x9f},     {0xad, 0xad},      {0x61c, 0x61c},
                              {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e},  {0x2060, 0x206f},
                              {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe0fff}};
// The blocks of combining marks that occur in practice.
constexpr Range kCombining[] = {{0x300, 0x36f},   {0x483, 0x489},  {0x591, 0x5bd},   {0x610, 0x61a},   {0x64b, 0x65f},
                                {0x900, 0x902},   {0x93c, 0x93c},  {0x941, 0x948},   {0x94d, 0x94d},   {0xe31, 0xe31},
                                {0xe34, 0xe3a},   {0xe47, 0xe4e},  {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff},
                                {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};
// East Asian wide and full-width, and emoji.
constexpr Range kWide[] = {{0x1100, 0x115f},   {0x231a, 0x231b},   {0x23e9, 0x23ec},   {0x25fd, 0x25fe},
                           {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26a1, 0x26a1},   {0x26aa, 0x26ab},
                           {0x26bd, 0x26be},   {0x26c4, 0x26c5},   {0x26d4, 0x26d4},   {0x2705, 0x2705},
                           {0x270a, 0x270b},   {0x2728, 0x2728},   {0x274c, 0x274c},   {0x2753, 0x2755},
                           {0x2757, 0x2757},   {0x2795, 0x2797},   {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},
                           {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
                           {0xa000, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
                           {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f},
                           {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd}};

std::size_t columns_of(char32_t value) { return in(kCombining, value) ? 0 : in(kWide, value) ? 2 : 1; }

std::string escape(const CodePoint& code_point) {
  if (!code_point.valid || code_point.value < 0x80) {
    return fmt::format("\\x{:02x}", static_cast<std::uint32_t>(code_point.value));
  }
  return fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(code_point.value));
}

// The longest beginning of `text` that takes at most `width` columns (at least one character).
std::size_t bytes_within(std::string_view text, std::size_t width) {
  std::size_t bytes = 0;
  std::size_t columns = 0;
  while (bytes < text.size()) {
    const CodePoint next = first_code_point(text.substr(bytes));
    columns += columns_of(next.value);
    if (columns > width && bytes > 0) {
      break;
    }
    bytes += next.bytes;
  }
  return bytes;
}

// Where to break a line that may reach `end`: not between a number and its unit, if there is another place.
std::size_t breaking_space(std::string_view text, std::size_t end) {
  const auto space_before = [text](std::size_t from) { return text.substr(0, from).rfind(' '); };
  const std::size_t last = space_before(end + 1);
  for (std::size_t space = last; space != std::string_view::npos && space > 0; space = space_before(space)) {
    const char before = text[space - 1];
    if (before < '0' || before > '9') {
      return space;
    }
  }
  return last;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const CodePoint next = first_code_point(text);
    result += !next.valid || in(kEscaped, next.value) ? escape(next) : std::string(text.substr(0, next.bytes));
    text.remove_prefix(next.bytes);
  }
  return result;
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const CodePoint next = first_code_point(text);
    columns += columns_of(next.value);
    text.remove_prefix(next.bytes);
  }
  return columns;
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t columns = display_width(text);
  return std::string(width > columns ? width - columns : 0, ' ') + std::string(text);
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t columns = display_width(text);
  return std::string(text) + std::string(width > columns ? width - columns : 0, ' ');
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (display_width(text) > width) {
    std::size_t end = bytes_within(text, width);
    const std::size_t space = breaking_space(text, end);
    const bool at_space = space != std::string_view::npos && space > 0;
    end = at_space ? space : end;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + (at_space ? 1 : 0));
  }
  lines.emplace_back(text);
  return lines;
}

}  // namespace stampede::reports

#include "simulator/draft/titled_lines.h"

#include <fmt/format.h>

#include "reports/result/display_text.h"

namespace stampede::draft {

namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kIndent = 18;

}  // namespace

void TitledLines::add(std::string_view title, std::string_view words) {
  std::string before = reports::pad_right(fmt::format("  {}", title), kIndent);
  for (const std::string& line : reports::wrap(words, kWidth - kIndent)) {
    text_ += fmt::format("{}{}\n", before, line);
    before.assign(kIndent, ' ');
  }
}

}  // namespace stampede::draft

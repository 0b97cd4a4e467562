#include "simulator/cli/wrapped_text.h"

#include <fmt/format.h>

#include "reports/result/display_text.h"

namespace stampede::cli {

namespace {

constexpr std::size_t kWidth = 100;

}  // namespace

void append_wrapped(std::string& text, std::string_view first_indent, std::string_view indent, std::string_view words) {
  std::string_view before = first_indent;
  for (const std::string& line : reports::wrap(words, kWidth - indent.size())) {
    text += fmt::format("{}{}\n", before, line);
    before = indent;
  }
}

}  // namespace stampede::cli

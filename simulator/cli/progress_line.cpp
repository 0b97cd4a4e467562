#include "simulator/cli/progress_line.h"

#include <unistd.h>

#include <cstdio>

#include "reports/result/display_text.h"

namespace stampede::cli {

namespace {

constexpr std::size_t kWidth = 79;
constexpr const char* kEraseLine = "\r\x1b[K";

}  // namespace

ProgressLine::ProgressLine(bool enabled) : enabled_(enabled && isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(const std::string& text) {
  if (!enabled_) return;
  const auto lines = reports::wrap(reports::printable(text), kWidth);
  std::fprintf(stderr, "%s%s", kEraseLine, lines.empty() ? "" : lines.front().c_str());
  std::fflush(stderr);
  shown_ = true;
}

void ProgressLine::clear() {
  if (!shown_) return;
  std::fputs(kEraseLine, stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace stampede::cli

#include "simulator/cli/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "reports/result/display_text.h"

namespace stampede::cli {

namespace {

constexpr std::size_t kDefaultWidth = 100;
constexpr std::size_t kLeastWidth = 80;

constexpr std::string_view kSchemeEnd = "://";
constexpr std::string_view kWhitespace = " \t\r\n";

// Each with its line end.
std::string printable_lines(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    result += reports::printable(line) + "\n";
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return result;
}

}  // namespace

std::string without_passwords(std::string_view text) {
  // By hand: std::regex recurses once per character, and a word may be long.
  std::string result;
  for (;;) {
    const std::size_t mark = text.find(kSchemeEnd);
    if (mark == std::string_view::npos) return result.append(text);
    const std::size_t begin = mark + kSchemeEnd.size();
    result.append(text.substr(0, begin));
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find_first_of(kWhitespace));
    // Up to the last '@' of the word: a password that should have been percent-encoded may contain one.
    const std::size_t at = word.rfind('@');
    if (at == std::string_view::npos) continue;
    const bool is_example = word.starts_with("[user:password@]") || word.starts_with("user:password@host:port");
    result.append(is_example ? word.substr(0, at) : "***");
    text.remove_prefix(at);
  }
}

void print(std::string_view text) {
  const std::string clean = without_passwords(text);
  std::fwrite(clean.data(), 1, clean.size(), stdout);
  std::fflush(stdout);
}

void print_error(std::string_view text) {
  // What a scenario file or a server says is repeated here, and must not steer the terminal.
  const std::string clean = "stampede: " + printable_lines(without_passwords(text));
  std::fwrite(clean.data(), 1, clean.size(), stderr);
}

bool colour_wanted() {
  const char* refused = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0');
}

std::size_t output_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kDefaultWidth;
  return std::clamp<std::size_t>(size.ws_col, kLeastWidth, kDefaultWidth);
}

}  // namespace stampede::cli

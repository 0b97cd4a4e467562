// Escapes.
#include "reports/export/github_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/result/display_text.h"

namespace stampede::reports {
namespace {

constexpr std::string_view kInvisibleBreak = "\u200b";

bool is_digit(char character) { return character >= '0' && character <= '9'; }
bool is_word(char character) {
  return is_digit(character) || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

class Escaper {
 public:
  explicit Escaper(std::string_view text) : text_(text) {}

  std::string run() {
    if (const std::size_t end = list_number(); end > 0) {
      result_ = std::string(text_.substr(0, end)) + "\\";
      at_ = end;
    }
    for (; at_ < text_.size(); ++at_) add(text_[at_]);
    return std::move(result_);
  }

 private:
  char before() const { return at_ == 0 ? ' ' : text_[at_ - 1]; }
  char after() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : ' '; }

  // "1. " or "12) " would begin a list.
  std::size_t list_number() const {
    const std::size_t end = std::min(text_.find_first_not_of("0123456789"), text_.size());
    const bool is_marked = end > 0 && end < text_.size() && (text_[end] == '.' || text_[end] == ')');
    return is_marked && (end + 1 == text_.size() || text_[end + 1] == ' ') ? end : 0;
  }

  void add(char character) {
    constexpr std::string_view kWritten = "&<>|`\\$";  // by number: means something even in HTML or behind a backslash
    constexpr std::string_view kEscaped = "*[]~#";
    const bool is_marked_word = character == '_' && !(is_word(before()) && is_word(after()));
    const bool begins_block = at_ == 0 && std::string_view("-+=").find(character) != std::string_view::npos;
    if (kWritten.find(character) != std::string_view::npos) {
      result_ += fmt::format("&#{};", static_cast<int>(character));
    } else if (kEscaped.find(character) != std::string_view::npos || is_marked_word || begins_block) {
      result_ += fmt::format("\\{}", character);
    } else {
      result_ += character;
    }
    if (is_live(character)) result_ += kInvisibleBreak;
  }

  // What is made a link or a picture of, even without any markup.
  bool is_live(char character) const {
    switch (character) {
      case '@':
        return true;
      case '#':
        return is_digit(after());
      case '-':
        return is_digit(after()) && at_ >= 2 && (text_.substr(at_ - 2, 2) == "GH" || text_.substr(at_ - 2, 2) == "gh");
      case ':':
        return text_.substr(at_).starts_with("://") || names_emoji();
      case '.':
        return at_ >= 3 && (text_.substr(at_ - 3, 3) == "www" || text_.substr(at_ - 3, 3) == "WWW");
      default:
        return false;
    }
  }

  // ":x:"
  bool names_emoji() const {
    std::size_t end = at_ + 1;
    while (end < text_.size() &&
           (is_word(text_[end]) || std::string_view("_+-").find(text_[end]) != std::string_view::npos)) {
      ++end;
    }
    return end > at_ + 1 && end < text_.size() && text_[end] == ':';
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string result_;
};

}  // namespace

std::string github_text(std::string_view text) {
  const std::string clean = printable(text);
  return Escaper(clean).run();
}

std::string github_code(std::string_view text) {
  const std::string clean = printable(text);
  const bool is_plain =
      clean.find_first_of("`|\\") == std::string::npos && !clean.empty() && clean.front() != ' ' && clean.back() != ' ';
  return is_plain ? fmt::format("`{}`", clean) : fmt::format("<code>{}</code>", Escaper(clean).run());
}

std::string github_block(std::string_view text) {
  std::size_t longest = 2;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::size_t end = at;
    while (end < text.size() && text[end] == '`') ++end;
    longest = std::max(longest, end - at);
    at = std::max(at, end);
  }
  const std::string fence(longest + 1, '`');
  return fmt::format("{}\n{}{}{}\n", fence, text, text.ends_with('\n') ? "" : "\n", fence);
}

}  // namespace stampede::reports

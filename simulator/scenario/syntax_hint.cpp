// Positions and hints for JSON syntax errors.
#include "simulator/scenario/syntax_hint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace stampede::scenario {
namespace {

constexpr std::string_view kWhitespace = " \t\r\n";

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "[json.exception...] parse error at line 1, column 9: syntax error while parsing object - unexpected ..." ->
// "unexpected ..."
std::string_view essence(std::string_view complaint) {
  for (const std::string_view preamble : {std::string_view("] "), std::string_view(" - ")}) {
    const std::size_t at = complaint.find(preamble);
    if (at != std::string_view::npos) complaint.remove_prefix(at + preamble.size());
  }
  return complaint.substr(0, complaint.find("; last read:"));
}

// The parser stops at the end of what it could read; people look for the beginning.
std::size_t beginning_of(std::string_view text, std::size_t offset, std::string_view complaint) {
  if (offset >= text.size()) return text.size();
  if (complaint.find("unexpected string literal") != std::string_view::npos && offset > 0) {
    const std::size_t quote = text.rfind('"', offset - 1);
    return quote == std::string_view::npos ? offset : quote;
  }
  while (offset > 0 && is_word(text[offset]) && is_word(text[offset - 1])) --offset;
  return offset;
}

std::string place(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return fmt::format("line {}, column {}", line, offset - line_begin + 1);
}

std::string_view hint_for_word(std::string_view word) {
  for (const std::string_view name : {"NaN", "nan", "Infinity", "inf"}) {
    if (word == name || word == std::string("-").append(name)) return "JSON has no NaN and no infinity";
  }
  for (const std::string_view name : {"True", "False", "None", "TRUE", "FALSE"}) {
    if (word == name) return "write true, false or null";
  }
  return "names and texts are written in double quotes";
}

std::string_view word_at(std::string_view text, std::size_t offset) {
  std::size_t end = offset;
  while (end < text.size() && is_word(text[end])) ++end;
  return text.substr(offset, end - offset);
}

char last_significant(std::string_view text) {
  const std::size_t at = text.find_last_not_of(kWhitespace);
  return at == std::string_view::npos ? '\0' : text[at];
}

std::string_view hint(std::string_view text, std::size_t offset, std::string_view complaint) {
  const auto says = [&](std::string_view part) { return complaint.find(part) != std::string_view::npos; };
  if (text.find_first_not_of(kWhitespace) == std::string_view::npos) return "the file is empty";
  if (says("number overflow")) return "the number is too large";
  if (says("closing '*/'")) return "a comment is not closed";
  if (says("end of input; expected")) return "a closing bracket is missing";
  if (offset >= text.size()) return {};

  const char found = text[offset];
  const char before = last_significant(text.substr(0, offset));
  if ((found == '}' || found == ']') && before == ',') return "no comma after the last entry";
  if (says("expected end of input")) return "something follows after the end";
  if (found == '\'') return "texts are written in double quotes";
  if (found == '#') return "comments are written as // or /* */";
  if (found == '+' || found == '.') return "a number begins with a digit or with -";
  if (found == '0' && offset + 1 < text.size() && is_digit(text[offset + 1])) return "a number has no leading zeros";
  if (says("expected ':'")) return "a colon is missing before it";
  if (says("unexpected") && (says("expected '}'") || says("expected ']'"))) return "a comma is missing before it";
  const bool no_literal = says("invalid literal") || (found == '-' && says("invalid number"));
  if (no_literal && is_word(found) && !is_digit(found)) return hint_for_word(word_at(text, offset));
  return {};
}

}  // namespace

Problem syntax_problem(std::string_view text, std::size_t characters_read, std::string_view complaint) {
  const std::size_t offset = beginning_of(text, characters_read == 0 ? 0 : characters_read - 1, complaint);
  const std::string_view help = hint(text, offset, complaint);
  std::string message = fmt::format("not valid JSON: {}", essence(complaint));
  if (!help.empty()) message += fmt::format(" ({})", help);
  return {place(text, offset), std::move(message)};
}

}  // namespace stampede::scenario

// See the header.
#include "reports/export/safe_names.h"

#include <fmt/format.h>

#include <algorithm>

namespace stampede::reports {
namespace {

constexpr std::size_t kPartMax = 80;

bool is_letter_or_digit(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9');
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
  });
  return text;
}

}  // namespace

std::string safe_part(std::string_view name) {
  constexpr std::string_view kAlsoSafe = "=_-.";
  std::string part;
  for (const char character : name) {
    const bool safe = is_letter_or_digit(character) || kAlsoSafe.find(character) != std::string_view::npos;
    const bool inside = !part.empty() || is_letter_or_digit(character) || character == '_' || character == '=';
    const char added = safe && inside ? character : '_';
    if (added != '_' || safe || part.empty() || part.back() != '_') part += added;
    if (part.size() == kPartMax) break;
  }
  return part.empty() ? "_" : part;
}

std::string UniqueNames::unique(const std::string& stem, std::string_view ending) {
  std::string name = fmt::format("{}{}", stem, ending);
  for (int number = 2; !given_.insert(lower(name)).second; ++number) {
    name = fmt::format("{}-{}{}", stem, number, ending);
  }
  return name;
}

}  // namespace stampede::reports

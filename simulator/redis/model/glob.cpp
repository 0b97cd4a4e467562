#include "simulator/redis/model/glob.h"

#include <cstddef>
#include <utility>

namespace stampede::redis::model {
namespace {

// What a pattern's element does with one character: whether it matches, and how long the element is.
struct Element {
  bool matches;
  std::size_t size;
};

// From the opening bracket to the closing one, or to the end of the pattern if there is none.
Element match_class(std::string_view pattern, char c) {
  std::size_t i = 1;
  const bool negated = i < pattern.size() && pattern[i] == '^';
  if (negated) ++i;
  bool found = false;
  for (; i < pattern.size() && pattern[i] != ']'; ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) {
      if (pattern[++i] == c) found = true;
    } else if (i + 2 < pattern.size() && pattern[i + 1] == '-') {
      unsigned char first = static_cast<unsigned char>(pattern[i]);
      unsigned char last = static_cast<unsigned char>(pattern[i + 2]);
      if (first > last) std::swap(first, last);
      const auto wanted = static_cast<unsigned char>(c);
      if (wanted >= first && wanted <= last) found = true;
      i += 2;
    } else if (pattern[i] == c) {
      found = true;
    }
  }
  return {found != negated, i < pattern.size() ? i + 1 : i};
}

Element match_one(std::string_view pattern, char c) {
  if (pattern[0] == '?') return {true, 1};
  if (pattern[0] == '[') return match_class(pattern, c);
  if (pattern[0] == '\\' && pattern.size() > 1) return {pattern[1] == c, 2};
  return {pattern[0] == c, 1};
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text) {
  // Redis does not even look at a pattern then: a star does not match nothing.
  if (text.empty()) return pattern.empty();
  std::size_t at = 0;
  std::size_t next = 0;
  // Where the last star is, and which text it has taken so far.
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  while (next < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken = next;
      continue;
    }
    if (at < pattern.size()) {
      const Element element = match_one(pattern.substr(at), text[next]);
      if (element.matches) {
        at += element.size;
        ++next;
        continue;
      }
    }
    if (star == std::string_view::npos) return false;
    at = star + 1;
    next = ++taken;
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

}  // namespace stampede::redis::model

// Character by character.
#include "reports/comparison/escape.h"

#include <fmt/format.h>

#include "reports/result/display_text.h"

namespace stampede::reports {
namespace {

bool is_alphanumeric(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
}

// Character references are never markup. Letters and digits, and what has no meaning between them, stay readable.
std::string with_references(std::string_view text, std::string_view harmless) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    const auto byte = static_cast<unsigned char>(letter);
    const bool inside = i > 0 && i + 1 < text.size() && is_alphanumeric(text[i - 1]) && is_alphanumeric(text[i + 1]);
    const bool joins = inside && (letter == '_' || letter == '.');  // "mutex_stale", "latency_ms.p99"
    const bool begins_link = letter == '.' && i > 0 && (text[i - 1] == 'w' || text[i - 1] == 'W');  // "www."
    const bool ends_word = letter == ':' && i + 1 < text.size() && text[i + 1] == ' ';  // no emoji, no address
    const bool is_plain = byte >= 0x80 || is_alphanumeric(letter) || joins || ends_word ||
                          harmless.find(letter) != std::string_view::npos;
    if (is_plain && !begins_link) {
      escaped.push_back(letter);
    } else {
      escaped += fmt::format("&#{};", static_cast<unsigned>(byte));
    }
  }
  return escaped;
}

}  // namespace

std::string markdown_code(std::string_view text) {
  return fmt::format("<code>{}</code>", with_references(printable(text), " -,/=%+"));
}

std::string markdown_text(std::string_view text) { return with_references(printable(text), " -,/=%+.;()'"); }

std::string xml_text(std::string_view text) {
  std::string escaped;
  const std::string clean = printable(text);
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const std::string_view rest = std::string_view(clean).substr(i);
    if (rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf")) {  // U+FFFE, U+FFFF
      escaped += rest[2] == '\xbe' ? "\\u{fffe}" : "\\u{ffff}";
      i += 2;
      continue;
    }
    switch (clean[i]) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped.push_back(clean[i]);
    }
  }
  return escaped;
}

}  // namespace stampede::reports

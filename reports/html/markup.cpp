// Escaping.
#include "reports/html/markup.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/result/display_text.h"

namespace stampede::reports::html {
namespace {

std::string escaped(std::string_view plain) {
  std::string result;
  result.reserve(plain.size());
  for (const char character : plain) {
    switch (character) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result.push_back(character);
    }
  }
  return result;
}

}  // namespace

Html text(std::string_view plain) { return Html::trusted(escaped(printable(plain))); }

Html lines_of_text(std::string_view plain) {
  Html result;
  while (!plain.empty()) {
    const std::size_t end = std::min(plain.find('\n'), plain.size());
    result += text(plain.substr(0, end));
    plain.remove_prefix(end);
    if (!plain.empty()) {
      result += Html::trusted("\n");
      plain.remove_prefix(1);
    }
  }
  return result;
}

Html name(std::string_view plain) { return element("bdi", text(plain)); }

Html strategy_name(std::string_view label) {
  const bool has_layers = label.find('/') != std::string_view::npos;
  const std::size_t colon = has_layers ? label.size() : std::min(label.find(':'), label.size());
  Html html = element("span", {{"class", "strategy"}}, name(label.substr(0, colon)));
  if (colon < label.size()) {
    html += element("span", {{"class", "parameters"}}, name(label.substr(colon + 1)));
  }
  return html;
}

Html element(std::string_view tag, Attributes attributes, const Html& content) {
  std::string markup = fmt::format("<{}", tag);
  for (const auto& [attribute, value] : attributes) {
    markup +=
        value.empty() ? fmt::format(" {}", attribute) : fmt::format(" {}=\"{}\"", attribute, escaped(printable(value)));
  }
  return Html::trusted(fmt::format("{}>{}</{}>", markup, content.markup(), tag));
}

Html element(std::string_view tag, const Html& content) { return element(tag, {}, content); }

std::string script_json(std::string_view json) {
  // No end of the script, and no comment, can begin without it; inside of texts, where alone it occurs, it means the
  // same.
  std::string result;
  result.reserve(json.size());
  for (const char character : json) {
    if (character == '<') {
      result += "\\u003c";
    } else {
      result.push_back(character);
    }
  }
  return result;
}

}  // namespace stampede::reports::html

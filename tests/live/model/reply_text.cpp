#include "reply_text.h"

#include <fmt/format.h>

#include <cctype>

#include "step.h"

namespace stampede::redis::model {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (std::isprint(static_cast<unsigned char>(c)) == 0) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string to_text(const Reply& reply) {
  switch (reply.type) {
    case Reply::Type::nil:
      return "(nil)";
    case Reply::Type::integer:
      return fmt::format("(integer) {}", reply.integer);
    case Reply::Type::string:
      return quoted(reply.text);
    case Reply::Type::status:
      return reply.text;
    case Reply::Type::error:
      return fmt::format("(error) {}", reply.text);
    case Reply::Type::array:
      break;
  }
  std::string text = "[";
  for (const Reply& element : reply.elements)
    text += fmt::format("{}{}", text.size() > 1 ? ", " : "", to_text(element));
  return text + "]";
}

std::string as_script(const Sequence& sequence) {
  std::string script;
  for (const Step& step : sequence) {
    script += fmt::format("{}>", step.connection);
    for (const std::string& word : step.words) script += fmt::format(" {}", quoted(word));
    script += step.pauses ? "   (then wait 25 ms)\n" : "\n";
  }
  return script;
}

}  // namespace stampede::redis::model

// Texts are joined as they are: what makes keys collide is part of the designs.
#include "strategies/call_keys.h"

#include <nettle/md5.h>

#include <array>
#include <vector>

namespace stampede {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string text_of(const CallArgument& argument) {
  if (const auto* const number = std::get_if<std::int64_t>(&argument)) return std::to_string(*number);
  return std::get<std::string>(argument);
}

void append_hexadecimal(std::string& text, unsigned char byte) {
  text += kHexDigits[byte / 16U];
  text += kHexDigits[byte % 16U];
}

std::string in_quotes(std::string_view text) {
  std::string result = "'";
  for (const char letter : text) {
    if (letter > ' ' && letter <= '~') {
      if (letter == '\'' || letter == '\\') result += '\\';
      result += letter;
    } else {
      result += "\\x";
      append_hexadecimal(result, static_cast<unsigned char>(letter));
    }
  }
  result += '\'';
  return result;
}

std::string literal(const CallArgument& argument) {
  const auto* const text = std::get_if<std::string>(&argument);
  return text == nullptr ? text_of(argument) : in_quotes(*text);
}

std::string joined(const std::vector<std::string>& parts, char separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) text += separator;
    text += part;
  }
  return text;
}

std::vector<std::string> texts_of_args(const Call& call) {
  std::vector<std::string> texts;
  for (const CallArgument& argument : call.args) texts.push_back(text_of(argument));
  return texts;
}

// Keyword arguments as "name=value".
std::vector<std::string> texts_of_all(const Call& call) {
  std::vector<std::string> texts = texts_of_args(call);
  for (const auto& [name, argument] : call.kwargs) {
    std::string text = name;
    text += '=';
    text += text_of(argument);
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

std::string unambiguous_key(const Call& call) {
  std::vector<std::string> parts;
  for (const CallArgument& argument : call.args) parts.push_back(literal(argument));
  for (const auto& [name, argument] : call.kwargs) {
    std::string part = name;
    part += '=';
    part += literal(argument);
    parts.push_back(std::move(part));
  }
  std::string key = call.function;
  key += '(';
  key += joined(parts, ',');
  key += ')';
  return key;
}

std::string joined_key(const Call& call) {
  std::vector<std::string> parts{call.function};
  for (std::string& text : texts_of_args(call)) parts.push_back(std::move(text));
  for (const auto& [name, argument] : call.kwargs) {
    parts.push_back(name);
    parts.push_back(text_of(argument));
  }
  return joined(parts, ':');
}

std::string hashed_key(const Call& call) {
  if (call.args.empty() && call.kwargs.empty()) return call.function;
  std::vector<std::string> parts{call.function, md5_of(joined(texts_of_args(call), ':'))};
  if (!call.kwargs.empty()) {
    std::vector<std::string> names;
    std::vector<std::string> values;
    for (const auto& [name, argument] : call.kwargs) {
      names.push_back(name);
      values.push_back(text_of(argument));
    }
    parts.push_back(md5_of(joined(names, ':')));
    parts.push_back(md5_of(joined(values, ':')));
  }
  return joined(parts, ':');
}

std::string slotted_key(const Call& call) {
  std::vector<std::string> parts{call.function};
  for (std::string& text : texts_of_all(call)) parts.push_back(std::move(text));
  return joined(parts, '>');
}

std::string id_key(const Call& call) { return joined(texts_of_all(call), '.'); }

std::string class_id_key(const Call& call) {
  std::string key = call.function;
  key += '.';
  key += id_key(call);
  return key;
}

std::string md5_of(std::string_view text) {
  md5_ctx context{};
  md5_init(&context);
  std::vector<std::uint8_t> bytes(text.begin(), text.end());
  md5_update(&context, bytes.size(), bytes.data());
  std::array<std::uint8_t, MD5_DIGEST_SIZE> digest{};
  md5_digest(&context, digest.size(), digest.data());
  std::string result;
  for (const std::uint8_t byte : digest) append_hexadecimal(result, byte);
  return result;
}

std::string cache_key(const Labels& labels, const Key& key, KeyDesign design) {
  const Call* const call = labels.call(key);
  return call == nullptr ? key.name : design(*call);
}

}  // namespace stampede
